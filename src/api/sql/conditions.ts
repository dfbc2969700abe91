import type { ListField, ReferenceField, ValueField } from '../../reads/entities'

/** Comparisons of one column with one value. */
export type Comparison =
  | 'eq'
  | 'not_eq'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'contains'
  | 'not_contains'
  | 'containsInsensitive'
  | 'not_containsInsensitive'
  | 'startsWith'
  | 'not_startsWith'
  | 'endsWith'
  | 'not_endsWith'
  | 'jsonContains'
  | 'jsonHasKey'

/** Comparisons of one column with a list of values. */
export type Membership = 'in' | 'not_in' | 'containsAll' | 'containsAny' | 'containsNone'

export type Quantifier = 'some' | 'every' | 'none'

/** A filter, with values as parsed by the scalars. where.ts translates it to SQL. */
export type Condition =
  | { op: 'and' | 'or'; items: readonly Condition[] }
  | { op: 'compare'; field: ValueField; how: Comparison; value: unknown }
  | { op: 'member'; field: ValueField; how: Membership; values: readonly unknown[] }
  | { op: 'null'; field: ValueField | ReferenceField; yes: boolean }
  | { op: 'one'; field: ReferenceField; where: Condition }
  | { op: 'many'; field: ListField; how: Quantifier; where: Condition | null }

/** One term of an order: a column of the row, or of the row that `via` refers to. */
export interface OrderTerm {
  via: ReferenceField | null
  field: ValueField
  descending: boolean
  nullsFirst: boolean
}

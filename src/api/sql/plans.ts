import type { ListField, ReferenceField, ValueField } from '../../reads/entities'
import type { Condition, OrderTerm } from './conditions'
import type { OrderValue } from './order'

/** Fields to read of one row, in the order of the JSON array that Postgres returns. */
export interface RowPlan {
  entity: string
  fields: readonly FieldPlan[]
}

/** `key` is the response key: the alias, or the name. `type`: the name of the row's type. */
export type FieldPlan =
  | { kind: 'type'; key: string }
  | { kind: 'value'; key: string; field: ValueField }
  | { kind: 'one'; key: string; field: ReferenceField; row: RowPlan; isRequired: boolean }
  | { kind: 'many'; key: string; field: ListField; rows: ListPlan }

/** A page of a list of rows. */
export interface ListPlan {
  row: RowPlan
  where: Condition | null
  order: readonly OrderTerm[]
  limit: number
  /** Whether the limit is the default: one row more is read then, to tell whether it cuts the list. */
  isDefault: boolean
  offset: number
}

/** A page of a connection. */
export interface ConnectionPlan {
  entity: string
  /** One plan for each path `edges { node }`, by its response keys. */
  nodes: readonly { path: string; row: RowPlan }[]
  where: Condition | null
  order: readonly OrderTerm[]
  size: number
  /** Whether the page is counted from the end, by `last`. */
  backward: boolean
  after: readonly OrderValue[] | null
  before: readonly OrderValue[] | null
  wants: { edges: boolean; totalCount: boolean; pageInfo: boolean }
}

import type { Comparison, Membership, OrderTerm, Quantifier } from '../sql/conditions'
import type { WhereMember } from '../sql/where-input'

/** What each operator says of a column. Neither these nor orders repeat its name: half of an introspection's answer is their text. */
const OPERATORS: Record<Comparison | Membership, string> = {
  eq: 'Is this',
  not_eq: 'Is another, not null',
  gt: 'Is larger',
  gte: 'Is this or larger',
  lt: 'Is smaller',
  lte: 'Is this or smaller',
  contains: 'Contains this text',
  not_contains: 'Does not contain this text',
  containsInsensitive: 'Contains this text, in any case',
  not_containsInsensitive: 'Does not contain this text, in any case',
  startsWith: 'Starts with this text',
  not_startsWith: 'Does not start with this text',
  endsWith: 'Ends with this text',
  not_endsWith: 'Does not end with this text',
  in: 'Is one of these',
  not_in: 'Is none of these; an empty list is no condition',
  containsAll: 'Has all of these',
  containsAny: 'Has one of these, or more',
  containsNone: 'Has none of these',
  jsonContains: 'Contains this JSON, as @> of Postgres; hex in any case',
  jsonHasKey: 'Has this key',
}

const QUANTIFIERS: Record<Quantifier, string> = {
  every: 'All rows fulfil this; true if there are none.',
  some: 'At least one row fulfils this.',
  none: 'No row fulfils this.',
}

/** Description of a field of a where input. */
export function whereDescription(member: WhereMember): string {
  switch (member.kind) {
    case 'null':
      return 'Whether it is null.'
    case 'one':
      return 'The row fulfils this.'
    case 'many':
      return QUANTIFIERS[member.how]
    case 'compare':
    case 'member':
      return `${OPERATORS[member.how]}.`
  }
}

/** Description of a value of an order enum. */
export function orderDescription({ via, field, descending, nullsFirst }: OrderTerm): string {
  const nulls = field.nullable || via?.nullable ? `, nulls ${nullsFirst ? 'first' : 'last'}` : ''
  return `${descending ? 'Largest' : 'Smallest'} first${nulls}.`
}

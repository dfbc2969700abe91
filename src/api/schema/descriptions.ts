import type { Comparison, Membership, OrderTerm, Quantifier } from '../sql/conditions'
import type { WhereMember } from '../sql/where-input'

/** What each operator says of a column, after its name. */
const OPERATORS: Record<Comparison | Membership, string> = {
  eq: 'is this',
  not_eq: 'is another, not null',
  gt: 'is larger',
  gte: 'is this or larger',
  lt: 'is smaller',
  lte: 'is this or smaller',
  contains: 'contains this text',
  not_contains: 'does not contain this text',
  containsInsensitive: 'contains this text, in any case',
  not_containsInsensitive: 'does not contain this text, in any case',
  startsWith: 'starts with this text',
  not_startsWith: 'does not start with this text',
  endsWith: 'ends with this text',
  not_endsWith: 'does not end with this text',
  in: 'is one of these',
  not_in: 'is none of these; an empty list is no condition',
  containsAll: 'has all of these',
  containsAny: 'has one of these, or more',
  containsNone: 'has none of these',
  jsonContains: 'contains this JSON, as @> of Postgres; hex in any case',
  jsonHasKey: 'has this key',
}

const QUANTIFIERS: Record<Quantifier, string> = {
  every: 'All rows of # fulfil this; true if there are none.',
  some: 'At least one row of # fulfils this.',
  none: 'No row of # fulfils this.',
}

/** Description of a field of a where input. */
export function whereDescription(member: WhereMember): string {
  const name = `\`${member.field.name}\``
  switch (member.kind) {
    case 'null':
      return `Whether ${name} is null.`
    case 'one':
      return `${name} fulfils this.`
    case 'many':
      return QUANTIFIERS[member.how].replace('#', name)
    case 'compare':
    case 'member':
      return `${name} ${OPERATORS[member.how]}.`
  }
}

/** Description of a value of an order enum. */
export function orderDescription({ via, field, descending, nullsFirst }: OrderTerm): string {
  const column = via ? `\`${field.name}\` of \`${via.name}\`` : `\`${field.name}\``
  const nulls = field.nullable || via?.nullable ? `, nulls ${nullsFirst ? 'first' : 'last'}` : ''
  return `By ${column}, ${descending ? 'largest' : 'smallest'} first${nulls}.`
}

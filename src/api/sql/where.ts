import type { Condition } from './conditions'
import type { Scope } from './statement'
import { isAddressKey, pgType, toParam } from './values'

const SIGNS = { eq: '=', not_eq: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

/**
 * A condition as SQL.
 *
 * Text is matched without LIKE, so `%` and `_` have no special meaning. Comparisons of a column that is null are neither
 * true nor false, which excludes the row.
 */
export function whereSql(scope: Scope, condition: Condition): string {
  switch (condition.op) {
    case 'and':
    case 'or': {
      const items = condition.items.map((item) => whereSql(scope, item))
      return `(${items.join(condition.op === 'and' ? ' AND ' : ' OR ')})`
    }
    case 'compare':
      return comparison(scope, condition)
    case 'member':
      return membership(scope, condition)
    case 'null': {
      const { field, yes } = condition
      const column = field.kind === 'value' ? scope.column(field) : scope.to(field).identity
      return `${column} IS ${yes ? '' : 'NOT '}NULL`
    }
    case 'one':
      return whereSql(scope.to(condition.field), condition.where)
    case 'many':
      return quantified(scope, condition)
  }
}

function comparison(scope: Scope, condition: Condition & { op: 'compare' }): string {
  const { field, how, value } = condition
  // Before its column is named, which would join the row.
  if (how === 'eq' && isAddressKey(scope.entity, field)) {
    return `${scope.identity} = ${scope.statement.param(value)}::text`
  }
  const column = scope.column(field)
  const text = (param = toParam(field, value)) => `${scope.statement.param(param)}::text`
  switch (how) {
    case 'contains':
      return `position(${text()} in ${column}) > 0`
    case 'not_contains':
      return `position(${text()} in ${column}) = 0`
    case 'containsInsensitive':
      return `position(lower(${text()}) in lower(${column})) > 0`
    case 'not_containsInsensitive':
      return `position(lower(${text()}) in lower(${column})) = 0`
    case 'startsWith':
      return `starts_with(${column}, ${text()})`
    case 'not_startsWith':
      return `NOT starts_with(${column}, ${text()})`
    case 'endsWith':
    case 'not_endsWith': {
      const end = text()
      return `right(${column}, length(${end})) ${how === 'endsWith' ? '=' : '<>'} ${end}`
    }
    case 'jsonContains':
      return `${column} @> ${scope.statement.param(toParam(field, value))}::jsonb`
    case 'jsonHasKey':
      return `${column} ? ${scope.statement.param(value)}::text`
    default:
      return `${column} ${SIGNS[how]} ${scope.statement.param(toParam(field, value))}::${pgType(field)}`
  }
}

function membership(scope: Scope, condition: Condition & { op: 'member' }): string {
  const { field, how, values } = condition
  if (how === 'in' && isAddressKey(scope.entity, field)) {
    return `${scope.identity} = ANY(${scope.statement.param(values)}::text[])`
  }
  const column = scope.column(field)
  const list = scope.statement.param(values.map((value) => toParam(field, value)))
  const typed = `${list}::${pgType(field)}[]`
  switch (how) {
    case 'in':
      return `${column} = ANY(${typed})`
    case 'not_in':
      return `${column} <> ALL(${typed})`
    case 'containsAll':
      return `${column} @> ${typed}`
    case 'containsAny':
      return `${column} && ${typed}`
    case 'containsNone':
      return `NOT (${column} && ${typed})`
  }
}

function quantified(scope: Scope, condition: Condition & { op: 'many' }): string {
  const rows = scope.statement.open(condition.field.target)
  const link = scope.link(condition.field, rows)
  const inner = condition.where ? whereSql(rows, condition.where) : 'true'
  if (condition.how === 'every') {
    return `NOT EXISTS (SELECT 1 ${rows.from([link, `(${inner}) IS NOT TRUE`])})`
  }
  return `${condition.how === 'none' ? 'NOT ' : ''}EXISTS (SELECT 1 ${rows.from([link, inner])})`
}

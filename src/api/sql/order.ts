import type { OrderTerm } from './conditions'
import type { Scope } from './statement'
import { outputOf, pgType } from './values'

/** A value of an order column in a cursor: text, or null. */
export type OrderValue = string | null

function columnOf(scope: Scope, term: OrderTerm): string {
  return (term.via ? scope.to(term.via) : scope).column(term.field)
}

/** Whether the value can be null: the row of a reference may not exist at the block. */
function canBeNull(term: OrderTerm): boolean {
  return term.via !== null || term.field.nullable
}

/** ORDER BY of an order. NULLS FIRST or LAST is only added for nullable columns, so that indexes are used. */
export function orderSql(scope: Scope, order: readonly OrderTerm[]): string {
  const terms = order.map((term) => {
    const direction = term.descending ? ' DESC' : ''
    const nulls =
      canBeNull(term) && term.nullsFirst !== term.descending
        ? ` NULLS ${term.nullsFirst ? 'FIRST' : 'LAST'}`
        : ''
    return `${columnOf(scope, term)}${direction}${nulls}`
  })
  return `ORDER BY ${terms.join(', ')}`
}

/** The reverse order. */
export function reversed(order: readonly OrderTerm[]): OrderTerm[] {
  return order.map((term) => ({
    ...term,
    descending: !term.descending,
    nullsFirst: !term.nullsFirst,
  }))
}

/** Expression for the values of the order columns of a row, as a JSON array of texts and nulls. */
export function orderValuesSql(scope: Scope, order: readonly OrderTerm[]): string {
  const values = order.map((term) => `(${outputOf(term.field, columnOf(scope, term))})::text`)
  return `json_build_array(${values.join(', ')})`
}

/**
 * Condition that a row comes after a position in a total order. Nulls have a position like any value: before or after all
 * values, according to the order.
 */
export function afterSql(
  scope: Scope,
  order: readonly OrderTerm[],
  position: readonly OrderValue[],
): string {
  let after = 'false'
  for (let i = order.length - 1; i >= 0; i--) {
    const term = order[i] as OrderTerm
    const value = position[i] ?? null
    const column = columnOf(scope, term)
    if (value === null) {
      const later = term.nullsFirst ? `${column} IS NOT NULL` : 'false'
      after = `(${later} OR (${column} IS NULL AND ${after}))`
      continue
    }
    const param = positionParam(scope, term, value)
    const nulls = canBeNull(term) && !term.nullsFirst ? ` OR ${column} IS NULL` : ''
    const sign = term.descending ? '<' : '>'
    after = `(${column} ${sign} ${param}${nulls} OR (${column} = ${param} AND ${after}))`
    // A redundant condition without OR, so that an index scan can start at the position.
    if (i === 0 && !nulls) after = `${column} ${sign}= ${param} AND ${after}`
  }
  return after
}

function positionParam(scope: Scope, term: OrderTerm, value: string): string {
  const sent = term.field.type === 'Bytes' ? Buffer.from(value.slice(2), 'hex') : value
  return `${scope.statement.param(sent)}::${pgType(term.field)}`
}

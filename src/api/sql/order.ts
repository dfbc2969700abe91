import type { OrderTerm } from './conditions'
import type { Scope } from './statement'
import { outputOf, pgType } from './values'

/** A value of an order column as text, or null; what cursors hold. */
export type OrderValue = string | null

function columnOf(scope: Scope, term: OrderTerm): string {
  return (term.via ? scope.to(term.via) : scope).column(term.field)
}

/** Whether rows can have null there; the row of a reference may be missing at the block. */
function canBeNull(term: OrderTerm): boolean {
  return term.via !== null || term.field.nullable
}

/** ORDER BY of an order; nulls are only placed where they can be, so that indexes fit. */
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

/** The same rows from the other end. */
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
 * Condition that a row stands behind a given place in an order without ties.
 *
 * Nulls are places like any other: behind all values or before all, as the order says.
 */
export function behindSql(
  scope: Scope,
  order: readonly OrderTerm[],
  place: readonly OrderValue[],
): string {
  let behind = 'false'
  for (let i = order.length - 1; i >= 0; i--) {
    const term = order[i] as OrderTerm
    const value = place[i] ?? null
    const column = columnOf(scope, term)
    if (value === null) {
      const further = term.nullsFirst ? `${column} IS NOT NULL` : 'false'
      behind = `(${further} OR (${column} IS NULL AND ${behind}))`
      continue
    }
    const given = placeParam(scope, term, value)
    const nulls = canBeNull(term) && !term.nullsFirst ? ` OR ${column} IS NULL` : ''
    const sign = term.descending ? '<' : '>'
    behind = `(${column} ${sign} ${given}${nulls} OR (${column} = ${given} AND ${behind}))`
    // Said once more without OR, so that an index can start at the place.
    if (i === 0 && !nulls) behind = `${column} ${sign}= ${given} AND ${behind}`
  }
  return behind
}

function placeParam(scope: Scope, term: OrderTerm, value: string): string {
  const sent = term.field.type === 'Bytes' ? Buffer.from(value.slice(2), 'hex') : value
  return `${scope.statement.param(sent)}::${pgType(term.field)}`
}

import { largestFirst, type Ratio, ratio } from '../math/ratio'
import { Value } from '../value/value'

/** What rows are ordered by: amounts by their priced part. Null: there is no figure. */
export type SortKey = Value | Ratio | number | null

/** Rows by a key, in one order; those without a figure last, equal ones as they were. */
export function ranked<R>(
  rows: readonly R[],
  keyOf: (row: R) => SortKey,
  isDescending: boolean,
): R[] {
  const keys = new Map(rows.map((row) => [row, keyOf(row)]))
  const sign = isDescending ? 1 : -1
  return [...rows].sort((a, b) => {
    const [x, y] = [keys.get(a)!, keys.get(b)!]
    if (isNothing(x) || isNothing(y)) return Number(isNothing(x)) - Number(isNothing(y))
    return sign * descending(x as Value | Ratio | number, y as Value | Ratio | number)
  })
}

function isNothing(key: SortKey): boolean {
  return key === null || (typeof key === 'object' && 'isUnknown' in key && key.isUnknown)
}

function descending(x: Value | Ratio | number, y: Value | Ratio | number): number {
  if (typeof x === 'object' && 'isUnknown' in x) return Value.largestFirst(x, y as Value)
  const [a, b] = [x, y as Ratio | number].map((one) => {
    return typeof one === 'number' ? ratio(BigInt(one)) : (one as Ratio)
  })
  return largestFirst(a!, b!)
}

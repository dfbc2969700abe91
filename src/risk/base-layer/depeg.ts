import { columnTotals } from '../graph/columns'
import type { Exposure } from '../graph/exposure'
import { type Answer, known, unknown } from '../math/answer'
import { compare, divide, type Ratio, ratio, subtract } from '../math/ratio'
import { classSplit } from './asset-classes'

/**
 * Smallest fall of price of a class, in [0, 1), beyond which a column is under its minimum.
 * ALREADY_UNDER: it is under it now. NEVER: it is not even if the class is worth nothing. UNDECLARED: no minimum.
 * UNCLASSIFIED: some of its stake has no declared class, so it is not known whether it falls, too.
 */
export type DepegThreshold = Answer<
  Ratio,
  'ALREADY_UNDER' | 'NEVER' | 'UNDECLARED' | 'UNCLASSIFIED'
>

/**
 * Depeg thresholds of all columns of a matrix of pools for a class, from (total - minimum) / (stake in the class): the
 * amounts stay and the price of the class falls.
 * @param minima least stake of each column, in units of 1 / `Exposure.unit`, not always a whole one; null: not declared
 * @throws RangeError on a negative minimum
 */
export function depegThresholds(
  pools: Exposure,
  minima: readonly (Ratio | null)[],
  classOf: readonly (string | null)[],
  id: string,
): DepegThreshold[] {
  return columnTotals(pools).map((total, column) => {
    const minimum = minima[column] ?? null
    if (minimum === null) return unknown('UNDECLARED')
    if (minimum.num < 0n) throw new RangeError(`Negative minimum: ${minimum.num}/${minimum.den}`)
    const slack = subtract(ratio(total), minimum)
    if (slack.num < 0n) return unknown('ALREADY_UNDER')
    const { classes, unclassified } = classSplit(pools, column, classOf)
    if (unclassified > 0n) return unknown('UNCLASSIFIED')
    const part = ratio(classes.members.find((member) => member.id === id)?.amount ?? 0n)
    return compare(slack, part) < 0n ? known(divide(slack, part)) : unknown('NEVER')
  })
}

/** The first column to fall under its minimum, equals by position, or null if none can or is not under it already. */
export function firstUnder(
  thresholds: readonly DepegThreshold[],
): { column: number; depeg: Ratio } | null {
  let first: { column: number; depeg: Ratio } | null = null
  thresholds.forEach(({ value }, column) => {
    if (value !== null && (first === null || compare(value, first.depeg) < 0n)) {
      first = { column, depeg: value }
    }
  })
  return first
}

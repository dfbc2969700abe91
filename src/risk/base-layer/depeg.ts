import { columnTotals } from '../graph/columns'
import type { Exposure } from '../graph/exposure'
import { type Answer, known, unknown } from '../math/answer'
import { compare, divide, largestFirst, type Ratio, ratio, subtract } from '../math/ratio'

/**
 * Fall of the price of a class, in [0, 1), beyond which a column is below its minimum.
 * ALREADY_UNDER: it is below its minimum now. NEVER: it stays above even if the class is worth
 * nothing. UNDECLARED: no minimum. UNCLASSIFIED: some of its stake has no declared class, which may
 * fall too.
 */
export type DepegThreshold = Answer<
  Ratio,
  'ALREADY_UNDER' | 'NEVER' | 'UNDECLARED' | 'UNCLASSIFIED'
>

/**
 * Depeg thresholds of all columns for one class: (total - minimum) / stake in the class. Amounts
 * stay as they are and the price of the class falls.
 * @param pools matrix of pools by column: `exposure(..., 'POOL')`, stake that has a price
 * @param minima minimum stake of each column, in units of 1 / `Exposure.unit`; null: not declared
 * @param classOf class of each pool; null: not declared
 * @param id the class
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
    const part = partOfClass(pools, column, classOf, id)
    if (part === null) return unknown('UNCLASSIFIED')
    return compare(slack, part) < 0n ? known(divide(slack, part)) : unknown('NEVER')
  })
}

/** Stake of a column in a class; null: some of the column has no declared class. */
function partOfClass(
  { start, row, value }: Exposure,
  column: number,
  classOf: readonly (string | null)[],
  id: string,
): Ratio | null {
  let part = 0n
  for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
    const own = classOf[row[entry]!] ?? null
    if (own === null && value[entry]! > 0n) return null
    if (own === id) part += value[entry]!
  }
  return ratio(part)
}

/**
 * The column that falls below its minimum first, of equal ones the first by position; null: none
 * does.
 */
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

type DepegOutcome = 'ALREADY_UNDER' | 'FALLS' | 'NEVER'

/** What a depeg does to a column with a minimum. */
export interface DepegEffect {
  readonly column: number
  /** Null: unknown, see `nullReason`. */
  readonly outcome: DepegOutcome | null
  /** FALLS: the threshold, in [0, 1). */
  readonly depeg: Ratio | null
  /** UNPRICED, UNCLASSIFIED: stake without a price, or without a class, may decide. */
  readonly nullReason: 'UNPRICED' | 'UNCLASSIFIED' | null
}

/**
 * Effects on all columns with a minimum: those below it already, then those that fall, lowest
 * threshold first, then those that never fall, then unknown ones; equal ones by position.
 * @param unpriced columns with stake that has no price, and so is not in the matrix
 */
export function depegEffects(
  thresholds: readonly DepegThreshold[],
  unpriced: ReadonlySet<number>,
): DepegEffect[] {
  return thresholds
    .flatMap((threshold, column) =>
      threshold.nullReason === 'UNDECLARED' ? [] : [effectOn(column, threshold, unpriced)],
    )
    .sort(byOutcome)
}

function effectOn(
  column: number,
  { value, nullReason }: DepegThreshold,
  unpriced: ReadonlySet<number>,
): DepegEffect {
  // Stake without a price may lift a column above its minimum: only that it never falls is certain.
  const isOpen = unpriced.has(column) && nullReason !== 'NEVER'
  if (isOpen || nullReason === 'UNCLASSIFIED') {
    const reason = isOpen ? 'UNPRICED' : 'UNCLASSIFIED'
    return { column, outcome: null, depeg: null, nullReason: reason }
  }
  const outcome = value ? 'FALLS' : (nullReason as DepegOutcome)
  return { column, outcome, depeg: value, nullReason: null }
}

const ORDER: readonly (DepegOutcome | null)[] = ['ALREADY_UNDER', 'FALLS', 'NEVER', null]

function byOutcome(a: DepegEffect, b: DepegEffect): number {
  const difference = ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome)
  // The sort is stable, and columns were in order.
  return difference || largestFirst(b.depeg, a.depeg)
}

import type { Exposure } from '../graph/exposure'
import { largestFirst, type Ratio } from '../math/ratio'
import { type DepegThreshold, depegThresholds, firstUnder } from './depeg'

type Outcome = 'ALREADY_UNDER' | 'FALLS' | 'NEVER'

/** What a fall of price does to a column. */
export interface DepegEffect {
  readonly column: number
  /** Null: unknown. */
  readonly outcome: Outcome | null
  /** Threshold, in [0, 1), if it FALLS. */
  readonly depeg: Ratio | null
  readonly nullReason: 'UNCLASSIFIED' | 'UNPRICED' | null
}

/** How far the price of a class may fall before columns are under their minimum. */
export interface DepegSensitivity {
  /** The column that falls first; null: none can, or a column of which it is unknown may. */
  readonly first: DepegEffect | null
  /** Columns with a minimum: those under it, then by threshold, then those that never are, then unknown ones; equals by position. */
  readonly effects: readonly DepegEffect[]
  /** Why it is unknown which is first. UNDECLARED: there are no minima. */
  readonly nullReason: 'UNDECLARED' | 'UNCLASSIFIED' | 'UNPRICED' | null
}

/**
 * Effects of a fall of price of a class.
 * @param pools matrix of pools, as of `depegThresholds`
 * @param unpriced columns with stake that is not in the matrix, because it has no price
 * @throws RangeError as `depegThresholds`
 */
export function depegSensitivity(
  pools: Exposure,
  minima: readonly (Ratio | null)[],
  classOf: readonly (string | null)[],
  id: string,
  unpriced: ReadonlySet<number>,
): DepegSensitivity {
  const thresholds = depegThresholds(pools, minima, classOf, id)
  const effects = thresholds
    .flatMap((threshold, column) => {
      return minima[column] ? [effectOn(column, threshold, unpriced.has(column))] : []
    })
    .sort(earlierFirst)
  const open = effects.find(({ outcome }) => outcome === null)
  const nullReason = effects.length === 0 ? 'UNDECLARED' : (open?.nullReason ?? null)
  const first = nullReason === null ? firstUnder(thresholds) : null
  return {
    first: first && { ...first, outcome: 'FALLS', nullReason: null },
    effects,
    nullReason,
  }
}

/** Stake without a price may lift a column over its minimum: then only that it never falls is known. */
function effectOn(
  column: number,
  { value, nullReason }: DepegThreshold,
  hasUnpriced: boolean,
): DepegEffect {
  const none = { column, outcome: null, depeg: null }
  if (hasUnpriced && nullReason !== 'NEVER') return { ...none, nullReason: 'UNPRICED' }
  if (nullReason === 'UNCLASSIFIED') return { ...none, nullReason }
  const outcome = value ? 'FALLS' : (nullReason as Outcome)
  return { column, outcome, depeg: value, nullReason: null }
}

const ORDER: readonly (Outcome | null)[] = ['ALREADY_UNDER', 'FALLS', 'NEVER', null]

/** Effects come by position, and the sort is stable. */
function earlierFirst(a: DepegEffect, b: DepegEffect): number {
  return ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome) || largestFirst(b.depeg, a.depeg)
}

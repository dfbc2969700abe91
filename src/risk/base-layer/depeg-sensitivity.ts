import type { Exposure } from '../graph/exposure'
import type { Ratio } from '../math/ratio'
import { type DepegEffect, depegEffects, depegThresholds, firstUnder } from './depeg'

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
  const effects = depegEffects(thresholds, unpriced)
  const open = effects.find(({ outcome }) => outcome === null)
  const nullReason = effects.length === 0 ? 'UNDECLARED' : (open?.nullReason ?? null)
  const first = nullReason === null ? firstUnder(thresholds) : null
  return {
    first: first && { ...first, outcome: 'FALLS', nullReason: null },
    effects,
    nullReason,
  }
}

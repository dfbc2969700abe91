import { compare, multiply, type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { type PoolAmounts, worthOf } from './stake-totals'

/** Valuations before and after shocks, and what they did to prices. */
export interface Prices {
  readonly before: Valuation
  readonly after: Valuation
  /** Price factor of each pool. */
  readonly factors: readonly Ratio[]
}

/**
 * What is left of stake, compared with a part of what there was: -1 less, 0 equal, 1 more, for any prices of pools without one; null:
 * they decide.
 */
export function compareToPart(
  left: PoolAmounts,
  had: PoolAmounts,
  part: Ratio,
  { before, after, factors }: Prices,
): -1 | 0 | 1 | null {
  const whole = worthOf(had, before)
  const priced = compare(worthOf(left, after).lowerBound(), multiply(whole.lowerBound(), part))
  let [hasLess, hasMore] = [priced < 0n, priced > 0n]
  if (!whole.isComplete) {
    for (const [pool, amount] of had) {
      if (before.isPriced(pool) || !before.isInScope(pool)) continue
      const order = compare(
        multiply(ratio(left.get(pool) ?? 0n), factors[pool]!),
        multiply(ratio(amount), part),
      )
      hasLess ||= order < 0n
      hasMore ||= order > 0n
    }
  }
  if (hasLess && hasMore) return null
  return hasLess ? -1 : hasMore ? 1 : 0
}

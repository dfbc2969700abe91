import { type Ratio, ratio } from '../math/ratio'
import { isUnpriced, sourceShare, yearly } from './yield-figures'
import type { YieldSplit } from './yield-sources'

/** Stake at a time. */
export interface StakePoint {
  /** Unix seconds. */
  readonly time: number
  /** The last block with stored logs at or before it. */
  readonly block: number
  /** Shares by pool; only pools that hold something. */
  readonly shares: ReadonlyMap<string, bigint>
}

/** Yield of 365 days on the mean stake of a window. */
export interface Apr {
  /** Of all yield; null: there is no stake, or no price. */
  readonly value: Ratio | null
  /** Of fee-like yield; null also if some yield is not classified. */
  readonly feeLike: Ratio | null
  /** Null if there is stake and none has a price. */
  readonly meanStake: Ratio | null
  readonly points: readonly {
    readonly time: number
    readonly block: number
    readonly stake: Ratio | null
  }[]
  /** Pools with stake that has no weight, ascending. */
  readonly unpricedPools: readonly string[]
  /** Why there is no `value`. */
  readonly nullReason: 'UNPRICED' | 'ZERO_TOTAL' | null
}

/**
 * Yield of a window on the mean of the stake at points in it, in a year.
 *
 * @param seconds length of the window
 * @param points at least one
 * @param weightOf value of a share of a pool, in units of 1 / `unit`; null: no price
 */
export function apr(
  split: YieldSplit,
  seconds: bigint,
  points: readonly StakePoint[],
  weightOf: (pool: string) => bigint | null,
  unit: bigint,
): Apr {
  const unpriced = new Set<string>()
  const stakes = points.map(({ shares }) => {
    let stake = 0n
    for (const [pool, amount] of shares) {
      const weight = weightOf(pool)
      if (weight === null) unpriced.add(pool)
      else stake += amount * weight
    }
    return stake
  })
  // Stake without any price is not 0 but unknown.
  const known = (stake: Ratio, pools: number) => (stake.num === 0n && pools > 0 ? null : stake)
  const sum = stakes.reduce((all, stake) => all + stake, 0n)
  const mean = ratio(sum, unit * BigInt(points.length))
  const value = isUnpriced(split) ? null : yearly(ratio(split.total, split.unit), seconds, mean)
  const noStake = unpriced.size > 0 ? 'UNPRICED' : 'ZERO_TOTAL'
  return {
    value,
    // Of no yield at all, nothing is left to be classified.
    feeLike: split.total === 0n ? value : feeLike(split, seconds, mean),
    meanStake: known(mean, unpriced.size),
    points: points.map(({ time, block, shares }, point) => {
      return { time, block, stake: known(ratio(stakes[point]!, unit), shares.size) }
    }),
    unpricedPools: [...unpriced].sort(),
    nullReason: value ? null : isUnpriced(split) ? 'UNPRICED' : noStake,
  }
}

function feeLike(split: YieldSplit, seconds: bigint, stake: Ratio): Ratio | null {
  if (sourceShare(split, ['FEE_LIKE'])?.value == null) return null
  return yearly(ratio(split.bySource.get('FEE_LIKE')!, split.unit), seconds, stake)
}

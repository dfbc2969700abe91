import { type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { sourceShare, yearly } from './yield-figures'
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
  readonly meanStake: Value
  readonly points: readonly {
    readonly time: number
    readonly block: number
    readonly stake: Value
    /** By pool. */
    readonly stakes: readonly Value[]
  }[]
  /** Why there is no `value`. */
  readonly nullReason: 'UNPRICED' | 'ZERO_TOTAL' | null
}

/**
 * Yield of a window on the mean of the stake at points in it, in a year.
 *
 * @param split rewards in the same valuation as the stake
 * @param seconds length of the window
 * @param points at least one
 * @param positionOf position of a pool in the valuation
 */
export function apr(
  split: YieldSplit,
  seconds: bigint,
  points: readonly StakePoint[],
  valuation: Valuation,
  positionOf: (pool: string) => number,
): Apr {
  const { none } = valuation
  const measured = points.map(({ time, block, shares }) => {
    const stakes = [...shares].map(([pool, amount]) => valuation.worth(positionOf(pool), amount))
    return { time, block, stakes, stake: Value.sum(stakes, none) }
  })
  const meanStake = Value.sum(
    measured.map(({ stake }) => stake),
    none,
  ).times(ratio(1n, BigInt(points.length)))
  const { value, nullReason } = yearly(split.total, seconds, meanStake)
  // Of no yield at all, nothing is left to be classified.
  const isNothing = split.total.isZero === true
  const ofFees = () =>
    sourceShare(split, ['FEE_LIKE']).value &&
    yearly(split.bySource.get('FEE_LIKE')!, seconds, meanStake).value
  return {
    value,
    feeLike: isNothing ? value : ofFees(),
    meanStake,
    points: measured,
    nullReason,
  }
}

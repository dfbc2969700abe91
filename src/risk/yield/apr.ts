import { type Ratio, ratio } from '../math/ratio'
import { isUnpriced, sourceShare, yearly } from './yield-figures'
import type { YieldSplit } from './yield-sources'

/** The middle of each of `count` equal parts of a window of time, rounded down to whole seconds. */
export function midpoints(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, part) =>
    Math.floor(from + ((2 * part + 1) * (to - from)) / (2 * count)),
  )
}

/** Stake at points in time, valued with one valuation. */
interface MeanStake {
  /** Stake at each point, in the unit of the valuation; pools without a weight are left out. */
  readonly stakes: readonly Ratio[]
  /** Mean of the stakes. */
  readonly mean: Ratio
  /** Pools with stake and without a weight, by id. */
  readonly unpriced: readonly string[]
}

/**
 * Mean of the stake at points in time.
 * @param points stake by pool, in base units; at least one point
 * @param weightOf weight of a pool over `unit`; null: no price
 */
export function meanStake(
  points: readonly ReadonlyMap<string, bigint>[],
  weightOf: (pool: string) => bigint | null,
  unit: bigint,
): MeanStake {
  const unpriced = new Set<string>()
  const stakes = points.map((pools) => {
    let stake = 0n
    for (const [pool, amount] of pools) {
      const weight = weightOf(pool)
      if (weight === null) unpriced.add(pool)
      else stake += amount * weight
    }
    return stake
  })
  const sum = stakes.reduce((all, stake) => all + stake, 0n)
  return {
    stakes: stakes.map((stake) => ratio(stake, unit)),
    mean: ratio(sum, unit * BigInt(points.length)),
    unpriced: [...unpriced].sort(),
  }
}

/** Yield of 365 days on a stake, not compounded; null: unknown. */
interface Apr {
  /** Of all sources; null: no price, or no stake. */
  readonly value: Ratio | null
  /** Of FEE_LIKE sources; null: as `value`, or some yield is not classified. */
  readonly feeLike: Ratio | null
}

/**
 * Annual percentage rate of the yield of a window on its mean stake.
 * @param seconds length of the window
 */
export function aprOf(split: YieldSplit, seconds: bigint, mean: Ratio): Apr {
  const { total, bySource, unit } = split
  const value = isUnpriced(split) ? null : yearly(ratio(total, unit), seconds, mean)
  // Without any yield, nothing is left to be classified.
  if (total === 0n) return { value, feeLike: value }
  const isKnown = sourceShare(split, ['FEE_LIKE'])?.value != null
  const fees = ratio(bySource.get('FEE_LIKE')!, unit)
  return { value, feeLike: isKnown ? yearly(fees, seconds, mean) : null }
}

import type { Valuation } from '../../risk/graph/graph'
import type { Answer } from '../../risk/math/answer'
import { toDecimal } from '../../risk/math/decimal'
import type { Ratio } from '../../risk/math/ratio'
import { aprOf, meanStake } from '../../risk/yield/apr'
import { isUnpriced } from '../../risk/yield/yield-figures'
import type { YieldSplit } from '../../risk/yield/yield-sources'
import { member, type NullReason } from '../legacy/meta'
import type { StakePoint } from './mean-stake'
import type { Window } from './yield-arguments'

/** What shares of pools are worth. */
interface PoolWorth {
  /** By position in `valuation`. */
  readonly pools: readonly string[]
  readonly valuation: Valuation
}

/** Type YieldApr: what was earned in the window on the mean of the stake at points in it. */
export function yieldApr(
  split: YieldSplit,
  window: Window,
  measured: Answer<readonly StakePoint[], NullReason>,
  { pools, valuation: { weights, unit } }: PoolWorth,
) {
  if (measured.value === null) return none(measured.nullReason)
  const weightOf = new Map(pools.map((pool, index) => [pool, weights[index]!]))
  const points = measured.value
  const { stakes, mean, unpriced } = meanStake(
    points.map(({ shares }) => shares),
    (pool) => weightOf.get(pool) ?? null,
    unit,
  )
  const { value, feeLike } = aprOf(split, BigInt(window.to - window.from), mean)
  // Stake without any price is not 0 but unknown.
  const serialize = (stake: Ratio, pools: number) =>
    stake.num === 0n && pools > 0 ? null : toDecimal(stake)
  const noStake: NullReason = unpriced.length > 0 ? 'UNPRICED' : 'ZERO_TOTAL'
  return {
    value: value && toDecimal(value),
    feeLike: feeLike && toDecimal(feeLike),
    meanStake: serialize(mean, unpriced.length),
    points: points.map(({ time, block, shares }, point) => ({
      time,
      block,
      stake: serialize(stakes[point]!, shares.size),
    })),
    unpricedPools: unpriced.map(member),
    nullReason: value ? null : isUnpriced(split) ? 'UNPRICED' : noStake,
  }
}

function none(nullReason: NullReason) {
  return { points: [], unpricedPools: [], nullReason }
}

import type { Valuation } from '../../risk/graph/graph'
import type { Answer } from '../../risk/math/answer'
import { toDecimal } from '../../risk/math/decimal'
import { type Ratio, ratio } from '../../risk/math/ratio'
import { sourceShare, yearly } from '../../risk/yield/yield-figures'
import type { YieldSplit } from '../../risk/yield/yield-sources'
import { member, type NullReason } from '../legacy/meta'
import type { StakePoint } from './mean-stake'
import type { Window } from './yield-arguments'
import { isUnpriced } from './yield-shown'

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
  const unpriced = new Set<string>()
  const stakes = measured.value.map(({ shares }) => {
    let stake = 0n
    for (const [pool, amount] of shares) {
      const weight = weightOf.get(pool) ?? null
      if (weight === null) unpriced.add(pool)
      else stake += amount * weight
    }
    return stake
  })
  // Stake without any price is not 0 but unknown.
  const shown = (stake: Ratio, pools: number) =>
    stake.num === 0n && pools > 0 ? null : toDecimal(stake)
  const sum = stakes.reduce((all, stake) => all + stake, 0n)
  const mean = ratio(sum, unit * BigInt(stakes.length))
  const seconds = BigInt(window.to - window.from)
  const apr = isUnpriced(split) ? null : yearly(ratio(split.total, split.unit), seconds, mean)
  // Of no yield at all, nothing is left to be classified.
  const fees = split.total === 0n ? apr : feeLike(split, seconds, mean)
  const noStake: NullReason = unpriced.size > 0 ? 'UNPRICED' : 'ZERO_TOTAL'
  return {
    value: apr && toDecimal(apr),
    feeLike: fees && toDecimal(fees),
    meanStake: shown(mean, unpriced.size),
    points: measured.value.map(({ time, block, shares }, point) => ({
      time,
      block,
      stake: shown(ratio(stakes[point]!, unit), shares.size),
    })),
    unpricedPools: [...unpriced].sort().map(member),
    nullReason: apr ? null : isUnpriced(split) ? 'UNPRICED' : noStake,
  }
}

function feeLike(split: YieldSplit, seconds: bigint, stake: Ratio) {
  const isKnown = sourceShare(split, ['FEE_LIKE'])?.value != null
  const value = ratio(split.bySource.get('FEE_LIKE')!, split.unit)
  return isKnown ? yearly(value, seconds, stake) : null
}

function none(nullReason: NullReason) {
  return { points: [], unpricedPools: [], nullReason }
}

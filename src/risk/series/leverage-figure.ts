import type { StakeGraph } from '../graph/graph'
import { ratio, subtract } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { type Coverage, Value } from '../value/value'
import { amountOf, type Figure, ratioOf } from './figure'
import type { HeldCells } from './held-cells'
import type { StakeSums } from './stake-sums'

/** What is measured of all stake: see field `leverage`. */
export type LeverageMeasure =
  | 'STAKE'
  | 'REGISTERED'
  | 'REGISTERED_MULTIPLIER'
  | 'SLASHABLE'
  | 'SLASHABLE_LEVERAGE'
  | 'CAPITAL_AT_RISK'
  | 'NOMINAL_TO_SLASHABLE'
  | 'PHANTOM_SHARE'

/** Sums that are kept up to date. */
interface Sums {
  readonly graph: StakeGraph
  readonly stake: StakeSums
  /** Holdings of services, REGISTERED. */
  readonly registered: Pick<HeldCells, 'totals'>
  /** Coverage of all stake now. */
  coverage(valuation: Valuation): Coverage
}

/** A measure of how often all stake is promised. */
export function leverageFigure(
  { graph, stake: sums, registered, coverage: coverageOf }: Sums,
  measure: LeverageMeasure,
): Figure {
  return (valuation) => {
    const worth = (byPool: readonly bigint[]) => worthOf(valuation, byPool)
    const coverage = coverageOf(valuation)
    const promised = () => {
      const totals = registered.totals()
      return worth(graph.pools.map((_, pool) => totals.get(pool) ?? 0n))
    }
    switch (measure) {
      case 'STAKE':
        return amountOf(servingStake(graph, valuation).stake, coverage)
      case 'REGISTERED':
        return amountOf(promised(), coverage)
      case 'REGISTERED_MULTIPLIER': {
        const { stake, operators } = servingStake(graph, valuation)
        if (operators === 0) return { value: null, nullReason: 'EMPTY', coverage }
        return ratioOf(promised().share(stake), coverage)
      }
      case 'SLASHABLE':
        return amountOf(worth(sums.slashable), coverage)
      case 'SLASHABLE_LEVERAGE':
        return ratioOf(worth(sums.slashable).share(worth(sums.delegated)), coverage)
      case 'CAPITAL_AT_RISK':
        return amountOf(worth(sums.atRisk), coverage)
      case 'NOMINAL_TO_SLASHABLE':
        return ratioOf(promised().share(worth(sums.slashable)), coverage)
      case 'PHANTOM_SHARE': {
        const share = worth(sums.slashableOfMembers).share(promised())
        if (share.nullReason !== null) return ratioOf(share, coverage)
        return { value: subtract(ratio(1n), share.value), nullReason: null, coverage }
      }
    }
  }
}

function worthOf(valuation: Valuation, byPool: readonly bigint[]): Value {
  return Value.sum(
    byPool.map((amount, pool) => valuation.worth(pool, amount)),
    valuation.none,
  )
}

/** Stake of operators that serve at least one service, and how many they are. */
function servingStake(graph: StakeGraph, valuation: Valuation) {
  const { commitments, buckets, operators } = graph
  const serves = new Uint8Array(operators.length)
  commitments.isRegistered.forEach((isRegistered, line) => {
    if (isRegistered === 1) serves[commitments.operator[line]!] = 1
  })
  const byPool = graph.pools.map(() => 0n)
  buckets.cap.forEach((cap, bucket) => {
    if (serves[buckets.operator[bucket]!] === 1) byPool[buckets.pool[bucket]!]! += cap
  })
  const count = serves.reduce((sum, one) => sum + one, 0)
  return { stake: worthOf(valuation, byPool), operators: count }
}

/** Coverage of all stake, by operator. */
export function coverageOfStake(
  { buckets, operators }: StakeGraph,
  valuation: Valuation,
): Coverage {
  const stake = operators.map(() => valuation.none)
  buckets.cap.forEach((cap, bucket) => {
    const operator = buckets.operator[bucket]!
    stake[operator] = stake[operator]!.plus(valuation.worth(buckets.pool[bucket]!, cap))
  })
  return Value.coverage(stake)
}

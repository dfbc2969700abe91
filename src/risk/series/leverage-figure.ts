import { bucketsBehind } from '../graph/bucket-stake'
import { hasSharedBuckets } from '../graph/delegated'
import type { StakeGraph } from '../graph/graph'
import { worthOfPools } from '../graph/pool-sums'
import { ratio, subtract } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { amountOf, type Figure, ratioOf } from './figure'
import type { HeldCells } from './held-cells'
import type { Holders } from './holder-values'
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
  /** Unique capital at risk by pool, and the stake that it is of, with the queue or without. */
  readonly atRisk: readonly bigint[]
  owners(valuation: Valuation): Holders
  /** Holdings of services, REGISTERED. */
  readonly registered: Pick<HeldCells, 'totals'>
  /** Stake of operators now. */
  operators(valuation: Valuation): Holders
}

/** A measure of how often all stake is promised. */
export function leverageFigure(
  { graph, stake: sums, atRisk, owners, registered, operators: holders }: Sums,
  measure: LeverageMeasure,
): Figure {
  return (valuation) => {
    const worth = (byPool: readonly bigint[]) => worthOfPools(valuation, byPool)
    const coverage = holders(valuation).coverage
    const promised = () => {
      const totals = registered.totals()
      return worth(graph.pools.map((_, pool) => totals.get(pool) ?? 0n))
    }
    switch (measure) {
      case 'STAKE':
        return amountOf(servingStake(graph, holders(valuation), valuation).stake, coverage)
      case 'REGISTERED':
        return amountOf(promised(), coverage)
      case 'REGISTERED_MULTIPLIER': {
        const { stake, operators } = servingStake(graph, holders(valuation), valuation)
        if (operators === 0) return { value: null, nullReason: 'EMPTY', coverage }
        return ratioOf(promised().share(stake), coverage)
      }
      case 'SLASHABLE':
        return amountOf(worth(sums.slashable), coverage)
      case 'SLASHABLE_LEVERAGE':
        return ratioOf(worth(sums.slashable).share(worth(sums.delegated)), coverage)
      case 'CAPITAL_AT_RISK':
        return amountOf(worth(atRisk), owners(valuation).coverage)
      case 'NOMINAL_TO_SLASHABLE':
        return ratioOf(promised().share(worth(sums.slashable)), coverage)
      case 'PHANTOM_SHARE': {
        const share = worth(sums.slashableOfMembers).share(promised())
        // Sets of a shared bucket can slash more than is registered once.
        if (share.value && share.value.num > share.value.den) {
          return { value: null, nullReason: 'NOT_DEFINED', coverage }
        }
        if (share.nullReason !== null) return ratioOf(share, coverage)
        return { value: subtract(ratio(1n), share.value), nullReason: null, coverage }
      }
    }
  }
}

/** Stake of operators that serve at least one service, and how many they are. */
function servingStake(graph: StakeGraph, held: Holders, valuation: Valuation) {
  const { commitments, operators } = graph
  const serves = new Uint8Array(operators.length)
  commitments.isRegistered.forEach((isRegistered, line) => {
    if (isRegistered === 1) serves[commitments.operator[line]!] = 1
  })
  const count = serves.reduce((sum, one) => sum + one, 0)
  if (hasSharedBuckets(graph)) return { stake: behind(graph, serves, valuation), operators: count }
  const stake = Value.sum(
    operators.flatMap((id, operator) => (serves[operator] === 1 ? held.valueOf(id) : [])),
    valuation.none,
  )
  return { stake, operators: count }
}

/** The stake behind operators, each bucket once. @param serves 1 for each of them */
function behind(graph: StakeGraph, serves: Uint8Array, valuation: Valuation): Value {
  const { cap, pool } = graph.buckets
  const found = bucketsBehind(graph).flatMap((own, one) => (serves[one] === 1 ? own : []))
  const byPool = graph.pools.map(() => 0n)
  for (const bucket of new Set(found)) byPool[pool[bucket]!]! += cap[bucket]!
  return worthOfPools(valuation, byPool)
}

import { top } from '../concentration/concentration-ratio'
import { hhi } from '../concentration/herfindahl'
import { nakamoto } from '../concentration/nakamoto'
import { population } from '../concentration/population'
import { isAdditive, stakeByOperator } from '../graph/delegated'
import type { StakeGraph } from '../graph/graph'
import { type PoolSums, worthOfPools } from '../graph/pool-sums'
import { type Ratio, ratio, subtract } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'

/** How stake is distributed among operators. */
export interface DistributionFigures {
  /** Operators that hold some, whether it has a price or not. */
  readonly holders: number
  /** Of the priced part, as the next two; null: there is none, or it does not add up. */
  readonly hhi: Ratio | null
  readonly nakamoto: number | null
  readonly topShare: Ratio | null
}

/** Distribution of all stake. @param threshold share that `nakamoto` passes, in (0, 1] */
export function distributionFigures(
  graph: StakeGraph,
  valuation: Valuation,
  threshold: Ratio,
): DistributionFigures {
  const stakes = stakeByOperator(graph, valuation)
  if (isAdditive(graph, (pool) => valuation.isInScope(pool))) {
    return distributionOf(graph, valuation, stakes, threshold)
  }
  return { holders: holdersIn(stakes), hhi: null, nakamoto: null, topShare: null }
}

/** Distribution of what sets can slash, which adds up whoever shares a bucket. @param threshold as `distributionFigures` */
export function slashableFigures(
  graph: StakeGraph,
  valuation: Valuation,
  threshold: Ratio,
): DistributionFigures {
  const { commitments, buckets } = graph
  const stakes = graph.operators.map(() => valuation.none)
  commitments.slashable.forEach((amount, line) => {
    if (amount === 0n) return
    const operator = commitments.operator[line]!
    const worth = valuation.worth(buckets.pool[commitments.bucket[line]!]!, amount)
    stakes[operator] = stakes[operator]!.plus(worth)
  })
  return distributionOf(graph, valuation, stakes, threshold)
}

const holdersIn = (stakes: readonly Value[]) =>
  stakes.filter(({ isZero }) => isZero !== true).length

function distributionOf(
  { operators }: StakeGraph,
  valuation: Valuation,
  stakes: readonly Value[],
  threshold: Ratio,
): DistributionFigures {
  const { amounts } = Value.pricedPart(stakes, valuation.none)
  const held = population(amounts.map((amount, operator) => ({ id: operators[operator]!, amount })))
  const smallest = nakamoto(held, threshold, 'GT')
  return {
    holders: holdersIn(stakes),
    hhi: hhi(held),
    nakamoto: 'count' in smallest ? smallest.count : null,
    topShare: top(held, 1)?.share ?? null,
  }
}

/** What services advertise, and what can be lost. */
export interface PromiseFigures {
  readonly registered: Value
  readonly multiplier: Ratio | null
  readonly slashable: Value
  readonly leverage: Ratio | null
  /** 1 - slashable stake of members / registered stake of all services; null also if more can be slashed. */
  readonly phantomShare: Ratio | null
}

/** How often all stake is promised: as `rehypothecation`, `leverage` and `phantomShares`, over all operators and services. */
export function promiseFigures(sums: PoolSums, valuation: Valuation): PromiseFigures {
  const worth = (byPool: readonly bigint[]) => worthOfPools(valuation, byPool)
  const [registered, slashable] = [worth(sums.registered), worth(sums.slashable)]
  const { value: backed } = worth(sums.slashableOfMembers).share(registered)
  return {
    registered,
    multiplier: registered.share(worth(sums.behindMembers)).value,
    slashable,
    leverage: slashable.share(worth(sums.stake)).value,
    // Sets of a shared bucket can slash more than is registered once.
    phantomShare: backed && backed.num <= backed.den ? subtract(ratio(1n), backed) : null,
  }
}

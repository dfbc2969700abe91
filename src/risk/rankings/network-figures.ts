import { top } from '../concentration/concentration-ratio'
import { hhi } from '../concentration/herfindahl'
import { nakamoto } from '../concentration/nakamoto'
import { population } from '../concentration/population'
import { stakeOfBuckets } from '../graph/bucket-stake'
import { isAdditive, stakeByOperator } from '../graph/delegated'
import type { StakeGraph } from '../graph/graph'
import { leverage } from '../leverage/leverage'
import { phantomShares } from '../leverage/phantom'
import { rehypothecation } from '../leverage/rehypothecation'
import { type Ratio, ratio, subtract } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'

/** How the stake of all operators is distributed among them. */
export interface DistributionFigures {
  /** Stake of each operator. */
  readonly byOperator: readonly Value[]
  /** All stake, each bucket once. */
  readonly stake: Value
  /** Whether stake of operators adds up; if not, there are no shares of it. */
  readonly isAdditive: boolean
  /** Of the priced part, as `topShare`; null: there is none, or stake does not add up. */
  readonly hhi: Ratio | null
  readonly nakamoto: number | null
  readonly topShare: Ratio | null
}

/** Distribution of all stake among operators. @param threshold share that `nakamoto` passes, in (0, 1] */
export function distributionFigures(
  graph: StakeGraph,
  valuation: Valuation,
  threshold: Ratio,
): DistributionFigures {
  const { operators } = graph
  const byOperator = stakeByOperator(graph, valuation)
  const stake = Value.sum(stakeOfBuckets(graph, valuation), valuation.none)
  if (!isAdditive(graph, (pool) => valuation.isInScope(pool))) {
    return { byOperator, stake, hhi: null, nakamoto: null, topShare: null, isAdditive: false }
  }
  const { amounts } = Value.pricedPart(byOperator, valuation.none)
  const held = population(amounts.map((amount, operator) => ({ id: operators[operator]!, amount })))
  const smallest = nakamoto(held, threshold, 'GT')
  return {
    byOperator,
    stake,
    isAdditive: true,
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

/** How often all stake is promised. */
export function promiseFigures(graph: StakeGraph, valuation: Valuation): PromiseFigures {
  const claims = rehypothecation(graph, valuation, 'REGISTERED')
  const { total } = leverage(graph, 'SLASHABLE', valuation)
  const slashable = Value.sum(
    phantomShares(graph, valuation).map((service) => service.slashable),
    valuation.none,
  )
  const { value: backed } = slashable.share(claims.promised)
  return {
    registered: claims.promised,
    multiplier: claims.multiplier.value,
    slashable: total.slashable,
    leverage: total.value.value,
    // Sets of a shared bucket can slash more than is registered once.
    phantomShare: backed && backed.num <= backed.den ? subtract(ratio(1n), backed) : null,
  }
}

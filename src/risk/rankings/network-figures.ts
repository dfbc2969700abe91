import { top } from '../concentration/concentration-ratio'
import { hhi } from '../concentration/herfindahl'
import { nakamoto } from '../concentration/nakamoto'
import { population } from '../concentration/population'
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
  readonly stake: Value
  /** Of the priced part, as `topShare`; null: there is none. */
  readonly hhi: Ratio | null
  readonly nakamoto: number | null
  readonly topShare: Ratio | null
}

/** Distribution of all stake among operators. @param threshold share that `nakamoto` passes, in (0, 1] */
export function distributionFigures(
  { buckets, operators }: StakeGraph,
  valuation: Valuation,
  threshold: Ratio,
): DistributionFigures {
  const byOperator = operators.map(() => valuation.none)
  buckets.cap.forEach((cap, bucket) => {
    const operator = buckets.operator[bucket]!
    const worth = valuation.worth(buckets.pool[bucket]!, cap)
    if (operator >= 0) byOperator[operator] = byOperator[operator]!.plus(worth)
  })
  const { amounts } = Value.pricedPart(byOperator, valuation.none)
  const held = population(amounts.map((amount, operator) => ({ id: operators[operator]!, amount })))
  const smallest = nakamoto(held, threshold, 'GT')
  return {
    byOperator,
    stake: Value.sum(byOperator, valuation.none),
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
  /** 1 - slashable stake of members / registered stake of all services. */
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
    phantomShare: backed && subtract(ratio(1n), backed),
  }
}

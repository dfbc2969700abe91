import { columnStakes, type NoShare } from '../graph/columns'
import { stakeMatrix } from '../graph/exposure'
import type { StakeGraph } from '../graph/graph'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio, subtract } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'

/**
 * SLASHABLE_EXCEEDS_REGISTERED: no advertised stake is phantom; the share would be negative. The
 * contracts exclude it where buckets belong to one operator; a bucket shared by all operators can
 * be promised to several sets.
 */
type NoPhantomShare = NoShare | 'SLASHABLE_EXCEEDS_REGISTERED'

/** What a service advertises and what it can slash. */
interface Advertised {
  /** Registered stake of the service. */
  readonly registered: Value
  /** Slashable stake of its registered members. */
  readonly slashable: Value
  /** Stake that it can still slash of operators that left it; not advertised, so in no ratio. */
  readonly departed: Value
}

/** Phantom share of a service. */
interface PhantomShare extends Advertised {
  /** Whether operators are registered to it, or left it with stake in any pool that it can still slash. */
  readonly hasOperators: boolean
  /**
   * 1 - slashable / registered, in [0, 1]: the share of advertised stake that cannot be slashed.
   */
  readonly phantom: Answer<Ratio, NoPhantomShare>
}

/**
 * Phantom share of every service, by position in `StakeGraph.services`. EMPTY: no members.
 * ZERO_TOTAL: members without stake that the service accepts. UNPRICED: none of it has a price.
 */
export function phantomShares(graph: StakeGraph, valuation: Valuation): PhantomShare[] {
  const registered = stakeMatrix(graph, 'REGISTERED', valuation)
  const totals = columnStakes(registered)
  const members = totals.map(() => valuation.none)
  const departed = totals.map(() => valuation.none)
  const hasOperators = totals.map((_, service) => {
    return registered.start[service + 1]! > registered.start[service]!
  })
  const { commitments, buckets, sets } = graph
  commitments.slashable.forEach((amount, line) => {
    if (amount === 0n) return
    const worth = valuation.worth(buckets.pool[commitments.bucket[line]!]!, amount)
    const group = commitments.isRegistered[line] === 1 ? members : departed
    const service = sets[commitments.set[line]!]!.service
    group[service] = group[service]!.plus(worth)
    hasOperators[service] = true
  })
  return totals.map((total, service) => {
    const hasMembers = registered.start[service + 1]! > registered.start[service]!
    const slashable = members[service]!
    return {
      registered: total,
      slashable,
      departed: departed[service]!,
      hasOperators: hasOperators[service]!,
      phantom: phantomShare(total, slashable, hasMembers),
    }
  })
}

function phantomShare(
  registered: Value,
  slashable: Value,
  hasMembers: boolean,
): Answer<Ratio, NoPhantomShare> {
  // Priced parts are of the same pools.
  if (Value.largestFirst(slashable, registered) < 0) return unknown('SLASHABLE_EXCEEDS_REGISTERED')
  if (!hasMembers) return unknown('EMPTY')
  const share = slashable.share(registered)
  return share.nullReason === null ? known(subtract(ratio(1n), share.value)) : share
}

/**
 * Registered stake of services / all stake that they can slash, of operators that left them, too: stake advertised per unit that
 * can be slashed, at least 0. EMPTY: no services. ZERO_TOTAL: nothing can be slashed. UNPRICED: none of it has a price.
 */
export function nominalToSlashable(services: readonly Advertised[]): Answer<Ratio, NoShare> {
  const [first, ...others] = services
  if (first === undefined) return unknown('EMPTY')
  const registered = Value.sum(
    others.map((one) => one.registered),
    first.registered,
  )
  const slashable = Value.sum(
    others.flatMap((one) => [one.slashable, one.departed]),
    first.slashable.plus(first.departed),
  )
  return registered.share(slashable)
}

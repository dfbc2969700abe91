import type { NoValue } from '../concentration/population'
import { columnTotals } from '../graph/columns'
import { exposure } from '../graph/exposure'
import type { StakeGraph, Valuation } from '../graph/graph'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'

/**
 * SLASHABLE_EXCEEDS_REGISTERED: no advertised stake is phantom; the share would be negative. The
 * contracts exclude it where buckets belong to one operator; a bucket shared by all operators can
 * be promised to several sets.
 */
type NoPhantomShare = NoValue | 'SLASHABLE_EXCEEDS_REGISTERED'

/** What a service advertises and what it can slash. Amounts in units of 1 / `Valuation.unit`. */
interface Advertised {
  /** Registered stake of the service. */
  readonly registered: bigint
  /** Slashable stake of its registered members. */
  readonly slashable: bigint
  /** Stake that it can still slash of operators that left it; not advertised, so in no ratio. */
  readonly departed: bigint
}

/** Phantom share of a service. */
interface PhantomShare extends Advertised {
  /**
   * 1 - slashable / registered, in [0, 1]: the share of advertised stake that cannot be slashed.
   */
  readonly phantom: Answer<Ratio, NoPhantomShare>
}

/**
 * Phantom share of every service, by position in `StakeGraph.services`; pools without a price are
 * left out. EMPTY: no members. ZERO_TOTAL: members without stake that the service accepts.
 */
export function phantomShares(graph: StakeGraph, valuation: Valuation): PhantomShare[] {
  const registered = exposure(graph, 'REGISTERED', valuation)
  const totals = columnTotals(registered)
  const slashable = { members: totals.map(() => 0n), departed: totals.map(() => 0n) }
  const { commitments, buckets, sets } = graph
  commitments.slashable.forEach((amount, line) => {
    if (amount === 0n) return
    const weight = valuation.weights[buckets.pool[commitments.bucket[line]!]!] ?? 0n
    const group = commitments.isRegistered[line] === 1 ? slashable.members : slashable.departed
    group[sets[commitments.set[line]!]!.service]! += amount * weight
  })
  return totals.map((total, service) => {
    const hasMembers = registered.start[service + 1]! > registered.start[service]!
    const amounts = {
      registered: total,
      slashable: slashable.members[service]!,
      departed: slashable.departed[service]!,
    }
    return { ...amounts, phantom: phantomShare(amounts, hasMembers) }
  })
}

function phantomShare(
  { registered, slashable }: Advertised,
  hasMembers: boolean,
): Answer<Ratio, NoPhantomShare> {
  if (slashable > registered) return unknown('SLASHABLE_EXCEEDS_REGISTERED')
  if (registered === 0n) return unknown(hasMembers ? 'ZERO_TOTAL' : 'EMPTY')
  return known(ratio(registered - slashable, registered))
}

/**
 * Registered stake of services / slashable stake of their members: stake advertised per unit that
 * can be slashed, at least 0. EMPTY: no services. ZERO_TOTAL: nothing can be slashed.
 */
export function nominalToSlashable(services: readonly Advertised[]): Answer<Ratio, NoValue> {
  const registered = services.reduce((sum, service) => sum + service.registered, 0n)
  const slashable = services.reduce((sum, service) => sum + service.slashable, 0n)
  if (slashable > 0n) return known(ratio(registered, slashable))
  return unknown(services.length === 0 ? 'EMPTY' : 'ZERO_TOTAL')
}

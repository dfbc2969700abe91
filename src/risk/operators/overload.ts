import { bucketsBehind, stakeOfBuckets, sumOfBuckets } from '../graph/bucket-stake'
import type { Exposure } from '../graph/exposure'
import type { StakeGraph } from '../graph/graph'
import { transpose } from '../graph/transpose'
import { type Answer, known, unknown } from '../math/answer'
import { quotient } from '../math/quotient'
import { type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import type { Value } from '../value/value'

/** Number of services and sets of an operator: a count, not a measure of quality. */
export interface Commitment {
  /** Services that it is registered to. */
  readonly services: number
  /** Sets and directory registrations. */
  readonly sets: number
}

/**
 * Positions of the services and sets that each operator is registered to, by position of the
 * operator.
 */
export function membershipsOf({
  operators,
  sets,
  commitments,
}: StakeGraph): { services: ReadonlySet<number>; sets: ReadonlySet<number> }[] {
  const found = operators.map(() => ({ services: new Set<number>(), sets: new Set<number>() }))
  commitments.operator.forEach((operator, line) => {
    if (commitments.isRegistered[line] === 0) return
    const set = commitments.set[line]!
    found[operator]!.sets.add(set)
    found[operator]!.services.add(sets[set]!.service)
  })
  return found
}

/** Number of services and sets of each operator, by position in `StakeGraph.operators`. */
export function commitmentsOf(graph: StakeGraph): Commitment[] {
  return membershipsOf(graph).map(({ services, sets }) => ({
    services: services.size,
    sets: sets.size,
  }))
}

/** Operators with the most services first, then those with the most sets, then by position. */
export function rankedByCommitments(
  operators: readonly number[],
  commitments: readonly Commitment[],
): number[] {
  return [...operators].sort((a, b) => {
    const [one, other] = [commitments[a]!, commitments[b]!]
    return other.services - one.services || other.sets - one.sets || a - b
  })
}

/** Histogram: how often each count occurs, counts ascending. */
export function histogram(counts: readonly number[]): { count: number; size: number }[] {
  const sizes = new Map<number, number>()
  for (const count of counts) sizes.set(count, (sizes.get(count) ?? 0) + 1)
  return [...sizes].map(([count, size]) => ({ count, size })).sort((a, b) => a.count - b.count)
}

/**
 * Percentile rank of a count: share of the operators with at least one commitment that have at most
 * `count`, in [0, 1]. EMPTY: no operator has a commitment.
 */
export function percentileOf(counts: readonly number[], count: number): Answer<Ratio, 'EMPTY'> {
  const busy = counts.filter((other) => other > 0)
  if (busy.length === 0) return unknown('EMPTY')
  const upTo = busy.filter((other) => other <= count).length
  return known(ratio(BigInt(upTo), BigInt(busy.length)))
}

/**
 * Effective number of commitments of each row: exp(Shannon entropy of its split over the columns),
 * in [1, number of columns]; of operators, on SLASHABLE. ZERO_TOTAL: no stake.
 *
 * Doubles, because logarithms have no exact value; sums of terms of one sign, correct to 12 digits.
 */
export function effectiveCommitments(exposure: Exposure): Answer<number, 'ZERO_TOTAL'>[] {
  const { start, value } = transpose(exposure)
  return exposure.rows.map((_, row) => {
    const amounts = value.slice(start[row], start[row + 1]).filter((amount) => amount > 0n)
    if (amounts.length === 0) return unknown('ZERO_TOTAL')
    const total = amounts.reduce((sum, amount) => sum + amount, 0n)
    const entropy = amounts.reduce((sum, amount) => {
      // In lowest terms, so that the double does not depend on the unit of the amounts.
      const { num, den } = ratio(amount, total)
      const share = quotient(num, den)
      return share === 0 ? sum : sum - share * Math.log(share)
    }, 0)
    return known(Math.exp(entropy))
  })
}

/** Number of conditions under which an operator can be slashed now. */
export interface SlashingSurface {
  /** Distinct pairs of a set and its slasher that can slash the operator. */
  readonly conditions: number
  /** Distinct slashers among them. */
  readonly slashers: number
  /** Sets that can slash it and whose slasher is unknown; each counts as one condition. */
  readonly unknown: number
}

/**
 * Slashing surface of each operator, by position.
 * @param slasherOf slasher of a set in a pool; null: unknown
 */
export function slashingSurfaces(
  { operators, commitments, buckets }: StakeGraph,
  slasherOf: (set: number, pool: number) => string | null,
): SlashingSurface[] {
  const found = operators.map(() => ({
    pairs: new Set<string>(),
    slashers: new Set<string>(),
    unknown: new Set<number>(),
  }))
  commitments.slashable.forEach((amount, line) => {
    if (amount === 0n) return
    const set = commitments.set[line]!
    const own = found[commitments.operator[line]!]!
    const slasher = slasherOf(set, buckets.pool[commitments.bucket[line]!]!)
    if (slasher === null) {
      own.unknown.add(set)
      return
    }
    own.pairs.add(`${set}/${slasher}`)
    own.slashers.add(slasher)
  })
  return found.map((own) => ({
    conditions: own.pairs.size + own.unknown.size,
    slashers: own.slashers.size,
    unknown: own.unknown.size,
  }))
}

/** Stake of an operator, and its part for each service. */
interface StakePerCommitment {
  readonly stake: Value
  /** EMPTY: no services. */
  readonly perService: Answer<Value, 'EMPTY'>
}

/** Stake behind each operator divided by its number of services. */
export function stakePerCommitment(graph: StakeGraph, valuation: Valuation): StakePerCommitment[] {
  const buckets = stakeOfBuckets(graph, valuation)
  const behind = bucketsBehind(graph)
  return commitmentsOf(graph).map(({ services }, operator) => {
    const stake = sumOfBuckets(behind[operator]!, buckets, valuation.none)
    const perService =
      services === 0 ? unknown('EMPTY' as const) : known(stake.times(ratio(1n, BigInt(services))))
    return { stake, perService }
  })
}

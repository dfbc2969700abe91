import { bucketStake, bucketsBehind, sumOfBuckets } from '../graph/bucket-stake'
import type { Exposure } from '../graph/exposure'
import type { StakeGraph, Valuation } from '../graph/graph'
import { transpose } from '../graph/transpose'
import { type Answer, known, unknown } from '../math/answer'
import { quotient } from '../math/quotient'
import { type Ratio, ratio } from '../math/ratio'

/** What operators promised to run, by position in `StakeGraph.operators`. Counts, not a measure of how well they do. */
export interface Commitment {
  /** Services it is registered to. */
  readonly services: number
  /** Sets (and directory registrations) it is registered to. */
  readonly sets: number
}

/** Services and sets that each operator is registered to, as positions in the graph; by position of the operator. */
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

/** Commitments of each operator, by position. */
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

/** How many have each count, counts ascending. */
export function histogram(counts: readonly number[]): { count: number; size: number }[] {
  const sizes = new Map<number, number>()
  for (const count of counts) sizes.set(count, (sizes.get(count) ?? 0) + 1)
  return [...sizes].map(([count, size]) => ({ count, size })).sort((a, b) => a.count - b.count)
}

/**
 * Share of the operators with at least one commitment that have at most `count`, in [0, 1].
 * EMPTY: none has any.
 */
export function percentileOf(counts: readonly number[], count: number): Answer<Ratio, 'EMPTY'> {
  const busy = counts.filter((other) => other > 0)
  if (busy.length === 0) return unknown('EMPTY')
  const upTo = busy.filter((other) => other <= count).length
  return known(ratio(BigInt(upTo), BigInt(busy.length)))
}

/**
 * Among how many equal commitments the stake of each row would be spread as it is: e to the Shannon entropy of its split
 * over the columns, in [1, number of columns]; for operators, on SLASHABLE. ZERO_TOTAL: no stake.
 *
 * A double: logs have no exact value. Terms of one sign are added, so at least 12 digits are right.
 */
export function effectiveCommitments(exposure: Exposure): Answer<number, 'ZERO_TOTAL'>[] {
  const { start, value } = transpose(exposure)
  return exposure.rows.map((_, row) => {
    const amounts = value.slice(start[row], start[row + 1]).filter((amount) => amount > 0n)
    if (amounts.length === 0) return unknown('ZERO_TOTAL')
    const total = amounts.reduce((sum, amount) => sum + amount, 0n)
    const entropy = amounts.reduce((sum, amount) => {
      const share = quotient(amount, total)
      return share === 0 ? sum : sum - share * Math.log(share)
    }, 0)
    return known(Math.exp(entropy))
  })
}

/** Who can slash an operator now. */
export interface SlashingSurface {
  /** Different pairs of set and slasher with stake of the operator that they can slash. */
  readonly conditions: number
  /** Different slashers among them. */
  readonly slashers: number
  /** Sets that can slash it whose slasher is unknown: each counts as one condition. */
  readonly unknown: number
}

/**
 * Slashable-condition surface of each operator.
 * @param slasherOf who slashes for a set in a pool; null: unknown
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

/**
 * Stake behind each operator for every service it is registered to, in units of 1 / `Valuation.unit`; pools without a price
 * are left out. EMPTY: no services.
 */
export function stakePerCommitment(
  graph: StakeGraph,
  valuation: Valuation,
): Answer<Ratio, 'EMPTY'>[] {
  const stake = bucketStake(graph, valuation)
  const behind = bucketsBehind(graph)
  return commitmentsOf(graph).map(({ services }, operator) =>
    services === 0
      ? unknown('EMPTY')
      : known(ratio(sumOfBuckets(behind[operator]!, stake), BigInt(services))),
  )
}

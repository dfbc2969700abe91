import type { NoValue } from '../concentration/population'
import type { Exposure } from '../graph/exposure'
import type { SharedBucket } from '../graph/shared-buckets'
import { multiply, type Ratio, ratio } from '../math/ratio'
import { requireThreshold } from '../math/threshold'
import { cheapestSharedCover, type SharedCap } from './shared-cover'

/** Cost of corrupting a service, in the unit of the stake that is lost. */
export interface CostOfCorruption {
  /**
   * Lower bound without search: stake can be taken in part. threshold * stake, if votes are the
   * stake that is lost; times the smallest part of a shared bucket that members can lose of what they count on.
   */
  readonly relaxed: Ratio
  /** Lower bound: no coalition loses less. An attack with at most this profit does not pay. */
  readonly lower: Ratio
  /** Upper bound: what `members` lose. */
  readonly upper: Ratio
  /** The cheapest coalition found: rows, ascending. */
  readonly members: readonly number[]
  /** Whether lower = upper: then this is the cost. */
  readonly exact: boolean
  readonly nullReason: null
}

/** No cost. EMPTY: the service has no members. ZERO_TOTAL: they have no votes. */
interface NoCostOfCorruption {
  readonly nullReason: NoValue
}

/**
 * Minimum stake that a coalition with at least `threshold` of the votes of a service loses
 * (knapsack cover problem).
 *
 * Votes and loss may be on different bases, such as registered votes and slashable loss, of the
 * same rows.
 * @param buckets behind the entries of the loss: members of one lose together at most what it has
 * @param exactItems number of members that are tried in all combinations, see `cheapestCover`
 * @throws RangeError on a threshold outside (0, 1], and if the numbers of rows differ
 */
export function costOfCorruption(
  loss: Exposure,
  votes: Exposure,
  column: number,
  threshold: Ratio,
  buckets: readonly SharedBucket[] = [],
  exactItems?: number,
): CostOfCorruption | NoCostOfCorruption {
  requireThreshold(threshold)
  if (loss.rows.length !== votes.rows.length)
    throw new RangeError('Votes and loss have different rows')
  const voteOf = columnOf(votes, column)
  const lossOf = loss === votes ? voteOf : columnOf(loss, column)
  const members = [...voteOf.keys()]
  const total = members.reduce((sum, row) => sum + voteOf.get(row)!, 0n)
  if (members.length === 0) return { nullReason: 'EMPTY' }
  if (total === 0n) return { nullReason: 'ZERO_TOTAL' }
  const items = members.map((row) => ({ cost: lossOf.get(row) ?? 0n, weight: voteOf.get(row)! }))
  const { relaxed, lower, upper, ...cover } = cheapestSharedCover(
    items,
    multiply(threshold, ratio(total)),
    capsOf(loss, column, members, buckets),
    exactItems,
  )!
  return {
    relaxed: ratio(relaxed.num, relaxed.den * loss.unit),
    lower: ratio(lower, loss.unit),
    upper: ratio(upper, loss.unit),
    members: cover.items.map((item) => members[item]!),
    exact: lower === upper,
    nullReason: null,
  }
}

/** Buckets that members of a column share, with their parts by position of the member. */
function capsOf(
  { start, row }: Exposure,
  column: number,
  members: readonly number[],
  buckets: readonly SharedBucket[],
): SharedCap[] {
  if (buckets.length === 0) return []
  const position = new Map(members.map((member, at) => [member, at]))
  return buckets.flatMap(({ cap, isPriced, parts }) => {
    const own = parts.flatMap(({ entry, amount }) => {
      if (entry < start[column]! || entry >= start[column + 1]!) return []
      const item = position.get(row[entry]!)
      return item === undefined ? [] : [{ item, amount }]
    })
    return own.length === 0 ? [] : [{ cap, isPriced, parts: own }]
  })
}

function columnOf({ start, row, value }: Exposure, column: number): Map<number, bigint> {
  const entries = new Map<number, bigint>()
  for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
    entries.set(row[entry]!, value[entry]!)
  }
  return entries
}

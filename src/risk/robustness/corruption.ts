import type { NoValue } from '../concentration/population'
import type { Exposure } from '../graph/exposure'
import { multiply, type Ratio, ratio } from '../math/ratio'
import { requireThreshold } from '../math/threshold'
import { cheapestCover } from './cover'

/** What it costs to corrupt a service, in the numeraire of the stake that is lost. */
export interface CostOfCorruption {
  /** The bound that needs no search: stake taken in parts. `threshold` * all stake, if votes are the stake that is lost. */
  readonly relaxed: Ratio
  /** No coalition loses less. The break-even profit: who wins no more than this by corrupting the service gains nothing. */
  readonly lower: Ratio
  /** What `members` lose. */
  readonly upper: Ratio
  /** The cheapest coalition found: row positions, ascending. */
  readonly members: readonly number[]
  /** Whether lower = upper, and so both are the cost. */
  readonly exact: boolean
  readonly nullReason: null
}

/** EMPTY: the service has no members. ZERO_TOTAL: they have no votes, so a quorum means nothing. */
export interface NoCostOfCorruption {
  readonly nullReason: NoValue
}

/**
 * The least stake that a coalition loses which holds at least `threshold` of the votes of a service (knapsack cover).
 *
 * Votes and stake may be on different bases, such as votes by registered and loss by slashable stake; rows must be the
 * same. `exactItems` is how many members are tried in all combinations, see `cheapestCover`.
 * @throws RangeError unless 0 < threshold <= 1, and if the rows differ in number
 */
export function costOfCorruption(
  loss: Exposure,
  votes: Exposure,
  column: number,
  threshold: Ratio,
  exactItems?: number,
): CostOfCorruption | NoCostOfCorruption {
  requireThreshold(threshold)
  if (loss.rows.length !== votes.rows.length) throw new RangeError('Rows of two graphs')
  const voteOf = columnOf(votes, column)
  const lossOf = loss === votes ? voteOf : columnOf(loss, column)
  const members = [...voteOf.keys()]
  const total = members.reduce((sum, row) => sum + voteOf.get(row)!, 0n)
  if (members.length === 0) return { nullReason: 'EMPTY' }
  if (total === 0n) return { nullReason: 'ZERO_TOTAL' }
  const items = members.map((row) => ({ cost: lossOf.get(row) ?? 0n, weight: voteOf.get(row)! }))
  const { relaxed, lower, upper, ...cover } = cheapestCover(
    items,
    multiply(threshold, ratio(total)),
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

function columnOf({ start, row, value }: Exposure, column: number): Map<number, bigint> {
  const entries = new Map<number, bigint>()
  for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
    entries.set(row[entry]!, value[entry]!)
  }
  return entries
}

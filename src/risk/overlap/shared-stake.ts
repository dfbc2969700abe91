import { smaller } from '../graph/bucket-stake'
import { checkColumn } from '../graph/columns'
import { bucketAmounts, type ColumnKind, type Exposure } from '../graph/exposure'
import type { Basis, StakeGraph } from '../graph/graph'
import { transpose } from '../graph/transpose'
import { pairCount, pairIndex } from '../math/pairs'
import type { Valuation } from '../value/valuation'
import type { Value } from '../value/value'

/** Bounds of the stake that both columns of a pair count on, by `pairIndex`. */
interface SharedStake {
  readonly columns: readonly string[]
  /** Lower bound: promises beyond the stake of a bucket must overlap. */
  readonly forced: readonly Value[]
  /** Upper bound: promises to both overlap as far as possible. */
  readonly possible: readonly Value[]
}

/** Forced and possible shared stake of all pairs of columns of a graph: see `sharedStakeBy`. */
export function sharedStake(
  graph: StakeGraph,
  basis: Basis,
  valuation: Valuation,
  columns: ColumnKind = 'SERVICE',
): SharedStake {
  const { cap, pool } = graph.buckets
  const amounts = bucketAmounts(graph, basis, valuation, columns)
  const worthOf = (bucket: number, amount: bigint) => valuation.worth(pool[bucket]!, amount)
  return sharedStakeBy(amounts, cap, worthOf)
}

/**
 * Forced and possible shared stake of all pairs of columns of a matrix of buckets: sums over
 * buckets of max(0, x + y - stake) and min(x, y). Whether stake of a bucket is shared does not depend
 * on its price.
 *
 * Promises count up to the stake of the bucket, since no more can be slashed. Common operators are
 * not common stake: on SLASHABLE nothing is forced where buckets belong to one operator.
 * @param buckets amounts in base units of the pool of each bucket, see `bucketAmounts`
 * @param cap stake of each bucket, likewise
 * @param worthOf what an amount of a bucket is worth
 */
export function sharedStakeBy(
  buckets: Exposure,
  cap: readonly bigint[],
  worthOf: (bucket: number, amount: bigint) => Value,
): SharedStake {
  const { columns } = buckets
  const forced = new Array<Value>(pairCount(columns.length)).fill(worthOf(0, 0n))
  const possible = forced.slice()
  const { start, row, value } = transpose(buckets)
  for (let bucket = 0; bucket < buckets.rows.length; bucket++) {
    for (let one = start[bucket]!; one < start[bucket + 1]!; one++) {
      const stake = cap[bucket]!
      const x = smaller(value[one]!, stake)
      for (let other = one + 1; other < start[bucket + 1]!; other++) {
        const y = smaller(value[other]!, stake)
        const pair = pairIndex(columns.length, row[one]!, row[other]!)
        if (x + y > stake) forced[pair] = forced[pair]!.plus(worthOf(bucket, x + y - stake))
        const common = smaller(x, y)
        if (common > 0n) possible[pair] = possible[pair]!.plus(worthOf(bucket, common))
      }
    }
  }
  return { columns, forced, possible }
}

/**
 * Forced and possible shared stake of two different columns.
 * @throws RangeError on an unknown column, and if a equals b
 */
export function sharedStakeOf(
  { columns, forced, possible }: SharedStake,
  a: number,
  b: number,
): { forced: Value; possible: Value } {
  checkColumn({ columns }, a)
  checkColumn({ columns }, b)
  if (a === b) throw new RangeError(`Not two columns: ${a} and ${b}`)
  const pair = pairIndex(columns.length, Math.min(a, b), Math.max(a, b))
  return { forced: forced[pair]!, possible: possible[pair]! }
}

/**
 * Pairs of columns with forced shared stake, as links: their connected components lose together.
 */
export function forcedLinks({ columns, forced }: SharedStake): { a: number; b: number }[] {
  const links: { a: number; b: number }[] = []
  for (let a = 0; a < columns.length; a++) {
    for (let b = a + 1; b < columns.length; b++) {
      if (forced[pairIndex(columns.length, a, b)]!.isZero !== true) links.push({ a, b })
    }
  }
  return links
}

import { smaller } from '../graph/bucket-stake'
import { checkColumn } from '../graph/columns'
import type { Exposure } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import { pairCount, pairIndex } from '../math/pairs'

/**
 * Bounds of the stake that both columns of a pair count on, by `pairIndex`, in units of 1 /
 * `Exposure.unit`.
 */
interface SharedStake {
  readonly columns: readonly string[]
  /** Lower bound: promises beyond the stake of a bucket must overlap. */
  readonly forced: readonly bigint[]
  /** Upper bound: promises to both overlap as far as possible. */
  readonly possible: readonly bigint[]
}

/**
 * Forced and possible shared stake of all pairs of columns of a matrix of buckets (`exposure(...,
 * 'BUCKET')`): sums over buckets of max(0, x + y - stake) and min(x, y).
 *
 * Promises count up to the stake of the bucket, since no more can be slashed. Common operators are
 * not common stake: on SLASHABLE nothing is forced where buckets belong to one operator.
 * @param stake of each bucket, see `bucketStake`
 */
export function sharedStake(buckets: Exposure, stake: readonly bigint[]): SharedStake {
  const { columns } = buckets
  const forced = new Array<bigint>(pairCount(columns.length)).fill(0n)
  const possible = forced.slice()
  const { start, row, value } = transpose(buckets)
  for (let bucket = 0; bucket < buckets.rows.length; bucket++) {
    for (let one = start[bucket]!; one < start[bucket + 1]!; one++) {
      const cap = stake[bucket]!
      const x = smaller(value[one]!, cap)
      for (let other = one + 1; other < start[bucket + 1]!; other++) {
        const y = smaller(value[other]!, cap)
        const pair = pairIndex(columns.length, row[one]!, row[other]!)
        if (x + y > cap) forced[pair]! += x + y - cap
        possible[pair]! += smaller(x, y)
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
): { forced: bigint; possible: bigint } {
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
      if (forced[pairIndex(columns.length, a, b)]! > 0n) links.push({ a, b })
    }
  }
  return links
}

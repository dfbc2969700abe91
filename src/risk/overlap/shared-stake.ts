import { smaller, stakeOf } from '../graph/bucket-stake'
import { checkColumn } from '../graph/columns'
import type { Exposure } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import { pairCount, pairIndex } from '../math/pairs'

/** Stake that two columns have in common, in units of 1 / `Exposure.unit`, for all pairs: see `pairIndex`. */
export interface SharedStake {
  readonly columns: readonly string[]
  /** At least this much is promised to both: what exceeds the stake of a bucket must be. */
  readonly forced: readonly bigint[]
  /** At most this much can be promised to both. */
  readonly possible: readonly bigint[]
}

/**
 * Forced and possible shared stake of all pairs of columns of a matrix of buckets (`exposure(..., 'BUCKET')`):
 * the sums over buckets of max(0, x + y - stake) and min(x, y).
 *
 * What one column was promised of a bucket counts up to the stake there, since no more can be destroyed. Operators in
 * common are not stake in common: on SLASHABLE nothing is forced where each operator answers for itself.
 * @param stake of each bucket, see `bucketStake`
 */
export function sharedStake(buckets: Exposure, stake: readonly (bigint | null)[]): SharedStake {
  const { columns } = buckets
  const forced = new Array<bigint>(pairCount(columns.length)).fill(0n)
  const possible = forced.slice()
  const { start, row, value } = transpose(buckets)
  for (let bucket = 0; bucket < buckets.rows.length; bucket++) {
    for (let one = start[bucket]!; one < start[bucket + 1]!; one++) {
      const whole = stakeOf(stake, bucket)
      const x = smaller(value[one]!, whole)
      for (let other = one + 1; other < start[bucket + 1]!; other++) {
        const y = smaller(value[other]!, whole)
        const pair = pairIndex(columns.length, row[one]!, row[other]!)
        if (x + y > whole) forced[pair]! += x + y - whole
        possible[pair]! += smaller(x, y)
      }
    }
  }
  return { columns, forced, possible }
}

/**
 * Forced and possible shared stake of two different columns.
 * @throws RangeError unless there are two such columns
 */
export function sharedStakeOf(
  { columns, forced, possible }: SharedStake,
  a: number,
  b: number,
): { forced: bigint; possible: bigint } {
  checkColumn({ columns }, a)
  checkColumn({ columns }, b)
  if (a === b) throw new RangeError(`One column twice: ${a}`)
  const pair = pairIndex(columns.length, Math.min(a, b), Math.max(a, b))
  return { forced: forced[pair]!, possible: possible[pair]! }
}

/** Pairs of columns that are forced to share stake: as links, their connected components lose together. */
export function forcedLinks({ columns, forced }: SharedStake): { a: number; b: number }[] {
  const links: { a: number; b: number }[] = []
  for (let a = 0; a < columns.length; a++) {
    for (let b = a + 1; b < columns.length; b++) {
      if (forced[pairIndex(columns.length, a, b)]! > 0n) links.push({ a, b })
    }
  }
  return links
}

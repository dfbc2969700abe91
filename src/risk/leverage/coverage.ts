import type { NoValue } from '../concentration/population'
import { smaller, stakeOf } from '../graph/bucket-stake'
import { checkColumn, columnTotals, shareOfColumn } from '../graph/columns'
import type { Exposure } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'

/**
 * Stake behind several services, each bucket counted once. Amounts in units of 1 / `Exposure.unit`.
 */
interface Coverage {
  /** Sum over buckets of min(stake, what was promised to the services). */
  readonly covered: bigint
  /** Sum of what was promised to each service. */
  readonly promised: bigint
  /**
   * covered / promised, in (0, 1]; its inverse is how often a unit of stake is promised to them.
   */
  readonly share: Answer<Ratio, NoValue>
}

/**
 * Union coverage of some columns of a matrix of buckets (`exposure(..., 'BUCKET')`), each column
 * once.
 *
 * 1 on SLASHABLE where buckets belong to one operator, since slashable parts do not overlap there.
 * EMPTY: no columns, or none with a bucket. ZERO_TOTAL: only buckets without stake.
 * @param stake of each bucket, see `bucketStake`
 * @throws RangeError on an unknown column
 */
export function unionCoverage(
  buckets: Exposure,
  stake: readonly (bigint | null)[],
  columns: Iterable<number>,
): Coverage {
  const byBucket = new Map<number, bigint>()
  for (const column of new Set(columns)) {
    checkColumn(buckets, column)
    for (let entry = buckets.start[column]!; entry < buckets.start[column + 1]!; entry++) {
      const bucket = buckets.row[entry]!
      byBucket.set(bucket, (byBucket.get(bucket) ?? 0n) + buckets.value[entry]!)
    }
  }
  let covered = 0n
  let promised = 0n
  for (const [bucket, amount] of byBucket) {
    covered += smaller(amount, stakeOf(stake, bucket))
    promised += amount
  }
  if (promised > 0n) return { covered, promised, share: known(ratio(covered, promised)) }
  return { covered, promised, share: unknown(byBucket.size === 0 ? 'EMPTY' : 'ZERO_TOTAL') }
}

/**
 * Exclusive share of every column: stake of rows that belong to no other column / all its stake, in
 * [0, 1].
 *
 * A registered operator belongs to a service even without stake. EMPTY, ZERO_TOTAL: see
 * `shareOfColumn`.
 */
export function exclusiveShares(exposure: Exposure): Answer<Ratio, NoValue>[] {
  const { start, row, value } = exposure
  const { start: services } = transpose(exposure)
  return columnTotals(exposure).map((total, column) => {
    let exclusive = 0n
    for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
      const operator = row[entry]!
      if (services[operator + 1]! - services[operator]! === 1) exclusive += value[entry]!
    }
    return shareOfColumn(exposure, column, exclusive, total)
  })
}

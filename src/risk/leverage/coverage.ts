import { checkColumn, columnStakes, type NoShare, shareOfStake } from '../graph/columns'
import type { StakeMatrix } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import { type Answer, unknown } from '../math/answer'
import type { Ratio } from '../math/ratio'
import { Value } from '../value/value'

/** Stake behind several services, each bucket counted once. */
interface UnionCoverage {
  /** Sum over buckets of min(stake, what was promised to the services). */
  readonly covered: Value
  /** Sum of what was promised to each service. */
  readonly promised: Value
  /**
   * covered / promised, in (0, 1]; its inverse is how often a unit of stake is promised to them.
   */
  readonly share: Answer<Ratio, NoShare>
}

/**
 * Union coverage of some columns of a matrix of buckets (`stakeMatrix(..., 'BUCKET')`), each column
 * once.
 *
 * 1 on SLASHABLE where buckets belong to one operator, since slashable parts do not overlap there.
 * EMPTY: no columns, or none with a bucket. ZERO_TOTAL: only buckets without stake. UNPRICED: no
 * bucket has a price.
 * @param stake of each bucket, see `stakeOfBuckets`
 * @throws RangeError on an unknown column
 */
export function unionCoverage(
  buckets: StakeMatrix,
  stake: readonly Value[],
  columns: Iterable<number>,
): UnionCoverage {
  const byBucket = new Map<number, Value>()
  for (const column of new Set(columns)) {
    checkColumn(buckets, column)
    for (let entry = buckets.start[column]!; entry < buckets.start[column + 1]!; entry++) {
      const bucket = buckets.row[entry]!
      const before = byBucket.get(bucket)
      byBucket.set(bucket, before ? before.plus(buckets.value[entry]!) : buckets.value[entry]!)
    }
  }
  const promised = Value.sum(byBucket.values(), buckets.none)
  let covered = buckets.none
  for (const [bucket, amount] of byBucket) covered = covered.plus(amount.smaller(stake[bucket]!))
  const share = byBucket.size === 0 ? unknown('EMPTY') : covered.share(promised)
  return { covered, promised, share }
}

/**
 * Exclusive share of every column: stake of rows that belong to no other column / all its stake, in
 * [0, 1].
 *
 * A registered operator belongs to a service even without stake. EMPTY, ZERO_TOTAL, UNPRICED: see
 * `shareOfStake`.
 */
export function exclusiveShares(matrix: StakeMatrix): Answer<Ratio, NoShare>[] {
  const { start, row, value } = matrix
  const { start: services } = transpose<Value, StakeMatrix>(matrix)
  return columnStakes(matrix).map((total, column) => {
    let exclusive = matrix.none
    for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
      const operator = row[entry]!
      if (services[operator + 1]! - services[operator]! === 1) {
        exclusive = exclusive.plus(value[entry]!)
      }
    }
    return shareOfStake(matrix, column, exclusive, total)
  })
}

import type { NoValue } from '../concentration/population'
import { slashableByBucket } from '../graph/bucket-stake'
import type { StakeGraph } from '../graph/graph'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import type { Value } from '../value/value'
import { capitalAtRisk } from './capital-at-risk'

/** DATA_ERROR: an empty bucket is slashable, so one of the two amounts is wrong. */
type NoLeverage = NoValue | 'DATA_ERROR' | 'UNPRICED'

/** Slashable stake over existing stake. */
interface Degree {
  readonly value: Answer<Ratio, NoLeverage>
  readonly slashable: Value
  readonly stake: Value
}

/** Slashable stake of all sets over existing stake. */
interface Leverage {
  /**
   * By bucket, in base units, so without prices. In [0, 1] where buckets belong to one operator
   * (EigenLayer).
   */
  readonly buckets: readonly Answer<Ratio, NoLeverage>[]
  /** Of one operator, by position: over all its buckets. */
  ofOperator(operator: number): Degree
  /** Over all buckets. */
  readonly total: Degree
  /** Unique capital at risk: the sum over buckets of the smaller of stake and slashable stake. */
  readonly atRisk: Value
}

/**
 * Slashable leverage: slashable stake / stake. Bar-Zur and Eyal (arXiv 2503.00170) call it the
 * restaking degree.
 *
 * EMPTY: no bucket. ZERO_TOTAL: no stake in them. UNPRICED: none of it has a price.
 */
export function leverage(
  graph: StakeGraph,
  basis: 'SLASHABLE' | 'MIN_SLASHABLE',
  valuation: Valuation,
): Leverage {
  const { buckets, operators, commitments } = graph
  const amounts = basis === 'SLASHABLE' ? commitments.slashable : commitments.minSlashable
  const slashable = slashableByBucket(graph, basis)
  const parts = operators.map(() => new Map<number, bigint>())
  buckets.operator.forEach((operator, bucket) => {
    if (operator >= 0) parts[operator]!.set(bucket, 0n)
  })
  amounts.forEach((amount, line) => {
    if (amount === 0n) return
    const bucket = commitments.bucket[line]!
    const own = parts[commitments.operator[line]!]!
    own.set(bucket, (own.get(bucket) ?? 0n) + amount)
  })
  const degreeOf = (slashed: Iterable<readonly [number, bigint]>): Degree => {
    let sums = { slashable: valuation.none, stake: valuation.none }
    let [size, hasError] = [0, false]
    for (const [bucket, part] of slashed) {
      const pool = buckets.pool[bucket]!
      if (!valuation.isInScope(pool)) continue
      sums = {
        slashable: sums.slashable.plus(valuation.worth(pool, part)),
        stake: sums.stake.plus(valuation.worth(pool, buckets.cap[bucket]!)),
      }
      size++
      hasError ||= buckets.cap[bucket] === 0n && part > 0n
    }
    if (hasError) return { ...sums, value: unknown('DATA_ERROR') }
    return { ...sums, value: size === 0 ? unknown('EMPTY') : sums.slashable.share(sums.stake) }
  }
  // Who asks for some operators does not need the whole.
  let total: Degree | null = null
  return {
    get buckets() {
      return slashable.map((part, bucket) => degreeOfBucket(part, buckets.cap[bucket]!))
    },
    ofOperator: (operator) => degreeOf(parts[operator]!),
    get total() {
      total ??= degreeOf(slashable.entries())
      return total
    },
    get atRisk() {
      return capitalAtRisk(graph, valuation, basis)
    },
  }
}

function degreeOfBucket(slashable: bigint, stake: bigint): Answer<Ratio, NoLeverage> {
  if (stake > 0n) return known(ratio(slashable, stake))
  return unknown(slashable > 0n ? 'DATA_ERROR' : 'ZERO_TOTAL')
}

import type { NoValue } from '../concentration/population'
import { bucketStake, slashableByBucket, smaller } from '../graph/bucket-stake'
import type { StakeGraph, Valuation } from '../graph/graph'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'

/** DATA_ERROR: an empty bucket is slashable, so one of the two amounts is wrong. */
type NoLeverage = NoValue | 'DATA_ERROR'

/** Slashable stake of all sets over existing stake. Amounts in units of 1 / `Valuation.unit`. */
interface Leverage {
  /**
   * By bucket, in base units, so without prices. In [0, 1] where buckets belong to one operator
   * (EigenLayer).
   */
  readonly buckets: readonly Answer<Ratio, NoLeverage>[]
  /** By operator: over all its buckets. */
  readonly operators: readonly Answer<Ratio, NoLeverage>[]
  /** Over all buckets. */
  readonly total: Answer<Ratio, NoLeverage>
  /** Sum of the slashable stake of all sets. */
  readonly slashable: bigint
  /** Stake of all buckets. */
  readonly stake: bigint
  /** Unique capital at risk: the sum over buckets of the smaller of stake and slashable stake. */
  readonly atRisk: bigint
  /** Positions of pools with stake that is in no sum because they have no price. */
  readonly unpriced: readonly number[]
}

/** Sums over buckets. */
interface Sums {
  slashable: bigint
  stake: bigint
  size: number
  hasError: boolean
}

const noBuckets = (): Sums => ({ slashable: 0n, stake: 0n, size: 0, hasError: false })

/**
 * Slashable leverage: slashable stake / stake. Bar-Zur and Eyal (arXiv 2503.00170) call it the
 * restaking degree.
 *
 * EMPTY: no bucket with a price. ZERO_TOTAL: no stake in those buckets.
 */
export function leverage(
  graph: StakeGraph,
  basis: 'SLASHABLE' | 'MIN_SLASHABLE',
  valuation: Valuation,
): Leverage {
  const { buckets, operators, commitments } = graph
  const amounts = basis === 'SLASHABLE' ? commitments.slashable : commitments.minSlashable
  const slashable = slashableByBucket(graph, basis)
  const ofOperator = operators.map(() => new Map<number, bigint>())
  buckets.operator.forEach((operator, bucket) => {
    if (operator >= 0) ofOperator[operator]!.set(bucket, 0n)
  })
  amounts.forEach((amount, line) => {
    if (amount === 0n) return
    const bucket = commitments.bucket[line]!
    const own = ofOperator[commitments.operator[line]!]!
    own.set(bucket, (own.get(bucket) ?? 0n) + amount)
  })
  const stake = bucketStake(graph, valuation)
  const sumsOf = (parts: Iterable<readonly [number, bigint]>) => {
    const sums = noBuckets()
    for (const [bucket, part] of parts) {
      const weight = valuation.weights[buckets.pool[bucket]!]!
      if (weight === null) continue
      sums.slashable += part * weight
      sums.stake += stake[bucket]!
      sums.size++
      sums.hasError ||= buckets.cap[bucket] === 0n && part > 0n
    }
    return sums
  }
  const total = sumsOf(slashable.entries())
  return {
    buckets: slashable.map((part, bucket) => {
      const cap = buckets.cap[bucket]!
      return degree({ slashable: part, stake: cap, size: 1, hasError: cap === 0n && part > 0n })
    }),
    operators: ofOperator.map((parts) => degree(sumsOf(parts))),
    total: degree(total),
    slashable: total.slashable,
    stake: total.stake,
    atRisk: atRisk(graph, slashable, valuation),
    unpriced: unpricedPools(graph, stake),
  }
}

function degree({ slashable, stake, size, hasError }: Sums): Answer<Ratio, NoLeverage> {
  if (hasError) return unknown('DATA_ERROR')
  if (stake > 0n) return known(ratio(slashable, stake))
  return unknown(size === 0 ? 'EMPTY' : 'ZERO_TOTAL')
}

function atRisk({ buckets }: StakeGraph, slashable: readonly bigint[], { weights }: Valuation) {
  return slashable.reduce((sum, part, bucket) => {
    return sum + smaller(part, buckets.cap[bucket]!) * (weights[buckets.pool[bucket]!] ?? 0n)
  }, 0n)
}

function unpricedPools({ buckets }: StakeGraph, stake: readonly (bigint | null)[]): number[] {
  const pools = new Set<number>()
  stake.forEach((value, bucket) => {
    if (value === null && buckets.cap[bucket]! > 0n) pools.add(buckets.pool[bucket]!)
  })
  return [...pools].sort((a, b) => a - b)
}

import type { NoValue } from '../concentration/population'
import { bucketStake, slashableByBucket, smaller } from '../graph/bucket-stake'
import type { StakeGraph, Valuation } from '../graph/graph'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'

/** DATA_ERROR: stake can be slashed where there is none, so one of the two is wrong. */
export type NoLeverage = NoValue | 'DATA_ERROR'

/** Slashable stake of all sets over the stake there is. Amounts in units of 1 / `Valuation.unit`. */
export interface Leverage {
  /** By bucket, in native amounts, so it needs no price. In [0, 1] where each operator answers for itself (EigenLayer). */
  readonly buckets: readonly Answer<Ratio, NoLeverage>[]
  /** By operator: over what it can be slashed for in all its buckets, and their stake. */
  readonly operators: readonly Answer<Ratio, NoLeverage>[]
  /** Over all buckets. */
  readonly total: Answer<Ratio, NoLeverage>
  /** Sum of the slashable stake of all sets. */
  readonly slashable: bigint
  /** Stake of all buckets. */
  readonly stake: bigint
  /** Unique capital at risk: the sum over buckets of the smaller of stake and slashable stake. */
  readonly atRisk: bigint
  /** Positions of pools with stake that are in no sum, because they have no price. */
  readonly unpriced: readonly number[]
}

/** A sum of buckets. */
interface Pot {
  slashable: bigint
  stake: bigint
  size: number
  isWrong: boolean
}

const emptyPot = (): Pot => ({ slashable: 0n, stake: 0n, size: 0, isWrong: false })

/**
 * Slashable leverage, which Bar-Zur and Eyal (arXiv 2503.00170) call the restaking degree.
 *
 * EMPTY: no buckets whose pool has a price. ZERO_TOTAL: no stake in them.
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
  const potOf = (parts: Iterable<readonly [number, bigint]>) => {
    const pot = emptyPot()
    for (const [bucket, part] of parts) {
      const weight = valuation.weights[buckets.pool[bucket]!]!
      if (weight === null) continue
      pot.slashable += part * weight
      pot.stake += stake[bucket]!
      pot.size++
      pot.isWrong ||= buckets.cap[bucket] === 0n && part > 0n
    }
    return pot
  }
  const total = potOf(slashable.entries())
  return {
    buckets: slashable.map((part, bucket) => {
      const cap = buckets.cap[bucket]!
      return degree({ slashable: part, stake: cap, size: 1, isWrong: cap === 0n && part > 0n })
    }),
    operators: ofOperator.map((parts) => degree(potOf(parts))),
    total: degree(total),
    slashable: total.slashable,
    stake: total.stake,
    atRisk: atRisk(graph, slashable, valuation),
    unpriced: unpricedPools(graph, stake),
  }
}

function degree({ slashable, stake, size, isWrong }: Pot): Answer<Ratio, NoLeverage> {
  if (isWrong) return unknown('DATA_ERROR')
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

import { smaller } from '../graph/bucket-stake'
import type { StakeGraph, Valuation } from '../graph/graph'
import { add, compare, largestFirst, type Ratio, ratio } from '../math/ratio'
import { amountsByBucket, type Position } from './look-through'

/** What positions lose by one slashing for all that a set can take of an operator. */
export interface SlashingLoss {
  /** Position in `StakeGraph.operators`. */
  readonly operator: number
  /** Position in `StakeGraph.sets`. */
  readonly set: number
  /** In units of 1; above 0. */
  readonly loss: Ratio
}

/**
 * The single slashing that costs positions the most, out of all pairs of operator and set; of equal ones the first by set,
 * then operator. Null: none costs anything.
 *
 * Of a bucket, positions lose their part of what is taken, which is no more than it holds. A bucket that holds nothing has
 * no parts; what has no price is left out.
 */
export function worstSlashing(
  graph: StakeGraph,
  positions: readonly Position[],
  valuation: Valuation,
): SlashingLoss | null {
  const { commitments } = graph
  const lossOf = partLost(graph, positions, valuation)
  const found: SlashingLoss[] = []
  commitments.slashable.forEach((amount, line) => {
    const loss = lossOf(commitments.bucket[line]!, amount)
    if (loss === null) return
    const [operator, set] = [commitments.operator[line]!, commitments.set[line]!]
    const last = found.at(-1)
    // Lines of one set and operator are next to each other.
    const isSame = last?.operator === operator && last.set === set
    if (isSame) found[found.length - 1] = { operator, set, loss: add(last.loss, loss) }
    else found.push({ operator, set, loss })
  })
  return found.reduce<SlashingLoss | null>(
    (worst, one) => (worst === null || compare(one.loss, worst.loss) > 0n ? one : worst),
    null,
  )
}

/** What positions lose if one operator is slashed for all that sets can take of it. */
export interface OperatorLoss {
  /** Position in `StakeGraph.operators`. */
  readonly operator: number
  /** In units of 1; above 0. */
  readonly loss: Ratio
}

/**
 * Operators by what their slashing costs positions, the most first, then by position: the first k are the worst k to fail
 * together, as their losses add up. Of a bucket all sets together take no more than it holds.
 * @throws RangeError if a bucket of the positions is shared by operators: their losses do not add up there
 */
export function operatorLosses(
  graph: StakeGraph,
  positions: readonly Position[],
  valuation: Valuation,
): OperatorLoss[] {
  const { buckets, commitments } = graph
  const taken = new Map<number, bigint>()
  for (const bucket of amountsByBucket(positions).keys()) {
    if (buckets.operator[bucket]! < 0) throw new RangeError(`Operators share bucket ${bucket}`)
    taken.set(bucket, 0n)
  }
  commitments.slashable.forEach((amount, line) => {
    const bucket = commitments.bucket[line]!
    const before = taken.get(bucket)
    if (before !== undefined) taken.set(bucket, before + amount)
  })
  const lossOf = partLost(graph, positions, valuation)
  const losses = new Map<number, Ratio>()
  for (const [bucket, amount] of taken) {
    const loss = lossOf(bucket, amount)
    if (loss === null) continue
    const operator = buckets.operator[bucket]!
    losses.set(operator, add(losses.get(operator) ?? ratio(0n), loss))
  }
  return [...losses]
    .map(([operator, loss]) => ({ operator, loss }))
    .sort((a, b) => largestFirst(a.loss, b.loss) || a.operator - b.operator)
}

/** What positions lose if so much is taken of a bucket; null: nothing, or nothing that has a price. */
function partLost(
  { buckets: { cap, pool } }: StakeGraph,
  positions: readonly Position[],
  { weights, unit }: Valuation,
): (bucket: number, taken: bigint) => Ratio | null {
  const amounts = amountsByBucket(positions)
  return (bucket, taken) => {
    const amount = amounts.get(bucket) ?? 0n
    if (amount === 0n || taken === 0n || cap[bucket] === 0n) return null
    const weight = weights[pool[bucket]!] ?? 0n
    if (weight === 0n) return null
    return ratio(amount * weight * smaller(taken, cap[bucket]!), cap[bucket]! * unit)
  }
}

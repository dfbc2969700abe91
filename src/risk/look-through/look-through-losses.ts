import { smaller } from '../graph/bucket-stake'
import type { StakeGraph } from '../graph/graph'
import { add, compare, largestFirst, type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { amountsByBucket, type Position } from './look-through'

/** Loss of positions if a set slashes all it can of an operator. */
interface SlashingLoss {
  /** Position in `StakeGraph.operators`. */
  readonly operator: number
  /** Position in `StakeGraph.sets`. */
  readonly set: number
  /** In the unit of the valuation, above 0. */
  readonly loss: Ratio
}

/**
 * The slashing with the largest loss of positions, of all pairs of set and operator; of equal
 * losses the first by set, then operator. Null: no slashing costs anything.
 *
 * A slashing takes at most the stake of a bucket, and positions lose in proportion to their stake
 * in it. Unpriced stake is left out.
 */
export function worstSlashing(
  graph: StakeGraph,
  positions: readonly Position[],
  valuation: Valuation,
): SlashingLoss | null {
  const { commitments } = graph
  const lossOf = lossesOf(graph, positions, valuation)
  const found: SlashingLoss[] = []
  commitments.slashable.forEach((amount, line) => {
    const loss = lossOf(commitments.bucket[line]!, amount)
    if (loss === null) return
    const [operator, set] = [commitments.operator[line]!, commitments.set[line]!]
    const last = found.at(-1)
    // Commitments of one set and operator are adjacent.
    const isSame = last?.operator === operator && last.set === set
    if (isSame) found[found.length - 1] = { operator, set, loss: add(last.loss, loss) }
    else found.push({ operator, set, loss })
  })
  return found.reduce<SlashingLoss | null>(
    (worst, one) => (worst === null || compare(one.loss, worst.loss) > 0n ? one : worst),
    null,
  )
}

/** Loss of positions if all sets slash all they can of an operator. */
export interface OperatorLoss {
  /** Position in `StakeGraph.operators`. */
  readonly operator: number
  /** In the unit of the valuation, above 0. */
  readonly loss: Ratio
}

/**
 * Operators by the loss of positions if they are slashed, largest first, then by position. Losses
 * add up, so the first k are the worst k. All sets together take at most the stake of a bucket.
 * @throws RangeError if operators share a bucket of the positions: losses do not add up there
 */
export function operatorLosses(
  graph: StakeGraph,
  positions: readonly Position[],
  valuation: Valuation,
): OperatorLoss[] {
  const { buckets, commitments } = graph
  const taken = new Map<number, bigint>()
  for (const bucket of amountsByBucket(positions).keys()) {
    if (buckets.operator[bucket]! < 0)
      throw new RangeError(`Bucket ${bucket} is shared by operators`)
    taken.set(bucket, 0n)
  }
  commitments.slashable.forEach((amount, line) => {
    const bucket = commitments.bucket[line]!
    const before = taken.get(bucket)
    if (before !== undefined) taken.set(bucket, before + amount)
  })
  const lossOf = lossesOf(graph, positions, valuation)
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

/** Loss of positions by amount taken of a bucket; null: no loss, or no price. */
function lossesOf(
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

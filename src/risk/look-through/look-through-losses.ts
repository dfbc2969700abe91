import { smaller } from '../graph/bucket-stake'
import { isShared } from '../graph/delegated'
import type { StakeGraph } from '../graph/graph'
import { promisedByOperator } from '../graph/promised'
import { ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { amountsByBucket, type Position } from './look-through'

/** Loss of positions if a set slashes all it can of an operator. */
interface SlashingLoss {
  /** Position in `StakeGraph.operators`. */
  readonly operator: number
  /** Position in `StakeGraph.sets`. */
  readonly set: number
  /** Not 0. */
  readonly loss: Value
}

/**
 * The slashing with the largest loss of positions, of all pairs of set and operator; of equal
 * losses the first by set, then operator. Losses compare by their priced parts. Null: no slashing
 * costs anything.
 *
 * A slashing takes at most the stake of a bucket, and positions lose in proportion to their stake
 * in it.
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
    if (isSame) found[found.length - 1] = { operator, set, loss: last.loss.plus(loss) }
    else found.push({ operator, set, loss })
  })
  return found.reduce<SlashingLoss | null>((worst, one) => {
    return worst === null || Value.largestFirst(one.loss, worst.loss) < 0 ? one : worst
  }, null)
}

/** Loss of positions if all sets slash all they can of an operator. */
export interface OperatorLoss {
  /** Position in `StakeGraph.operators`. */
  readonly operator: number
  /** Not 0. */
  readonly loss: Value
}

/**
 * Operators by the loss of positions if they are slashed, largest priced part first, then by position.
 * Losses add up, so the first k are the worst k. All sets together take at most the stake of a bucket.
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
  const losses = new Map<number, Value>()
  for (const [bucket, amount] of taken) {
    const loss = lossOf(bucket, amount)
    if (loss === null) continue
    const operator = buckets.operator[bucket]!
    losses.set(operator, losses.get(operator)?.plus(loss) ?? loss)
  }
  return [...losses]
    .map(([operator, loss]) => ({ operator, loss }))
    .sort((a, b) => Value.largestFirst(a.loss, b.loss) || a.operator - b.operator)
}

/**
 * Operators in an order in which slashing them costs the positions much: each with what it adds to the loss of those before it, the
 * largest addition first, then by position. As `operatorLosses` where operators share no bucket of the positions. Where they do, the
 * first k cost at least 1 - (1 - 1/k)^k of what any k cost: all together take at most the stake of a bucket.
 */
export function addedLosses(
  graph: StakeGraph,
  positions: readonly Position[],
  valuation: Valuation,
): OperatorLoss[] {
  const { buckets } = graph
  const held = [...amountsByBucket(positions).keys()]
  if (!held.some((bucket) => isShared(graph, bucket))) {
    return operatorLosses(graph, positions, valuation)
  }
  const counted = new Set(held)
  const left = new Map<number, [bucket: number, amount: bigint][]>()
  promisedByOperator(graph).forEach((own, operator) => {
    const here = [...own].filter(([bucket]) => counted.has(bucket))
    if (here.length > 0) left.set(operator, here)
  })
  const room = [...buckets.cap]
  const lossOf = lossesOf(graph, positions, valuation)
  const found: OperatorLoss[] = []
  for (;;) {
    let best: OperatorLoss | null = null
    for (const [operator, own] of left) {
      const added = own.flatMap(([bucket, amount]) => {
        return lossOf(bucket, smaller(amount, room[bucket]!)) ?? []
      })
      const loss = Value.sum(added, valuation.none)
      if (loss.isZero === true) continue
      if (best === null || Value.largestFirst(loss, best.loss) < 0) best = { operator, loss }
    }
    if (best === null) return found
    found.push(best)
    for (const [bucket, amount] of left.get(best.operator)!) {
      room[bucket] = room[bucket]! - smaller(amount, room[bucket]!)
    }
    left.delete(best.operator)
  }
}

/** Loss of positions by amount taken of a bucket; null: no loss. */
function lossesOf(
  { buckets: { cap, pool } }: StakeGraph,
  positions: readonly Position[],
  valuation: Valuation,
): (bucket: number, taken: bigint) => Value | null {
  const amounts = amountsByBucket(positions)
  return (bucket, taken) => {
    const amount = amounts.get(bucket) ?? 0n
    const stake = cap[bucket]!
    if (amount === 0n || taken === 0n || stake === 0n) return null
    const held = valuation.worth(pool[bucket]!, amount)
    return held.isZero === true ? null : held.times(ratio(smaller(taken, stake), stake))
  }
}

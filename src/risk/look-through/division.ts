import { hhi } from '../concentration/herfindahl'
import { population } from '../concentration/population'
import { delegatedByOperator, isAdditive } from '../graph/delegated'
import type { StakeMatrix } from '../graph/exposure'
import type { StakeGraph } from '../graph/graph'
import { type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { lookThrough, type Position, worth } from './look-through'
import type { OperatorLoss } from './look-through-losses'

/** A part of positions. */
export interface Part {
  readonly id: string
  readonly amount: Value
}

/** Positions by pool, in their order: what they hold there, in base units of the pool. */
export function amountsByPool(positions: readonly Position[]): Map<number, bigint> {
  const amounts = new Map<number, bigint>()
  for (const { pool, amount } of positions) amounts.set(pool, (amounts.get(pool) ?? 0n) + amount)
  return amounts
}

/**
 * Worth of the positions by operator, largest priced part first, then by id; what is delegated to nobody is in none. Of a bucket that
 * operators share each has the part that is delegated to it, so that parts can add up to more than the positions.
 */
export function partsByOperator(
  graph: StakeGraph,
  positions: readonly Position[],
  valuation: Valuation,
): Part[] {
  const { operators, buckets } = graph
  const held = new Map<number, Position[]>()
  const shared: Position[] = []
  for (const position of positions) {
    if (position.bucket === null) continue
    const operator = buckets.operator[position.bucket]!
    if (operator < 0) shared.push(position)
    else held.set(operator, [...(held.get(operator) ?? []), position])
  }
  const parts = new Map([...held].map(([operator, own]) => [operator, worth(own, valuation)]))
  const delegated = shared.length === 0 ? [] : delegatedByOperator(graph)
  for (const { bucket, pool, amount } of shared) {
    const cap = buckets.cap[bucket!]!
    const held = valuation.worth(pool, amount)
    delegated.forEach((own, operator) => {
      const part = own.get(bucket!) ?? 0n
      if (part === 0n || cap === 0n) return
      const worth = held.times(ratio(part < cap ? part : cap, cap))
      parts.set(operator, parts.get(operator)?.plus(worth) ?? worth)
    })
  }
  return ranked([...parts].map(([operator, amount]) => ({ id: operators[operator]!, amount })))
}

/** Whether parts of the positions by operator add up: see `isAdditive`. */
export function hasAdditiveParts(graph: StakeGraph, positions: readonly Position[]): boolean {
  const pools = new Set(positions.map(({ pool }) => pool))
  return isAdditive(graph, (pool) => pools.has(pool))
}

/**
 * What of the positions stands behind each column, largest priced part first, then by id.
 * @param buckets matrix of buckets by column, see `lookThrough`
 */
export function partsByColumn(
  graph: StakeGraph,
  positions: readonly Position[],
  buckets: StakeMatrix,
): Part[] {
  const amounts = lookThrough(graph, positions, buckets)
  return ranked(amounts.map((amount, column) => ({ id: buckets.columns[column]!, amount })))
}

function ranked(parts: readonly Part[]): Part[] {
  return parts
    .filter(({ amount }) => amount.isZero !== true)
    .sort((a, b) => Value.largestFirst(a.amount, b.amount) || (a.id < b.id ? -1 : 1))
}

/** HHI of the priced parts, in (0, 1]; null: there is nothing to share. */
export function concentrationOf(parts: readonly Part[], none: Value): Ratio | null {
  const { amounts } = Value.pricedPart(
    parts.map(({ amount }) => amount),
    none,
  )
  return hhi(population(parts.map(({ id }, part) => ({ id, amount: amounts[part]! }))))
}

/** Losses in their order, each with those before it added: of the k-th, what the first k cost together. */
export function runningLosses(losses: readonly OperatorLoss[]): OperatorLoss[] {
  let sum: Value | null = null
  return losses.map(({ operator, loss }) => {
    sum = sum?.plus(loss) ?? loss
    return { operator, loss: sum }
  })
}

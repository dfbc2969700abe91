import { hhi } from '../concentration/herfindahl'
import { population } from '../concentration/population'
import type { StakeMatrix } from '../graph/exposure'
import type { StakeGraph } from '../graph/graph'
import type { Ratio } from '../math/ratio'
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

/** Worth of the positions by operator, largest priced part first, then by id; what is delegated to nobody is in none. */
export function partsByOperator(
  { operators, buckets }: StakeGraph,
  positions: readonly Position[],
  valuation: Valuation,
): Part[] {
  const held = new Map<number, Position[]>()
  for (const position of positions) {
    if (position.bucket === null) continue
    const operator = buckets.operator[position.bucket]!
    held.set(operator, [...(held.get(operator) ?? []), position])
  }
  const parts = [...held].map(([operator, own]) => {
    return { id: operators[operator]!, amount: worth(own, valuation) }
  })
  return ranked(parts)
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

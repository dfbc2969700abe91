import type { Part } from '../concentration/ratio-population'
import type { Exposure } from '../graph/exposure'
import type { StakeGraph } from '../graph/graph'
import { add, largestFirst, type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { lookThrough, type Position, worth } from './look-through'
import type { OperatorLoss } from './look-through-losses'

/** Positions by pool, in their order: what they hold there, in base units of the pool. */
export function amountsByPool(positions: readonly Position[]): Map<number, bigint> {
  const amounts = new Map<number, bigint>()
  for (const { pool, amount } of positions) amounts.set(pool, (amounts.get(pool) ?? 0n) + amount)
  return amounts
}

/** Worth of the positions by operator, largest first, then by id; what is delegated to nobody is in none. */
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
 * What of the positions stands behind each column, largest first, then by id.
 * @param buckets matrix of buckets by column, see `lookThrough`
 */
export function partsByColumn(
  graph: StakeGraph,
  positions: readonly Position[],
  buckets: Exposure,
): Part[] {
  const amounts = lookThrough(graph, positions, buckets)
  return ranked(amounts.map((amount, column) => ({ id: buckets.columns[column]!, amount })))
}

function ranked(parts: readonly Part[]): Part[] {
  return parts
    .filter(({ amount }) => amount.num > 0n)
    .sort((a, b) => largestFirst(a.amount, b.amount) || (a.id < b.id ? -1 : 1))
}

/** Losses in their order, each with those before it added: of the k-th, what the first k cost together. */
export function runningLosses(losses: readonly OperatorLoss[]): OperatorLoss[] {
  let sum: Ratio = ratio(0n)
  return losses.map(({ operator, loss }) => {
    sum = add(sum, loss)
    return { operator, loss: sum }
  })
}

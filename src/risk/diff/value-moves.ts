import type { PoolHolding } from '../concentration/native-population'
import { compare, type Ratio, ratio, subtract } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import type { Value } from '../value/value'
import { stakeMoves } from './stake-moves'

/** What a member has over all pools at two blocks, at the same prices. */
export interface ValueMove {
  readonly id: string
  readonly before: Value
  readonly after: Value
  /** Of the priced parts: after - before. */
  readonly change: Ratio
}

/**
 * Members whose stake changed in any pool, with all that they have: the largest change of the priced part first, then by id.
 * @param poolAt position of a pool in the valuation
 */
export function valueMoves(
  before: readonly PoolHolding[],
  after: readonly PoolHolding[],
  valuation: Valuation,
  poolAt: (pool: string) => number,
): ValueMove[] {
  const movers = new Set(stakeMoves(before, after).map(({ id }) => id))
  const worthOf = (holdings: readonly PoolHolding[]) => {
    const worth = new Map<string, Value>()
    for (const { id, pool, amount } of holdings) {
      if (pool === null || !movers.has(id)) continue
      const value = valuation.worth(poolAt(pool), amount)
      worth.set(id, worth.get(id)?.plus(value) ?? value)
    }
    return worth
  }
  const [first, last] = [worthOf(before), worthOf(after)]
  const moves = [...movers].map((id) => {
    const [was, is] = [first.get(id) ?? valuation.none, last.get(id) ?? valuation.none]
    return { id, before: was, after: is, change: subtract(boundOf(is), boundOf(was)) }
  })
  return moves.sort((a, b) => {
    return Number(compare(sizeOf(b.change), sizeOf(a.change))) || (a.id < b.id ? -1 : 1)
  })
}

function boundOf(value: Value): Ratio {
  const { num, den } = value.lowerBound()
  return ratio(num, den)
}

const sizeOf = ({ num, den }: Ratio): Ratio => ({ num: num < 0n ? -num : num, den })

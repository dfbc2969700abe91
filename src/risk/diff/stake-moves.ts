import type { PoolHolding } from '../concentration/native-population'
import { type Ratio, ratio } from '../math/ratio'

/** What a member has in a pool at two blocks, in base units of the pool. */
export interface StakeMove {
  readonly id: string
  readonly pool: string
  readonly before: bigint
  readonly after: bigint
  /** after - before. */
  readonly change: bigint
  /** |change| / the larger of the pool's totals of the two blocks, in (0, 1]. */
  readonly part: Ratio
}

/**
 * Holdings that changed between two blocks, the largest part of their pool first, then by member and pool: parts of different
 * pools compare without prices.
 */
export function stakeMoves(
  before: readonly PoolHolding[],
  after: readonly PoolHolding[],
): StakeMove[] {
  const [first, last] = [cellsOf(before), cellsOf(after)]
  const totals = first.totals
  for (const [pool, total] of last.totals) {
    if (total > (totals.get(pool) ?? 0n)) totals.set(pool, total)
  }
  const moves: StakeMove[] = []
  for (const id of new Set([...first.cells.keys(), ...last.cells.keys()])) {
    const [own, later] = [first.cells.get(id) ?? NOTHING, last.cells.get(id) ?? NOTHING]
    for (const pool of new Set([...own.keys(), ...later.keys()])) {
      const [was, is] = [own.get(pool) ?? 0n, later.get(pool) ?? 0n]
      if (was === is) continue
      const change = is - was
      const size = change < 0n ? -change : change
      moves.push({ id, pool, before: was, after: is, change, part: ratio(size, totals.get(pool)!) })
    }
  }
  return moves.sort(largestMoveFirst)
}

function largestMoveFirst(a: StakeMove, b: StakeMove): number {
  const difference = b.part.num * a.part.den - a.part.num * b.part.den
  if (difference !== 0n) return difference > 0n ? 1 : -1
  return byText(a.id, b.id) || byText(a.pool, b.pool)
}

const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b))

const NOTHING: ReadonlyMap<string, bigint> = new Map()

/** What members have, by member and pool, and all of it by pool. */
function cellsOf(holdings: readonly PoolHolding[]) {
  const cells = new Map<string, Map<string, bigint>>()
  const totals = new Map<string, bigint>()
  for (const { id, pool, amount } of holdings) {
    if (pool === null || amount === 0n) continue
    const own = cells.get(id) ?? new Map<string, bigint>()
    cells.set(id, own.set(pool, amount))
    totals.set(pool, (totals.get(pool) ?? 0n) + amount)
  }
  return { cells, totals }
}

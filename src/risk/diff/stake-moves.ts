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
  const totals = new Map<string, bigint>()
  for (const { pool, amount } of first.values()) add(totals, pool, amount)
  const later = new Map<string, bigint>()
  for (const { pool, amount } of last.values()) add(later, pool, amount)
  for (const [pool, total] of later) {
    if (total > (totals.get(pool) ?? 0n)) totals.set(pool, total)
  }
  const moves: StakeMove[] = []
  for (const key of new Set([...first.keys(), ...last.keys()])) {
    const { id, pool } = (first.get(key) ?? last.get(key))!
    const [was, is] = [first.get(key)?.amount ?? 0n, last.get(key)?.amount ?? 0n]
    if (was === is) continue
    const change = is - was
    const size = change < 0n ? -change : change
    moves.push({ id, pool, before: was, after: is, change, part: ratio(size, totals.get(pool)!) })
  }
  return moves.sort(largestMoveFirst)
}

function largestMoveFirst(a: StakeMove, b: StakeMove): number {
  const difference = b.part.num * a.part.den - a.part.num * b.part.den
  if (difference !== 0n) return difference > 0n ? 1 : -1
  return byText(a.id, b.id) || byText(a.pool, b.pool)
}

const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b))

interface Cell {
  readonly id: string
  readonly pool: string
  readonly amount: bigint
}

function cellsOf(holdings: readonly PoolHolding[]): Map<string, Cell> {
  const cells = new Map<string, Cell>()
  for (const { id, pool, amount } of holdings) {
    if (pool !== null && amount > 0n) cells.set(`${id} ${pool}`, { id, pool, amount })
  }
  return cells
}

function add(sums: Map<string, bigint>, key: string, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount)
}

import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { hasSharedBuckets, isShared } from './delegated'
import { type Matrix, promised } from './exposure'
import type { Basis, StakeGraph } from './graph'

/** What an entry of a matrix has of a shared bucket. */
interface EntryPart {
  /** Position of the entry. */
  readonly entry: number
  /** Above 0. */
  readonly amount: bigint
  /** Number of commitments that it is the sum of. */
  readonly lines: number
}

/**
 * A bucket that operators share, behind entries of a matrix of stake: together they lose at most what it has, however much was
 * promised of it. Plain data.
 */
export interface SharedBucket {
  /** Id of its pool: of the vault. */
  readonly pool: string
  /** Whether its pool has a price. If not, amounts are in base units of the pool, else in units of 1 / `Valuation.unit`. */
  readonly isPriced: boolean
  /** Stake in it. */
  readonly cap: bigint
  /** By entry, ascending. */
  readonly parts: readonly EntryPart[]
}

/**
 * Shared buckets behind the entries of a matrix of services.
 *
 * @param matrix of the same graph, basis and valuation: operators, or groups of them, and services
 * @param groupOf group of each operator; operators without one are rows
 */
export function sharedBuckets(
  graph: StakeGraph,
  basis: Basis,
  valuation: Valuation,
  matrix: Pick<Matrix<unknown>, 'rows' | 'start' | 'row'>,
  groupOf: ReadonlyMap<string, string> = new Map(),
): SharedBucket[] {
  if (!hasSharedBuckets(graph)) return []
  const { buckets, operators, pools } = graph
  const rowOf = new Map(matrix.rows.map((row, position) => [row, position]))
  const entryOf = entries(matrix)
  const found = new Map<number, Map<number, { amount: bigint; lines: number }>>()
  for (const { column, operator, bucket, amount } of commitmentsOf(graph, basis)) {
    if (!isShared(graph, bucket) || !valuation.isInScope(buckets.pool[bucket]!)) continue
    const name = operators[operator]!
    const row = rowOf.get(groupOf.get(name) ?? name)
    const entry = row === undefined ? undefined : entryOf(column, row)
    if (entry === undefined || amount === 0n) continue
    const parts = found.get(bucket) ?? new Map<number, { amount: bigint; lines: number }>()
    found.set(bucket, parts)
    const before = parts.get(entry) ?? { amount: 0n, lines: 0 }
    parts.set(entry, { amount: before.amount + amount, lines: before.lines + 1 })
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([bucket, parts]) => {
      const pool = buckets.pool[bucket]!
      const isPriced = valuation.isPriced(pool)
      const worth = (amount: bigint) => {
        if (!isPriced) return amount
        return Value.pricedPart([valuation.worth(pool, amount)], valuation.none).amounts[0]!
      }
      return {
        pool: pools[pool]!,
        isPriced,
        cap: worth(buckets.cap[bucket]!),
        parts: [...parts]
          .sort(([a], [b]) => a - b)
          .map(([entry, { amount, lines }]) => ({ entry, amount: worth(amount), lines })),
      }
    })
}

/** What services count on of each bucket, through which operator. */
function* commitmentsOf(graph: StakeGraph, basis: Basis) {
  const { commitments, sets } = graph
  const columnOf = (line: number) => sets[commitments.set[line]!]!.service
  if (basis === 'REGISTERED' || basis === 'DELEGATED') {
    for (const [column, members] of promised(graph, columnOf, basis)) {
      for (const [operator, amounts] of members) {
        for (const [bucket, amount] of amounts) yield { column, operator, bucket, amount }
      }
    }
    return
  }
  const amounts = basis === 'SLASHABLE' ? commitments.slashable : commitments.minSlashable
  for (const [line, amount] of amounts.entries()) {
    if (amount === 0n) continue
    const [operator, bucket] = [commitments.operator[line]!, commitments.bucket[line]!]
    yield { column: columnOf(line), operator, bucket, amount }
  }
}

/** The position of an entry; undefined: there is none. */
function entries({ start, row }: Pick<Matrix<unknown>, 'start' | 'row'>) {
  const columns = Array.from({ length: start.length - 1 }, (_, column) => {
    const own = new Map<number, number>()
    for (let entry = start[column]!; entry < start[column + 1]!; entry++)
      own.set(row[entry]!, entry)
    return own
  })
  return (column: number, one: number) => columns[column]!.get(one)
}

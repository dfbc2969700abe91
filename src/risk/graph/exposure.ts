import { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { delegatedByOperator } from './delegated'
import type { Basis, StakeGraph } from './graph'

/**
 * Exact sparse matrix: which rows stand behind which columns.
 *
 * Compressed by column: column c has the entries `start[c]` to `start[c + 1]`, rows ascending. An
 * entry can be 0: the row belongs to the column without stake (a registered operator).
 */
export interface Matrix<V> {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly start: Int32Array
  readonly row: Int32Array
  readonly value: readonly V[]
}

/** A matrix of integers: other weights than stake, or the priced part of stake. */
export interface Exposure extends Matrix<bigint> {
  /** Common denominator of the values. */
  readonly unit: bigint
}

/** A matrix of stake. Computations that need integers take its `pricedPart`. */
export interface StakeMatrix extends Matrix<Value> {
  /** No stake, of the same valuation. */
  readonly none: Value
}

/** The priced part of stake, and the stake that it is a part of. */
export interface PricedPart extends Exposure {
  readonly stake: StakeMatrix
}

/** The integers of a matrix of stake: amounts that have a price. */
export function pricedPart(stake: StakeMatrix): PricedPart {
  const { rows, columns, start, row, value, none } = stake
  const { amounts, unit } = Value.pricedPart(value, none)
  return { rows, columns, start, row, value: amounts, unit, stake }
}

/** What the columns of an exposure are. SET: all sets, by position in the graph. OPERATOR_SET: those that can slash, by id. */
export type ColumnKind = 'SERVICE' | 'SET' | 'OPERATOR_SET'
/** What its rows are. The id of a bucket is operator/pool, or pool if all operators share it. */
export type RowKind = 'OPERATOR' | 'POOL' | 'BUCKET'

/** Collects the entries of a matrix in any order; entries of one cell are added. */
export class Cells<V extends bigint | Value> {
  private readonly columns: Map<number, V>[]

  constructor(count: number) {
    this.columns = Array.from({ length: count }, () => new Map())
  }

  add(column: number, row: number, value: V): void {
    const cells = this.columns[column]!
    const before = cells.get(row)
    cells.set(row, before === undefined ? value : sum(before, value))
  }

  compress() {
    const start = new Int32Array(this.columns.length + 1)
    const row: number[] = []
    const value: V[] = []
    this.columns.forEach((cells, column) => {
      for (const key of [...cells.keys()].sort((a, b) => a - b)) {
        row.push(key)
        value.push(cells.get(key)!)
      }
      start[column + 1] = row.length
    })
    return { start, row: Int32Array.from(row), value }
  }
}

function sum<V extends bigint | Value>(a: V, b: V): V {
  return (typeof a === 'bigint' ? a + (b as bigint) : a.plus(b as Value)) as V
}

/**
 * A matrix with new rows and all else of another one; entries are [column, row, value], entries of one cell are added.
 */
export function matrixFrom<V extends bigint | Value, M extends Matrix<V>>(
  matrix: M & Matrix<V>,
  rows: readonly string[],
  entries: () => Iterable<readonly [number, number, V]>,
): M {
  const cells = new Cells<V>(matrix.columns.length)
  for (const [column, row, value] of entries()) cells.add(column, row, value)
  return { ...matrix, rows, ...cells.compress() }
}

/**
 * What columns count on of each bucket, in base units of its pool, whatever has a price: to be compared bucket by bucket. Buckets out
 * of the scope are left out.
 */
export function bucketAmounts(
  graph: StakeGraph,
  basis: Basis,
  { scope }: Valuation,
  columns: ColumnKind = 'SERVICE',
): Exposure {
  const ones = new Valuation(
    graph.pools.map(() => 1n),
    1n,
    scope,
  )
  return exposure(graph, basis, ones, columns, 'BUCKET')
}

/** The priced part of `stakeMatrix`. */
export function exposure(...args: Parameters<typeof stakeMatrix>): PricedPart {
  return pricedPart(stakeMatrix(...args))
}

/**
 * The exposure matrix x[row, column] of a graph on a basis. Operators serve a column if they are registered to it, or, with a
 * slashable basis, if it counts on stake of theirs in any pool: that depends on neither the prices nor the pool in the scope. Stake
 * of other pools is not in it.
 *
 * DELEGATED counts all stake of an operator for every service it is registered to (`delegatedByOperator`). REGISTERED
 * counts, per bucket, the maximum over the sets of one service; SLASHABLE and MIN_SLASHABLE the
 * sum.
 */
export function stakeMatrix(
  graph: StakeGraph,
  basis: Basis,
  valuation: Valuation,
  columns: ColumnKind = 'SERVICE',
  rows: RowKind = 'OPERATOR',
): StakeMatrix {
  const { commitments, buckets } = graph
  const { names, columnOfSet } = columnsOf(graph, columns)
  const cells = new Cells<Value>(names.length)
  const add = (column: number, operator: number, bucket: number, amount: bigint) => {
    const pool = buckets.pool[bucket]!
    const row = { OPERATOR: operator, POOL: pool, BUCKET: bucket }[rows]
    // Whoever serves a service by another pool belongs to it, too: worth nothing, out of the scope.
    if (rows !== 'OPERATOR' && !valuation.isInScope(pool)) return
    cells.add(column, row, valuation.worth(pool, amount))
  }
  const columnOf = (line: number) => columnOfSet[commitments.set[line]!]!

  if (basis !== 'DELEGATED' && basis !== 'REGISTERED') {
    // Of votes all amounts are the same.
    const amounts = basis === 'SLASHABLE' ? commitments.slashable : commitments.minSlashable
    amounts.forEach((amount, line) => {
      if (amount === 0n || columnOf(line) < 0) return
      add(columnOf(line), commitments.operator[line]!, commitments.bucket[line]!, amount)
    })
  } else {
    for (const [column, members] of promised(graph, columnOf, basis)) {
      for (const [operator, amounts] of members) {
        if (rows === 'OPERATOR') cells.add(column, operator, valuation.none)
        for (const [bucket, amount] of amounts) add(column, operator, bucket, amount)
      }
    }
  }
  return {
    rows: rowNames(graph, rows),
    columns: names,
    ...cells.compress(),
    none: valuation.none,
  }
}

/** Ids of the columns, and to which of them each set belongs; -1: none. */
function columnsOf({ services, sets }: StakeGraph, kind: ColumnKind) {
  if (kind === 'SERVICE') return { names: services, columnOfSet: sets.map((set) => set.service) }
  const names: string[] = []
  const columnOfSet = sets.map(({ id, slashes }) => {
    return kind === 'SET' || slashes ? names.push(id) - 1 : -1
  })
  return { names, columnOfSet }
}

function rowNames({ operators, pools, buckets }: StakeGraph, rows: RowKind): readonly string[] {
  if (rows === 'OPERATOR') return operators
  if (rows === 'POOL') return pools
  return buckets.cap.map((_, bucket) => {
    const owner = operators[buckets.operator[bucket]!]
    const pool = pools[buckets.pool[bucket]!]!
    return owner === undefined ? pool : `${owner}/${pool}`
  })
}

/**
 * Amounts by column, operator and bucket, each bucket once: sets of one column that accept it count
 * the same stake.
 */
export function promised(
  graph: StakeGraph,
  columnOf: (line: number) => number,
  basis: 'DELEGATED' | 'REGISTERED',
): Map<number, Map<number, Map<number, bigint>>> {
  const { commitments } = graph
  const own = basis === 'DELEGATED' ? delegatedByOperator(graph) : null
  const columns = new Map<number, Map<number, Map<number, bigint>>>()
  for (let line = 0; line < commitments.set.length; line++) {
    const column = columnOf(line)
    if (column < 0 || commitments.isRegistered[line] === 0) continue
    const operator = commitments.operator[line]!
    const amounts = entry(
      entry(columns, column, () => new Map()),
      operator,
      () => new Map<number, bigint>(),
    )
    if (own) {
      for (const [bucket, amount] of own[operator]!) amounts.set(bucket, amount)
      continue
    }
    const bucket = commitments.bucket[line]!
    if (bucket < 0) continue
    const amount = commitments.registered[line]!
    const before = amounts.get(bucket) ?? 0n
    amounts.set(bucket, amount > before ? amount : before)
  }
  return columns
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

import type { Basis, StakeGraph, Valuation } from './graph'

/**
 * Exact sparse matrix of stake: which rows stand behind which columns.
 *
 * Compressed by column: column c has the entries `start[c]` to `start[c + 1]`, rows ascending. An
 * entry can be 0: the row belongs to the column without stake (a registered operator).
 */
export interface Exposure {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly start: Int32Array
  readonly row: Int32Array
  /** Amount times the weight of its pool, in units of 1 / `unit`. */
  readonly value: readonly bigint[]
  /** Common denominator of the values. */
  readonly unit: bigint
  /** Positions of pools with stake that is left out because they have no weight, ascending. */
  readonly unpriced: readonly number[]
}

/** What the columns of an exposure are. */
export type ColumnKind = 'SERVICE' | 'SET'
/** What its rows are. The id of a bucket is operator/pool, or pool if all operators share it. */
export type RowKind = 'OPERATOR' | 'POOL' | 'BUCKET'

/** Collects the entries of a matrix in any order; entries of one cell are added. */
export class Cells {
  private readonly columns: Map<number, bigint>[]

  constructor(count: number) {
    this.columns = Array.from({ length: count }, () => new Map())
  }

  add(column: number, row: number, value: bigint): void {
    const cells = this.columns[column]!
    cells.set(row, (cells.get(row) ?? 0n) + value)
  }

  compress() {
    const start = new Int32Array(this.columns.length + 1)
    const row: number[] = []
    const value: bigint[] = []
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

/**
 * A matrix with the columns of another one and new rows; entries are [column, row, value], entries
 * of one cell are added.
 */
export function exposureFrom(
  { columns, unit, unpriced }: Exposure,
  rows: readonly string[],
  entries: () => Iterable<readonly [number, number, bigint]>,
): Exposure {
  const cells = new Cells(columns.length)
  for (const [column, row, value] of entries()) cells.add(column, row, value)
  return { rows, columns, ...cells.compress(), unit, unpriced }
}

/**
 * The exposure matrix x[row, column] of a graph on a basis.
 *
 * DELEGATED counts all stake of an operator for every service it is registered to. REGISTERED
 * counts, per bucket, the maximum over the sets of one service; SLASHABLE and MIN_SLASHABLE the
 * sum.
 */
export function exposure(
  graph: StakeGraph,
  basis: Basis,
  valuation: Valuation,
  columns: ColumnKind = 'SERVICE',
  rows: RowKind = 'OPERATOR',
): Exposure {
  const { commitments, buckets } = graph
  const names = columns === 'SERVICE' ? graph.services : graph.sets.map(({ id }) => id)
  const cells = new Cells(names.length)
  const unpriced = new Set<number>()
  const add = (column: number, operator: number, bucket: number, amount: bigint) => {
    const pool = buckets.pool[bucket]!
    const weight = valuation.weights[pool]!
    if (weight === null) {
      if (amount > 0n) unpriced.add(pool)
      return
    }
    cells.add(column, { OPERATOR: operator, POOL: pool, BUCKET: bucket }[rows], amount * weight)
  }
  const columnOf = (line: number) => {
    const set = commitments.set[line]!
    return columns === 'SERVICE' ? graph.sets[set]!.service : set
  }

  if (basis === 'SLASHABLE' || basis === 'MIN_SLASHABLE') {
    const amounts = basis === 'SLASHABLE' ? commitments.slashable : commitments.minSlashable
    amounts.forEach((amount, line) => {
      if (amount === 0n) return
      add(columnOf(line), commitments.operator[line]!, commitments.bucket[line]!, amount)
    })
  } else {
    for (const [column, members] of promised(graph, columnOf, basis, valuation)) {
      for (const [operator, amounts] of members) {
        if (rows === 'OPERATOR') cells.add(column, operator, 0n)
        for (const [bucket, amount] of amounts) add(column, operator, bucket, amount)
      }
    }
  }
  return {
    rows: rowNames(graph, rows),
    columns: names,
    ...cells.compress(),
    unit: valuation.unit,
    unpriced: [...unpriced].sort((a, b) => a - b),
  }
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
function promised(
  graph: StakeGraph,
  columnOf: (line: number) => number,
  basis: 'DELEGATED' | 'REGISTERED',
  { weights }: Valuation,
): Map<number, Map<number, Map<number, bigint>>> {
  const { commitments, buckets } = graph
  const own = basis === 'DELEGATED' ? bucketsByOperator(graph) : null
  const isPart = weights.includes(null)
  const columns = new Map<number, Map<number, Map<number, bigint>>>()
  for (let line = 0; line < commitments.set.length; line++) {
    if (commitments.isRegistered[line] === 0) continue
    const { accepts } = graph.sets[commitments.set[line]!]!
    // Without a valued pool that the set accepts, a member does not belong to the column.
    if (!own && isPart && accepts?.every((pool) => weights[pool] === null)) continue
    const operator = commitments.operator[line]!
    const amounts = entry(
      entry(columns, columnOf(line), () => new Map()),
      operator,
      () => new Map<number, bigint>(),
    )
    if (own) {
      for (const bucket of own[operator]!) amounts.set(bucket, buckets.cap[bucket]!)
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

/** Buckets of each operator. */
export function bucketsByOperator({ operators, buckets }: StakeGraph): number[][] {
  const own: number[][] = operators.map(() => [])
  buckets.operator.forEach((operator, bucket) => {
    if (operator >= 0) own[operator]!.push(bucket)
  })
  return own
}

import { smaller } from '../graph/bucket-stake'
import type { StakeGraph } from '../graph/graph'
import { leastCommonMultiple } from '../math/least-common-multiple'
import { multiply, type Ratio, ratio, subtract } from '../math/ratio'
import { requireFraction } from '../math/threshold'
import type { Valuation } from '../value/valuation'

/** One row of a sparse matrix: fractions over one denominator. */
export interface ImpactRow {
  readonly den: bigint
  /** Ascending. */
  readonly columns: readonly number[]
  /** Above 0, one for each column. */
  readonly nums: readonly bigint[]
}

/**
 * Impact matrix of all pairs of services: entry (t, s) is the fraction of its stake that t loses
 * when s slashes.
 */
export interface Impact {
  readonly rows: readonly ImpactRow[]
  /** Stake of each service, in units of 1 / `Valuation.unit`. */
  readonly stake: readonly bigint[]
}

/** Promises of one bucket by service: one amount for each operator and set that counts. */
type Promises = Map<number, bigint[]>

/**
 * Relative loss of stake of each service when another one slashes a fraction of all stake that it
 * counts on.
 *
 * Slashing lowers the stake of a bucket, and promises that exceed the rest are cut to it: others
 * lose max(0, promised - rest), as in `Simulation` but without rounding. If all of a bucket is
 * promised to both, that is the slashed fraction; if promises do not overlap (SLASHABLE, buckets of
 * one operator), it is 0. REGISTERED assumes that a service can slash all stake that it counts as
 * registered.
 * @param fraction fraction that is slashed, in [0, 1]
 * @throws RangeError on a fraction outside [0, 1]
 */
export function impactOf(
  graph: StakeGraph,
  basis: 'REGISTERED' | 'SLASHABLE',
  { weights }: Valuation,
  fraction: Ratio,
): Impact {
  requireFraction(fraction)
  const { cap, pool } = graph.buckets
  const stake = graph.services.map(() => 0n)
  const counted = promisesOf(graph, basis).map((own, bucket) => {
    // Stake without a price, or of value 0, does not count.
    const weight = weights[pool[bucket]!] ?? 0n
    return { weight, promises: weight === 0n ? [] : [...own] }
  })
  let unit = 1n
  const lefts = counted.map(({ weight, promises }, bucket) =>
    promises.map(([service, amounts]) => {
      stake[service]! += sum(amounts) * weight
      const left = slashed(cap[bucket]!, amounts, fraction)
      unit = leastCommonMultiple(unit, left.den)
      return left
    }),
  )
  const drops = graph.services.map(() => new Map<number, bigint>())
  counted.forEach(({ weight, promises }, bucket) => {
    promises.forEach(([from], at) => {
      const { num, den } = lefts[bucket]![at]!
      const left = num * (unit / den)
      for (const [to, amounts] of promises) {
        if (to === from) continue
        let drop = 0n
        for (const amount of amounts) {
          if (amount * unit > left) drop += amount * unit - left
        }
        if (drop > 0n) drops[to]!.set(from, (drops[to]!.get(from) ?? 0n) + drop * weight)
      }
    })
  })
  return {
    rows: drops.map((row, service) => rowOf(row, row.size === 0 ? 1n : stake[service]! * unit)),
    stake,
  }
}

/** A row from its entries; those of value 0 must be left out. */
export function rowOf(entries: ReadonlyMap<number, bigint>, den: bigint): ImpactRow {
  const columns = [...entries.keys()].sort((a, b) => a - b)
  return { den, columns, nums: columns.map((column) => entries.get(column)!) }
}

/** The matrix in doubles, correct to 15 digits for entries above 1e-20. */
export function inDoubles(matrix: readonly ImpactRow[]) {
  return matrix.map(({ den, columns, nums }) => ({
    columns,
    // Shifted, because the integers may exceed the range of doubles.
    parts: nums.map((num) => Number((num << 128n) / den) / 2 ** 128),
  }))
}

/**
 * Stake left in a bucket after one service slashes a fraction of each of its promises, in the order
 * of sets and operators.
 */
function slashed(cap: bigint, amounts: readonly bigint[], fraction: Ratio): Ratio {
  return amounts.reduce((left, amount) => {
    const [num, den] = [smaller(amount * left.den, left.num), left.den]
    return subtract(left, multiply(ratio(num, den), fraction))
  }, ratio(cap))
}

/**
 * Promises by bucket. REGISTERED: an operator counts once for a service, however many sets accept
 * the bucket.
 */
function promisesOf(graph: StakeGraph, basis: 'REGISTERED' | 'SLASHABLE'): Promises[] {
  const { buckets, commitments, sets } = graph
  const found: Promises[] = buckets.cap.map(() => new Map())
  const counted = new Map<string, number>()
  commitments.bucket.forEach((bucket, line) => {
    const isCounted = basis === 'SLASHABLE' || commitments.isRegistered[line] === 1
    const amount = isCounted && bucket >= 0 ? commitments[inColumn[basis]][line]! : 0n
    if (amount === 0n) return
    const { service } = sets[commitments.set[line]!]!
    const own = found[bucket]!
    const amounts = own.get(service) ?? []
    own.set(service, amounts)
    const key = `${bucket} ${service} ${commitments.operator[line]}`
    const at = basis === 'REGISTERED' ? counted.get(key) : undefined
    if (at !== undefined) {
      if (amounts[at]! < amount) amounts[at] = amount
      return
    }
    counted.set(key, amounts.push(amount) - 1)
  })
  return found
}

const inColumn = { REGISTERED: 'registered', SLASHABLE: 'slashable' } as const

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, amount) => all + amount, 0n)
}

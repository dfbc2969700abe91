import { smaller } from '../graph/bucket-stake'
import type { StakeGraph } from '../graph/graph'
import { leastCommonMultiple } from '../math/least-common-multiple'
import { multiply, type Ratio, ratio, subtract } from '../math/ratio'
import { requireFraction } from '../math/threshold'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'

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
  /** Of the stake that has a price. */
  readonly rows: readonly ImpactRow[]
  /** Stake of each service. */
  readonly stake: readonly Value[]
  /** No stake, of the same valuation. */
  readonly none: Value
  /** By service: what it loses when another one slashes, by that one; also what has no price. Nothing that is 0. */
  readonly drops: readonly ReadonlyMap<number, Value>[]
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
  valuation: Valuation,
  fraction: Ratio,
): Impact {
  requireFraction(fraction)
  const { cap, pool } = graph.buckets
  const { none } = valuation
  const stake = graph.services.map(() => none)
  const counted = promisesOf(graph, basis).map((own, bucket) => {
    return valuation.isInScope(pool[bucket]!) ? [...own] : []
  })
  let unit = 1n
  const lefts = counted.map((promises, bucket) =>
    promises.map(([service, amounts]) => {
      stake[service] = stake[service]!.plus(valuation.worth(pool[bucket]!, sum(amounts)))
      const left = slashed(cap[bucket]!, amounts, fraction)
      unit = leastCommonMultiple(unit, left.den)
      return left
    }),
  )
  /** Times `unit`. */
  const drops = graph.services.map(() => new Map<number, Value>())
  counted.forEach((promises, bucket) => {
    promises.forEach(([from], at) => {
      const { num, den } = lefts[bucket]![at]!
      const left = num * (unit / den)
      for (const [to, amounts] of promises) {
        if (to === from) continue
        let drop = 0n
        for (const amount of amounts) {
          if (amount * unit > left) drop += amount * unit - left
        }
        const worth = valuation.worth(pool[bucket]!, drop)
        if (worth.isZero !== true) {
          drops[to]!.set(from, (drops[to]!.get(from) ?? none).plus(worth))
        }
      }
    })
  })
  return {
    rows: drops.map((row, service) => pricedRow(row, stake[service]!, unit, none)),
    stake,
    none,
    drops: drops.map(
      (row) => new Map([...row].map(([from, drop]) => [from, drop.times({ num: 1n, den: unit })])),
    ),
  }
}

/** @param drops times `unit` */
function pricedRow(
  drops: ReadonlyMap<number, Value>,
  stake: Value,
  unit: bigint,
  none: Value,
): ImpactRow {
  const { amounts } = Value.pricedPart([...drops.values(), stake], none)
  const entries = [...drops.keys()].flatMap((from, at) => {
    return amounts[at]! > 0n ? [[from, amounts[at]!] as const] : []
  })
  return rowOf(new Map(entries), entries.length === 0 ? 1n : amounts.at(-1)! * unit)
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

import { expect } from 'vitest'
import {
  compare,
  divide,
  multiply,
  type Ratio,
  ratio,
  subtract,
} from '../../../src/risk/math/ratio'
import type { Checkpoint } from '../recordings'

/*
 * Metrics by plain loops over dense matrices of exact numbers, made of what the contracts answered, without the indexer,
 * the stake graph and the module risk (but for fractions).
 */

export type Matrix = Map<string, Map<string, bigint>>

export interface Network {
  pool: string
  cap: Map<string, bigint>
  /**
   * AVS -> operator that serves it -> stake in the pool, 0 for those who serve it by other pools: registered to it, or with stake
   * in any pool that it can slash.
   */
  registered: Matrix
  slashable: Matrix
  /** AVS -> registered stake that no set accepts: by the AVSDirectory alone. */
  fromDirectory: Map<string, bigint>
}

const lower = (text: string) => text.toLowerCase()

/** Stake in one pool, registered and slashable, from what the contracts answered. */
export function networkOf(truth: Checkpoint, pool: string): Network {
  const cap = new Map<string, bigint>()
  for (const [operator, { shares }] of Object.entries(truth.operators)) {
    for (const [one, amount] of Object.entries(shares)) {
      if (lower(one) === pool) cap.set(lower(operator), BigInt(amount))
    }
  }
  const registered: Matrix = new Map()
  const slashable: Matrix = new Map()
  const fromDirectory = new Map<string, bigint>()
  const put = (matrix: Matrix, avs: string, operator: string, amount: bigint, isSum: boolean) => {
    const column = matrix.get(avs) ?? new Map<string, bigint>()
    matrix.set(avs, column)
    const before = column.get(operator) ?? 0n
    column.set(operator, isSum ? before + amount : amount > before ? amount : before)
  }
  for (const [set, answers] of Object.entries(truth.operatorSets)) {
    const avs = lower(set.split('/')[0]!)
    const accepted = answers.strategies.map(lower)
    for (const operator of answers.members) {
      const held = accepted.includes(pool) ? (cap.get(lower(operator)) ?? 0n) : 0n
      put(registered, avs, lower(operator), held, false)
    }
    for (const [operator, stakes] of Object.entries(answers.minSlashableNow)) {
      for (const [one, amount] of Object.entries(stakes)) {
        if (amount === '0' || !accepted.includes(lower(one))) continue
        put(slashable, avs, lower(operator), lower(one) === pool ? BigInt(amount) : 0n, true)
      }
    }
  }
  for (const [pair, status] of Object.entries(truth.avsDirectory)) {
    if (status !== 1) continue
    const [avs, operator] = pair.split('|').map(lower) as [string, string]
    const held = cap.get(operator) ?? 0n
    const bySets = registered.get(avs)?.get(operator) ?? 0n
    fromDirectory.set(avs, (fromDirectory.get(avs) ?? 0n) + held - bySets)
    put(registered, avs, operator, held, false)
  }
  return { pool, cap, registered, slashable, fromDirectory }
}

/** Sum of amounts. */
export const sum = (values: Iterable<bigint>) => [...values].reduce((all, one) => all + one, 0n)
/** Amounts above zero. */
export const stakes = (column: Map<string, bigint> | undefined) =>
  [...(column ?? new Map<string, bigint>()).values()].filter((one) => one > 0n)
/** Expects a decimal to equal a fraction to 12 digits. */
export const near = (text: string, value: Ratio) => {
  const expected = Number(value.num) / Number(value.den)
  expect(Math.abs(Number(text) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 1e-12)
}

/** HHI by its definition. */
export function slowHhi(amounts: bigint[]): Ratio {
  const total = sum(amounts)
  return ratio(sum(amounts.map((one) => one * one)), total * total)
}

/** Gini by all pairs. */
export function slowGini(amounts: bigint[]): Ratio {
  let differences = 0n
  for (const x of amounts) for (const y of amounts) differences += x > y ? x - y : y - x
  return ratio(differences, 2n * BigInt(amounts.length) * sum(amounts))
}

/** How many of the largest hold more than a third. */
export function slowNakamoto(amounts: bigint[]): number {
  const sorted = [...amounts].sort((a, b) => (a > b ? -1 : 1))
  let held = 0n
  for (const [index, amount] of sorted.entries()) {
    held += amount
    if (held * 3n > sum(amounts)) return index + 1
  }
  return Number.NaN
}

/** Ruzicka and cosine over the operators of both. */
export function slowOverlap(a: Map<string, bigint>, b: Map<string, bigint>) {
  const operators = new Set([...a.keys(), ...b.keys()])
  let [low, high, product, left, right] = [0n, 0n, 0n, 0n, 0n]
  for (const operator of operators) {
    const [x, y] = [a.get(operator) ?? 0n, b.get(operator) ?? 0n]
    low += x < y ? x : y
    high += x > y ? x : y
    product += x * y
    left += x * x
    right += y * y
  }
  const cosine =
    left * right === 0n
      ? null
      : Number(product) / Math.sqrt(Number(left)) / Math.sqrt(Number(right))
  return { ruzicka: high === 0n ? null : ratio(low, high), cosine }
}

/** gamma by the formula of the certificate, for every validator in exact fractions. */
export function slowGamma(
  { cap, registered }: Network,
  profits: Map<string, bigint>,
  alpha: Ratio,
): Ratio | null {
  let gamma: Ratio | null = null
  for (const [operator, stake] of cap) {
    if (stake === 0n) continue
    let pressure = ratio(0n)
    for (const [avs, profit] of profits) {
      const column = registered.get(avs)
      if (!column?.get(operator)) continue
      const needed = multiply(alpha, ratio(sum(column.values())))
      const part = divide(ratio(profit), needed)
      pressure = ratio(pressure.num * part.den + part.num * pressure.den, pressure.den * part.den)
    }
    if (pressure.num === 0n) continue
    const slack = subtract(divide(ratio(1n), pressure), ratio(1n))
    if (gamma === null || compare(slack, gamma) < 0n) gamma = slack
  }
  return gamma
}

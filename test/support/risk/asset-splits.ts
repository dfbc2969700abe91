import { expect } from 'vitest'
import { add, multiply, type Ratio, ratio } from '../../../src/risk/math/ratio'
import type { Checkpoint } from '../recordings'
import { near, sum } from './exact'
import { promisesIn } from './promises'

const ZERO = ratio(0n)

/** Sum of fractions. */
export const total = (values: Iterable<Ratio>) => [...values].reduce(add, ZERO)

/** A pool, as labels and prices of a test have it. */
export interface Pool {
  id: string
  token: string | null
  /** Worth of one share; null: it has no price. */
  worth: Ratio | null
  /** By the labels: of the pool itself, or else of its token. */
  assetClass: string | null
}

/** Stake by AVS and class. */
type Split = Map<string, Map<string | null, Ratio>>

/** Stake of the pool behind each AVS, and behind all: of each operator once. */
export function behind(truth: Checkpoint, pool: string, basis: 'REGISTERED' | 'SLASHABLE') {
  const { registered, slashable } = promisesIn(truth, pool)
  const columns = basis === 'REGISTERED' ? registered : slashable
  const byOperator = new Map<string, bigint>()
  for (const column of columns.values()) {
    for (const [operator, amount] of column) {
      const before = byOperator.get(operator) ?? 0n
      const once = amount > before ? amount : before
      byOperator.set(operator, basis === 'REGISTERED' ? once : before + amount)
    }
  }
  return { columns, all: sum(byOperator.values()) }
}

/** Stake by AVS ('ALL': behind all) and class, of pools with a price. */
export function splitOf(
  truth: Checkpoint,
  pools: readonly Pool[],
  basis: 'REGISTERED' | 'SLASHABLE',
) {
  const split: Split = new Map([['ALL', new Map()]])
  const put = (avs: string, { assetClass, worth }: Pool, amount: bigint) => {
    const own = split.get(avs) ?? new Map<string | null, Ratio>()
    split.set(avs, own)
    own.set(assetClass, add(own.get(assetClass) ?? ZERO, multiply(ratio(amount), worth!)))
  }
  for (const pool of pools.filter(({ worth }) => worth !== null)) {
    const { columns, all } = behind(truth, pool.id, basis)
    put('ALL', pool, all)
    for (const [avs, column] of columns) put(avs, pool, sum(column.values()))
  }
  return split
}

interface AssetSplit {
  stake: string
  classes: {
    name: string
    stake: string | null
    share: string | null
    atLeast: string | null
    atMost: string | null
    nullReason: string | null
  }[]
  unclassified: string
  hhi: string | null
  hasUnpriced: boolean
  nullReason: string | null
}
/** What is asked of a split. */
export const SPLIT =
  'stake classes { name stake share atLeast atMost nullReason } unclassified hhi hasUnpriced nullReason'

/** Expects a split to be as it was computed a second time, of stake by class; null: no class. */
export function compareSplit(found: AssetSplit, expected: Map<string | null, Ratio>): void {
  const stake = total(expected.values())
  near(found.stake, stake)
  const open = expected.get(null) ?? ZERO
  near(found.unclassified, open)
  const classes = [...expected].filter(([name, amount]) => name !== null && amount.num > 0n)
  const priced = found.classes.filter(({ stake }) => stake !== null)
  expect(new Set(priced.map(({ name }) => name))).toEqual(new Set(classes.map(([name]) => name)))
  for (const { stake, share, nullReason } of found.classes) {
    expect(nullReason).toBe(stake === null ? 'UNPRICED' : null)
    if (stake === null) expect([share, found.hasUnpriced]).toEqual([null, true])
  }
  const isOpen = open.num > 0n
  const isEmpty = stake.num === 0n
  if (!isEmpty) expect(found.nullReason).toBe(isOpen ? 'UNCLASSIFIED' : null)
  for (const { name, stake: own, share, atLeast, atMost } of priced) {
    const amount = expected.get(name)!
    const part = (one: Ratio) => ratio(one.num * stake.den, one.den * stake.num)
    near(own, amount)
    if (found.hasUnpriced) expect([atLeast, atMost]).toEqual([null, null])
    else {
      near(atLeast, part(amount))
      near(atMost, part(add(amount, open)))
    }
    if (isOpen) expect(share).toBeNull()
    else near(share, part(amount))
  }
  if (isOpen || isEmpty) expect(found.hhi).toBeNull()
  else {
    const squares = total(classes.map(([, amount]) => multiply(amount, amount)))
    near(found.hhi, ratio(squares.num * stake.den ** 2n, squares.den * stake.num ** 2n))
  }
}

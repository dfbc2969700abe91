import { type Answer, known, unknown } from './answer'
import type { Exposure } from './exposure'
import { type Ratio, ratio, subtract } from './ratio'
import { transpose } from './transpose'

const ONE = ratio(1n)

/** Why a leverage has no value. DATA_ERROR: something is promised out of nothing. */
export type NoLeverage = 'EMPTY' | 'ZERO_TOTAL' | 'DATA_ERROR'

/** What is promised out of some buckets, and what is in them. */
export interface Leverage {
  /** Promised by all, in units of 1 / unit of the exposure. */
  readonly promised: bigint
  /** Stake in the buckets. */
  readonly cap: bigint
  /** Most that can be lost: per bucket what is promised, but not more than there is. */
  readonly atRisk: bigint
  /** promised / cap: how many times a unit of stake is promised. */
  readonly multiplier: Answer<Ratio, NoLeverage>
}

/**
 * Leverage of chosen buckets, from what all columns promise out of each (restaking degree of Bar-Zur and Eyal).
 *
 * On slashable stake of operators that answer for themselves it lies in [0, 1], by the contracts' rule that allocated
 * magnitudes do not exceed the whole. On registered stake it counts claims, not capacity to lose.
 *
 * @param exposure with buckets as rows
 * @param cap stake of each bucket, in the unit of the exposure
 * @param buckets which of them; default: all
 */
export function leverage(
  exposure: Exposure,
  cap: readonly bigint[],
  buckets: Iterable<number> = exposure.rows.keys(),
): Leverage {
  const { start, value } = transpose(exposure)
  let promised = 0n
  let whole = 0n
  let atRisk = 0n
  let any = false
  let isWrong = false
  for (const bucket of buckets) {
    any = true
    const held = cap[bucket]!
    let sum = 0n
    for (let entry = start[bucket]!; entry < start[bucket + 1]!; entry++) sum += value[entry]!
    if (held === 0n && sum > 0n) isWrong = true
    promised += sum
    whole += held
    atRisk += sum < held ? sum : held
  }
  return { promised, cap: whole, atRisk, multiplier: multiplier() }

  function multiplier(): Answer<Ratio, NoLeverage> {
    if (isWrong) return unknown('DATA_ERROR')
    if (!any) return unknown('EMPTY')
    return whole === 0n ? unknown('ZERO_TOTAL') : known(ratio(promised, whole))
  }
}

/**
 * Union coverage of some columns: stake behind them, each bucket counted up to what it has, by the sum of what each
 * counts on; in (0, 1]. Its inverse says how many times the same unit is promised inside the group.
 */
export function unionCoverage(
  exposure: Exposure,
  cap: readonly bigint[],
  columns: readonly number[],
): Answer<Ratio, 'EMPTY' | 'ZERO_TOTAL'> {
  if (columns.length === 0) return unknown('EMPTY')
  const promised = new Map<number, bigint>()
  for (const column of new Set(columns)) {
    for (let entry = exposure.start[column]!; entry < exposure.start[column + 1]!; entry++) {
      const bucket = exposure.row[entry]!
      promised.set(bucket, (promised.get(bucket) ?? 0n) + exposure.value[entry]!)
    }
  }
  let covered = 0n
  let sum = 0n
  for (const [bucket, amount] of promised) {
    covered += amount < cap[bucket]! ? amount : cap[bucket]!
    sum += amount
  }
  return sum === 0n ? unknown('ZERO_TOTAL') : known(ratio(covered, sum))
}

/** Phantom share of a column: 1 - slashable / registered, the part of what it advertises that it cannot slash. */
export function phantomShare(registered: bigint, slashable: bigint): Answer<Ratio, 'ZERO_TOTAL'> {
  return registered === 0n
    ? unknown('ZERO_TOTAL')
    : known(subtract(ONE, ratio(slashable, registered)))
}

/** Exclusive share of each column: the part of its stake that is of rows which belong to no other column, in [0, 1]. */
export function exclusiveShares(exposure: Exposure): Answer<Ratio, 'EMPTY' | 'ZERO_TOTAL'>[] {
  const { columns, start, row, value } = exposure
  const degree = new Int32Array(exposure.rows.length)
  for (const one of row) degree[one]! += 1
  return columns.map((_, column) => {
    let own = 0n
    let total = 0n
    for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
      total += value[entry]!
      if (degree[row[entry]!] === 1) own += value[entry]!
    }
    if (start[column] === start[column + 1]) return unknown('EMPTY')
    return total === 0n ? unknown('ZERO_TOTAL') : known(ratio(own, total))
  })
}

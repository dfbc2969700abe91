import type { Exposure } from './exposure'
import { pairCount, pairIndex } from './pairs'
import { transpose } from './transpose'

/** Stake that two services both count on, by pair of columns (`pairIndex`), in units of 1 / unit of the exposure. */
export interface SharedStake {
  /** Stake that is certainly promised to both: sum of max(0, x + y - cap). */
  readonly forced: readonly bigint[]
  /** Stake that may be promised to both: sum of min(x, y). */
  readonly possible: readonly bigint[]
}

/**
 * Forced and possible shared stake of all pairs of columns. What is really shared lies between them.
 *
 * Two services with the same operators share no stake if they may slash different parts of it: forced is 0 then.
 *
 * @param exposure with buckets as rows
 * @param cap stake of each bucket, in the unit of the exposure
 */
export function sharedStake(exposure: Exposure, cap: readonly bigint[]): SharedStake {
  const count = exposure.columns.length
  const forced = new Array<bigint>(pairCount(count)).fill(0n)
  const possible = new Array<bigint>(pairCount(count)).fill(0n)
  const { start, row: column, value } = transpose(exposure)
  for (let bucket = 0; bucket < exposure.rows.length; bucket++) {
    for (let one = start[bucket]!; one < start[bucket + 1]!; one++) {
      const x = value[one]!
      for (let other = one + 1; other < start[bucket + 1]!; other++) {
        const y = value[other]!
        const pair = pairIndex(count, column[one]!, column[other]!)
        const beyond = x + y - cap[bucket]!
        if (beyond > 0n) forced[pair]! += beyond
        possible[pair]! += x < y ? x : y
      }
    }
  }
  return { forced, possible }
}

import type { Comparison, Difference } from './entries'

/** Maximum number of differences that are kept; more are only counted. */
const MAX_DIFFERENCES = 20

/** Result of one check over all blocks. */
export interface Tally {
  name: string
  /** What our rows are compared with: contracts, headers of the chain, or a rule for rows. */
  basis: 'contracts' | 'chain' | 'rows'
  equal: number
  different: number
  /** Calls without an answer. */
  notCallable: number
  /** Values that are unknown on one side, so nothing was compared. */
  unknown: number
  /** The first differences. */
  differences: Difference[]
}

/** A tally before any comparison. */
export function emptyTally(name: string, basis: Tally['basis']): Tally {
  return { name, basis, equal: 0, different: 0, notCallable: 0, unknown: 0, differences: [] }
}

/** Adds the result of a comparison. */
export function tallyUp(tally: Tally, { equal, different, unknown }: Comparison): void {
  tally.equal += equal
  tally.unknown += unknown
  tally.different += different.length
  tally.differences.push(
    ...different.slice(0, Math.max(MAX_DIFFERENCES - tally.differences.length, 0)),
  )
}

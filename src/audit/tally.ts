import type { Comparison, Difference } from './entries'

/** Differences that are told in full; of more there is a count only. */
const SHOWN = 20

/** What one check found, over all blocks. */
export interface Tally {
  name: string
  /** What our rows were compared with: contracts, headers of the chain, or a rule for the rows themselves. */
  basis: 'contracts' | 'chain' | 'rows'
  equal: number
  different: number
  /** Questions that the contract did not answer. */
  notCallable: number
  /** Values that our rows do not tell, so that nothing was compared. */
  unknown: number
  /** The first of them. */
  differences: Difference[]
}

export function emptyTally(name: string, basis: Tally['basis']): Tally {
  return { name, basis, equal: 0, different: 0, notCallable: 0, unknown: 0, differences: [] }
}

/** Adds what a comparison gave. */
export function tallyUp(tally: Tally, { equal, different, unknown }: Comparison): void {
  tally.equal += equal
  tally.unknown += unknown
  tally.different += different.length
  tally.differences.push(...different.slice(0, Math.max(SHOWN - tally.differences.length, 0)))
}

import { leastCommonMultiple } from '../math/least-common-multiple'
import type { Ratio } from '../math/ratio'

/** Rows with a common shock, such as users of one client, cloud or company. */
interface FaultGroup {
  /** Rows of the group, each once. */
  readonly members: readonly number[]
  /** Probability of the shock, which slashes all of them. */
  readonly probability: Ratio
}

/**
 * Slashings in a period: a fault of each row, and a common shock of each group, all independent.
 */
export interface FaultModel {
  /** Probability of the fault of each row. */
  readonly own: readonly Ratio[]
  /** Disjoint groups. */
  readonly groups: readonly FaultGroup[]
}

/**
 * The model in integers: probabilities over one denominator.
 * @param rows number of rows
 * @throws RangeError unless every row has a probability, on one outside [0, 1], on an unknown row,
 * and on a row that is listed in groups more than once
 */
export function wholeModel({ own, groups }: FaultModel, rows: number) {
  // A row without a probability would count as one that never fails.
  if (own.length !== rows) throw new RangeError(`Probabilities of ${own.length} of ${rows} rows`)
  const all = [...own, ...groups.map(({ probability }) => probability)]
  for (const { num, den } of all) {
    if (num < 0n || num > den) throw new RangeError(`Probability not in [0, 1]: ${num}/${den}`)
  }
  const unit = all.reduce((common, { den }) => leastCommonMultiple(common, den), 1n)
  const groupOf = own.map(() => -1)
  groups.forEach(({ members }, group) => {
    for (const row of members) {
      if (groupOf[row] === undefined) throw new RangeError(`Unknown row: ${row}`)
      if (groupOf[row] !== -1) throw new RangeError(`Row ${row} is listed in groups more than once`)
      groupOf[row] = group
    }
  })
  const whole = ({ num, den }: Ratio) => num * (unit / den)
  return {
    /** Denominator of `own` and `shock`. */
    unit,
    own: own.map(whole),
    shock: groups.map(({ probability }) => whole(probability)),
    /** Group of each row; -1: none. */
    groupOf,
  }
}

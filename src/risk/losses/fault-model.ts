import { leastCommonMultiple } from '../math/least-common-multiple'
import type { Ratio } from '../math/ratio'

/** Members that fail together, beside each by itself: a client, a cloud, a company. */
export interface FaultGroup {
  /** Rows, each once. */
  readonly members: readonly number[]
  /** Probability of the common shock, which fails all of them. */
  readonly probability: Ratio
}

/** Who is slashed in a period: each row by itself, and each group by a shock of its own; all independent of each other. */
export interface FaultModel {
  /** Probability of each row, by itself. */
  readonly own: readonly Ratio[]
  /** No row is in two of them. */
  readonly groups: readonly FaultGroup[]
}

/**
 * The model in whole numbers: probabilities over one denominator.
 * @param rows how many there are
 * @throws RangeError unless every row has a probability, on one outside [0, 1], and on a row in two groups or twice in one
 */
export function wholeModel({ own, groups }: FaultModel, rows: number) {
  // A row without one would count as one that never fails.
  if (own.length !== rows) throw new RangeError(`Probabilities of ${own.length} of ${rows} rows`)
  const all = [...own, ...groups.map(({ probability }) => probability)]
  for (const { num, den } of all) {
    if (num < 0n || num > den) throw new RangeError(`Not a probability: ${num}/${den}`)
  }
  const unit = all.reduce((common, { den }) => leastCommonMultiple(common, den), 1n)
  const groupOf = own.map(() => -1)
  groups.forEach(({ members }, group) => {
    for (const row of members) {
      if (groupOf[row] === undefined) throw new RangeError(`No such row: ${row}`)
      if (groupOf[row] !== -1) throw new RangeError(`Row ${row} is in two groups`)
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

import { leastCommonMultiple } from '../math/least-common-multiple'
import { add, multiply, type Ratio, ratio, subtract } from '../math/ratio'

/** A part that a fault takes of what can be slashed, and how often it is that part. */
interface SeverityOutcome {
  /** In (0, 1]. */
  readonly part: Ratio
  /** In (0, 1]; those of a severity add up to 1. */
  readonly weight: Ratio
}

/** What a fault takes: a fraction, or a small discrete distribution. */
export type Severity = readonly SeverityOutcome[]

/** Everything that can be slashed. */
const ALL: Severity = [{ part: ratio(1n), weight: ratio(1n) }]

/** Rows with a common fault, such as users of one client, cloud or company. */
export interface FaultGroup {
  /** Rows of the group, each once. */
  readonly members: readonly number[]
  /** Probability of the fault, which slashes all of them. */
  readonly probability: Ratio
  /** What it takes of each, the same part of all; absent: that of the model. */
  readonly severity?: Severity
}

/**
 * Slashings in a period: a fault of each row, and a common shock of each group, all independent. A
 * row that several faults hit loses to each its part of what the others left, as in the contracts.
 */
export interface FaultModel {
  /** Probability of the fault of each row. */
  readonly own: readonly Ratio[]
  /** Disjoint groups. */
  readonly groups: readonly FaultGroup[]
  /** Further faults, which may hit any rows; absent: none. */
  readonly further?: readonly FaultGroup[]
  /** What a fault takes; absent: everything. */
  readonly severity?: Severity
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

/** A fault of some rows. */
interface RowsFault extends FaultGroup {
  readonly severity: Severity
}

/**
 * All faults with a probability above 0, each with its rows and what it takes.
 * @throws RangeError as `wholeModel`
 */
export function allFaults(model: FaultModel, rows: number): RowsFault[] {
  wholeModel(model, rows)
  const { own, groups, further = [], severity = ALL } = model
  return [
    ...own.map((probability, row) => ({ probability, members: [row], severity })),
    ...[...groups, ...further].map((group) => ({ severity, ...group })),
  ].filter(({ probability }) => probability.num > 0n)
}

/** What a fault leaves of a row, as a part of 1: its mean, and the mean of its square. */
interface Kept {
  readonly mean: Ratio
  readonly square: Ratio
}

/**
 * What the fault of each row, and the shock of each group, leave: 1 - I s, where I is 1 with the
 * probability of the fault and s is its severity, drawn apart from it.
 */
export function keptParts({ own, groups, severity = ALL }: FaultModel) {
  const common = momentsOf(severity)
  const kept = (probability: Ratio, { mean, square }: Kept): Kept => {
    const twice = multiply(probability, multiply(ratio(2n), mean))
    return {
      mean: subtract(ratio(1n), multiply(probability, mean)),
      square: add(subtract(ratio(1n), twice), multiply(probability, square)),
    }
  }
  // Most rows have one probability.
  const known = new Map<Ratio, Kept>()
  return {
    own: own.map((probability) => {
      const left = known.get(probability) ?? kept(probability, common)
      known.set(probability, left)
      return left
    }),
    groups: groups.map(({ probability, severity }) => {
      return kept(probability, severity ? momentsOf(severity) : common)
    }),
  }
}

/** Mean of a severity, and of its square. */
function momentsOf(severity: Severity): Kept {
  let [mean, square] = [ratio(0n), ratio(0n)]
  for (const { part, weight } of severity) {
    mean = add(mean, multiply(weight, part))
    square = add(square, multiply(weight, multiply(part, part)))
  }
  return { mean, square }
}

/** Part of each row that is lost on average, in [0, 1], exact. @throws RangeError as `wholeModel` */
export function expectedParts(model: FaultModel, rows: number): Ratio[] {
  const left = Array.from({ length: rows }, () => ratio(1n))
  for (const { members, probability, severity } of allFaults(model, rows)) {
    const kept = subtract(ratio(1n), multiply(probability, momentsOf(severity).mean))
    for (const row of members) left[row] = multiply(left[row]!, kept)
  }
  return left.map((kept) => subtract(ratio(1n), kept))
}

import type { NoValue } from '../concentration/population'
import { columnTotals, shareOfColumn } from '../graph/columns'
import type { Exposure } from '../graph/exposure'
import type { Answer } from '../math/answer'
import { compare, multiply, type Ratio, ratio, subtract } from '../math/ratio'

/** What is asked about a loss. */
export interface CriticalityQuestion {
  /** Share of its stake that each group loses: 1 if it is gone. */
  readonly fraction: Ratio
  /** The share of a service that makes a group decisive by itself. */
  readonly threshold: Ratio
  /** Least stake that each column needs, in units of 1 / `Exposure.unit`; null: not declared. */
  readonly minima: readonly (bigint | null)[]
}

/** What the loss of a group means for one column that it belongs to. */
export interface Effect {
  readonly column: number
  /** Share of the column's stake that the group holds, in [0, 1]. */
  readonly share: Answer<Ratio, NoValue>
  /** Whether that share reaches the threshold (or is more); null if there is no share. */
  readonly isDecisive: boolean | null
  /** Stake left after the loss. */
  readonly remaining: Ratio
  /** Whether the loss brings it under its minimum; false if it was under before, null if none is declared. */
  readonly fallsUnder: boolean | null
}

/** How much depends on one operator, or on operators that fail together. */
export interface Criticality {
  /** Columns that it belongs to, ascending. */
  readonly effects: readonly Effect[]
  /** Stake that it loses over all columns. */
  readonly lost: Ratio
  /** All stake of the columns that it belongs to: what is secured with its part in it. */
  readonly affected: bigint
}

/**
 * Criticality of groups of rows, by going once over the matrix. Amounts in units of 1 / `Exposure.unit`.
 * @param groups rows of each group, for single operators one row each; a row may be in several groups
 * @throws RangeError unless 0 <= fraction <= 1, 0 < threshold <= 1, no minimum is negative and there are such rows
 */
export function criticality(
  exposure: Exposure,
  groups: readonly (readonly number[])[],
  question: CriticalityQuestion,
): Criticality[] {
  check(question)
  const groupsOf = groupsByRow(exposure, groups)
  const totals = columnTotals(exposure)
  const found = groups.map(() => ({ effects: [] as Effect[], held: 0n, affected: 0n }))
  for (let column = 0; column < exposure.columns.length; column++) {
    for (const [group, held] of heldBy(exposure, column, groupsOf)) {
      const answer = found[group]!
      answer.effects.push(effectOf(exposure, column, held, totals[column]!, question))
      answer.held += held
      answer.affected += totals[column]!
    }
  }
  return found.map(({ effects, held, affected }) => ({
    effects,
    lost: multiply(ratio(held), question.fraction),
    affected,
  }))
}

function check({ fraction, threshold, minima }: CriticalityQuestion): void {
  const one = ratio(1n)
  if (fraction.num < 0n || compare(fraction, one) > 0n) {
    throw new RangeError(`Fraction not in [0, 1]: ${fraction.num}/${fraction.den}`)
  }
  if (threshold.num <= 0n || compare(threshold, one) > 0n) {
    throw new RangeError(`Threshold not in (0, 1]: ${threshold.num}/${threshold.den}`)
  }
  for (const minimum of minima) {
    if (minimum !== null && minimum < 0n) throw new RangeError(`Negative minimum: ${minimum}`)
  }
}

function groupsByRow({ rows }: Exposure, groups: readonly (readonly number[])[]): number[][] {
  const groupsOf: number[][] = rows.map(() => [])
  groups.forEach((members, group) => {
    for (const row of new Set(members)) {
      const own = groupsOf[row]
      if (own === undefined) throw new RangeError(`No such row: ${row}`)
      own.push(group)
    }
  })
  return groupsOf
}

/** Stake of each group that belongs to a column. */
function heldBy(
  { start, row, value }: Exposure,
  column: number,
  groupsOf: readonly number[][],
): Map<number, bigint> {
  const held = new Map<number, bigint>()
  for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
    for (const group of groupsOf[row[entry]!]!) {
      held.set(group, (held.get(group) ?? 0n) + value[entry]!)
    }
  }
  return held
}

function effectOf(
  exposure: Exposure,
  column: number,
  held: bigint,
  total: bigint,
  { fraction, threshold, minima }: CriticalityQuestion,
): Effect {
  const share = shareOfColumn(exposure, column, held, total)
  const remaining = subtract(ratio(total), multiply(ratio(held), fraction))
  const minimum = minima[column] ?? null
  return {
    column,
    share,
    isDecisive: share.value && compare(share.value, threshold) >= 0n,
    remaining,
    fallsUnder:
      minimum === null ? null : total >= minimum && compare(remaining, ratio(minimum)) < 0n,
  }
}

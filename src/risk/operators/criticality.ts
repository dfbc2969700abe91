import type { NoValue } from '../concentration/population'
import { columnTotals, shareOfColumn } from '../graph/columns'
import type { Exposure } from '../graph/exposure'
import type { Answer } from '../math/answer'
import { compare, multiply, type Ratio, ratio, subtract } from '../math/ratio'
import { requireFraction, requireThreshold } from '../math/threshold'

/** The assumed loss, and what counts as decisive. */
export interface CriticalityOptions {
  /** Fraction of its stake that each group loses: 1 if it leaves. */
  readonly fraction: Ratio
  /** Share of a column from which on a group is decisive alone. */
  readonly threshold: Ratio
  /** Minimum stake of each column, in units of 1 / `Exposure.unit`; null: not declared. */
  readonly minima: readonly (bigint | null)[]
}

/** Effect of the loss of a group on one column that it belongs to. */
interface Effect {
  readonly column: number
  /** Share of the column's stake that the group holds, in [0, 1]. */
  readonly share: Answer<Ratio, NoValue>
  /** Whether that share is at least the threshold; null: no share. */
  readonly isDecisive: boolean | null
  /** Stake left after the loss, in units of 1 / `Exposure.unit`. */
  readonly remaining: Ratio
  /**
   * Whether the loss brings the column below its minimum; false if it was below before, null if it
   * has none.
   */
  readonly fallsUnder: boolean | null
}

/** What depends on one operator, or on operators that fail together. */
interface Criticality {
  /** By column that it belongs to, ascending. */
  readonly effects: readonly Effect[]
  /** Sum of the stake that it loses in all columns. */
  readonly lost: Ratio
  /** Sum of all stake of the columns that it belongs to. */
  readonly affected: bigint
}

/**
 * Criticality of groups of rows, in one pass over the matrix. Amounts in units of 1 /
 * `Exposure.unit`.
 * @param groups rows of each group, one row for a single operator; a row may be in several groups
 * @throws RangeError on a fraction outside [0, 1], a threshold outside (0, 1], a negative minimum
 * or an unknown row
 */
export function criticality(
  exposure: Exposure,
  groups: readonly (readonly number[])[],
  options: CriticalityOptions,
): Criticality[] {
  check(options)
  const groupsOf = groupsByRow(exposure, groups)
  const totals = columnTotals(exposure)
  const found = groups.map(() => ({ effects: [] as Effect[], held: 0n, affected: 0n }))
  for (let column = 0; column < exposure.columns.length; column++) {
    for (const [group, held] of heldBy(exposure, column, groupsOf)) {
      const answer = found[group]!
      answer.effects.push(effectOf(exposure, column, held, totals[column]!, options))
      answer.held += held
      answer.affected += totals[column]!
    }
  }
  return found.map(({ effects, held, affected }) => ({
    effects,
    lost: multiply(ratio(held), options.fraction),
    affected,
  }))
}

function check({ fraction, threshold, minima }: CriticalityOptions): void {
  requireFraction(fraction)
  requireThreshold(threshold)
  for (const minimum of minima) {
    if (minimum !== null && minimum < 0n) throw new RangeError(`Negative minimum: ${minimum}`)
  }
}

function groupsByRow({ rows }: Exposure, groups: readonly (readonly number[])[]): number[][] {
  const groupsOf: number[][] = rows.map(() => [])
  groups.forEach((members, group) => {
    for (const row of new Set(members)) {
      const own = groupsOf[row]
      if (own === undefined) throw new RangeError(`Unknown row: ${row}`)
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
  { fraction, threshold, minima }: CriticalityOptions,
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

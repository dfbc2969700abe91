import { columnStakes, entriesOf, type NoShare, shareOfStake } from '../graph/columns'
import type { StakeMatrix } from '../graph/exposure'
import type { Answer } from '../math/answer'
import { type Ratio, ratio, subtract } from '../math/ratio'
import { requireFraction, requireThreshold } from '../math/threshold'
import { Value } from '../value/value'

/** The assumed loss, and what counts as decisive. */
export interface CriticalityOptions {
  /** Fraction of its stake that each group loses: 1 if it leaves. */
  readonly fraction: Ratio
  /** Share of a column from which on a group is decisive alone. */
  readonly threshold: Ratio
  /** Minimum stake of each column, in whole units of the answer; null: not declared. */
  readonly minima: readonly (Ratio | null)[]
}

/** Effect of the loss of a group on one column that it belongs to. */
export interface Effect {
  readonly column: number
  /** Stake of the column before the loss. */
  readonly total: Value
  /** Share of the column's stake that the group holds, in [0, 1]. */
  readonly share: Answer<Ratio, NoShare>
  /** Whether that share is at least the threshold; null: no share, or stake without a price decides. */
  readonly isDecisive: boolean | null
  /** Stake left after the loss. */
  readonly remaining: Value
  /**
   * Whether the loss brings the column below its minimum; false if it was below before, null if it
   * has none, or stake without a price decides.
   */
  readonly fallsUnder: boolean | null
}

/** What depends on one operator, or on operators that fail together. */
interface Criticality {
  /** By column that it belongs to, ascending. */
  readonly effects: readonly Effect[]
  /** Sum of the stake that it loses in all columns. */
  readonly lost: Value
  /** Sum of all stake of the columns that it belongs to. */
  readonly affected: Value
}

/**
 * Criticality of groups of rows, in one pass over the matrix.
 * @param groups rows of each group, one row for a single operator; a row may be in several groups
 * @throws RangeError on a fraction outside [0, 1], a threshold outside (0, 1], a negative minimum
 * or an unknown row
 */
export function criticality(
  matrix: StakeMatrix,
  groups: readonly (readonly number[])[],
  options: CriticalityOptions,
): Criticality[] {
  check(options)
  const groupsOf = groupsByRow(matrix, groups)
  const totals = columnStakes(matrix)
  const { none } = matrix
  const found = groups.map(() => ({ effects: [] as Effect[], held: none, affected: none }))
  for (let column = 0; column < matrix.columns.length; column++) {
    const total = totals[column]!
    for (const [group, parts] of partsBy(matrix, column, groupsOf)) {
      const answer = found[group]!
      answer.effects.push(effectOf(matrix, column, parts, total, options))
      answer.held = answer.held.plus(parts.held)
      answer.affected = answer.affected.plus(total)
    }
  }
  return found.map(({ effects, held, affected }) => ({
    effects,
    lost: held.times(options.fraction),
    affected,
  }))
}

function check({ fraction, threshold, minima }: CriticalityOptions): void {
  requireFraction(fraction)
  requireThreshold(threshold)
  for (const minimum of minima) {
    if (minimum !== null && minimum.num < 0n) {
      throw new RangeError(`Negative minimum: ${minimum.num}/${minimum.den}`)
    }
  }
}

function groupsByRow({ rows }: StakeMatrix, groups: readonly (readonly number[])[]): number[][] {
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

/** What a group holds of a column, and what all others hold. */
interface Parts {
  readonly held: Value
  readonly others: Value
}

/** Stake of each group that belongs to a column, and of those that do not belong to the group. */
function partsBy(
  matrix: StakeMatrix,
  column: number,
  groupsOf: readonly number[][],
): Map<number, Parts> {
  const { row, start, none } = matrix
  const values = entriesOf(matrix, column)
  const entriesBy = new Map<number, number[]>()
  values.forEach((_, entry) => {
    for (const group of groupsOf[row[start[column]! + entry]!]!) {
      const own = entriesBy.get(group)
      if (own) own.push(entry)
      else entriesBy.set(group, [entry])
    }
  })
  const others = Value.sumsOfOthers(values, none)
  return new Map(
    [...entriesBy].map(([group, entries]) => {
      if (entries.length === 1) {
        return [group, { held: values[entries[0]!]!, others: others[entries[0]!]! }]
      }
      const own = new Set(entries)
      const isOwn = (_: Value, entry: number) => own.has(entry)
      return [
        group,
        {
          held: Value.sum(values.filter(isOwn), none),
          others: Value.sum(
            values.filter((_, entry) => !own.has(entry)),
            none,
          ),
        },
      ]
    }),
  )
}

function effectOf(
  matrix: StakeMatrix,
  column: number,
  { held, others }: Parts,
  total: Value,
  { fraction, threshold, minima }: CriticalityOptions,
): Effect {
  const one = ratio(1n)
  const remaining = others.plus(held.times(subtract(one, fraction)))
  const minimum = minima[column] ?? null
  return {
    column,
    total,
    share: shareOfStake(matrix, column, held, total),
    // held / (held + others) >= threshold
    isDecisive:
      total.isZero === true
        ? null
        : held.times(subtract(one, threshold)).isAtLeast(others.times(threshold)),
    remaining,
    fallsUnder: minimum && both(total.reaches(minimum), not(remaining.reaches(minimum))),
  }
}

/** Whether both are true; null: what is not known decides. */
function both(a: boolean | null, b: boolean | null): boolean | null {
  if (a === false || b === false) return false
  return a === null || b === null ? null : true
}

function not(a: boolean | null): boolean | null {
  return a === null ? null : !a
}

import type { Exposure } from '../graph/exposure'
import { quotient } from '../math/quotient'
import type { Ratio } from '../math/ratio'
import type { LossByRow } from './fault-cases'
import type { FaultGroup, FaultModel, Severity } from './fault-model'

/** A fault in which one column slashes, and no other. */
export interface ColumnFault {
  readonly column: number
  /** Rows of the matrix that it slashes; null: all that stand behind the column. */
  readonly rows: readonly number[] | null
  readonly probability: Ratio
  readonly severity?: Severity
}

/** What can be lost, piece by piece, and by which faults. */
export interface LossQuestion {
  /** Of each piece, in units of 1 / `unit`. */
  readonly losses: readonly bigint[]
  readonly unit: bigint
  readonly model: FaultModel
  /** Of which the losses are. */
  readonly matrix: Pick<Exposure, 'start' | 'row' | 'value' | 'unit'>
  /** What the pieces are. */
  readonly pieces: 'ROWS' | 'ENTRIES'
}

/** Losses of a column by piece, in units of 1. */
export function partOf(
  { matrix, pieces }: Pick<LossQuestion, 'matrix' | 'pieces'>,
  column: number,
): LossByRow {
  const { start, row, value, unit } = matrix
  const part = new Map<number, number>()
  for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
    part.set(pieces === 'ROWS' ? row[entry]! : entry, quotient(value[entry]!, unit))
  }
  return part
}

/**
 * Losses by row of a matrix: where every fault takes of everything that a row can lose.
 * @param losses of each row, in units of 1 / `exposure.unit`
 */
export function rowQuestion(
  exposure: Exposure,
  losses: readonly bigint[],
  model: FaultModel,
): LossQuestion {
  const { start, row, value, unit } = exposure
  return { losses, unit, model, matrix: { start, row, value, unit }, pieces: 'ROWS' }
}

/**
 * Losses by entry of a matrix, which is what one column slashes of one row: a fault of a row takes
 * of all its entries, a fault of a column of its entries only. What several columns slash of a row
 * adds up.
 * @param model of the rows
 */
export function entryQuestion(
  exposure: Exposure,
  model: FaultModel,
  faults: readonly ColumnFault[],
): LossQuestion {
  const { start, row, value, unit, rows } = exposure
  const entriesOf = rows.map((): number[] => [])
  row.forEach((one, entry) => {
    entriesOf[one]!.push(entry)
  })
  const ofRows = (members: readonly number[]) => members.flatMap((one) => entriesOf[one]!)
  const further: FaultGroup[] = [
    ...model.own.map((probability, one) => ({ probability, members: entriesOf[one]! })),
    ...model.groups.map((group) => ({ ...group, members: ofRows(group.members) })),
    ...faults.map(({ column, rows, probability, severity }) => {
      const only = rows && new Set(rows)
      const members: number[] = []
      for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
        if (only?.has(row[entry]!) ?? true) members.push(entry)
      }
      return { members, probability, ...(severity && { severity }) }
    }),
  ]
  const { severity } = model
  const own = value.map(() => ({ num: 0n, den: 1n }))
  return {
    losses: value,
    unit,
    model: { own, groups: [], further, ...(severity && { severity }) },
    matrix: { start, row, value, unit },
    pieces: 'ENTRIES',
  }
}

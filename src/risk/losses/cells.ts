import type { Exposure } from '../graph/exposure'
import { quotient } from '../math/quotient'
import { type Ratio, ratio } from '../math/ratio'
import type { LossByRow, LossCap } from './fault-cases'
import type { FaultModel, Severity } from './fault-model'

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
  /** Pieces that lose together at most what their vault has, in units of 1 / `unit`. */
  readonly caps: readonly PieceCap[]
}

/** Pieces that lose together at most a cap. */
export interface PieceCap {
  readonly cap: bigint
  /** Each piece in one cap at most. */
  readonly pieces: readonly number[]
}

/** The caps of a question in doubles, in units of 1. */
export function capsOf({ caps, unit }: Pick<LossQuestion, 'caps' | 'unit'>): LossCap[] {
  return caps.map(({ cap, pieces }) => ({ cap: quotient(cap, unit), rows: pieces }))
}

/**
 * A model of other rows: each fault hits all rows of the members that it hits.
 * @param rowsOf by member
 */
export function spread(
  { own, groups, further = [], severity }: FaultModel,
  rowsOf: readonly (readonly number[])[],
  rows: number,
): FaultModel {
  const all = (members: readonly number[]) => members.flatMap((one) => rowsOf[one]!)
  return {
    own: Array.from({ length: rows }, () => ratio(0n)),
    groups: [],
    further: [
      ...own.map((probability, member) => ({ probability, members: rowsOf[member]! })),
      ...[...groups, ...further].map((group) => ({ ...group, members: all(group.members) })),
    ],
    ...(severity && { severity }),
  }
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
 * @param caps of losses of rows together
 */
export function rowQuestion(
  exposure: Exposure,
  losses: readonly bigint[],
  model: FaultModel,
  caps: readonly PieceCap[] = [],
): LossQuestion {
  const { start, row, value, unit } = exposure
  return { losses, unit, model, matrix: { start, row, value, unit }, pieces: 'ROWS', caps }
}

/**
 * Losses by entry of a matrix, which is what one column slashes of one row: a fault of a row takes
 * of all its entries, a fault of a column of its entries only. What several columns slash of a row
 * adds up.
 * @param model of the rows
 * @param caps of losses of rows together
 */
export function entryQuestion(
  exposure: Exposure,
  model: FaultModel,
  faults: readonly ColumnFault[],
  caps: readonly PieceCap[] = [],
): LossQuestion {
  const { start, row, value, unit, rows } = exposure
  const entriesOf = rows.map((): number[] => [])
  row.forEach((one, entry) => {
    entriesOf[one]!.push(entry)
  })
  const ofRows = (members: readonly number[]) => members.flatMap((one) => entriesOf[one]!)
  const ofColumns = faults.map(({ column, rows, probability, severity }) => {
    const only = rows && new Set(rows)
    const members: number[] = []
    for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
      if (only?.has(row[entry]!) ?? true) members.push(entry)
    }
    return { members, probability, ...(severity && { severity }) }
  })
  const ofEntries = spread(model, entriesOf, value.length)
  return {
    losses: value,
    unit,
    model: { ...ofEntries, further: [...ofEntries.further!, ...ofColumns] },
    matrix: { start, row, value, unit },
    pieces: 'ENTRIES',
    caps: caps.map(({ cap, pieces }) => ({ cap, pieces: ofRows(pieces) })),
  }
}

import { closest } from '../config/closest'
import { apiError } from '../reads/errors'

/**
 * What the cells of a column are. Integers of any size, decimals, times, bytes and JSON are text in a cell; only `text` was
 * written by somebody else.
 */
export type CellType =
  | 'text'
  | 'name'
  | 'bytes'
  | 'int32'
  | 'uint32'
  | 'bigint'
  | 'decimal'
  | 'boolean'
  | 'time'
  | 'json'

/** A column of an exported table. */
export interface Column {
  readonly name: string
  readonly type: CellType
  readonly nullable: boolean
}

/** A value: numbers are of the types `int32` and `uint32`. */
export type Cell = string | number | boolean | null

/** A row, in the order of the columns. */
export type Row = readonly Cell[]

/** Rows that were read together. */
export interface Batch {
  readonly rows: readonly Row[]
  /** Of each row the day of its block, as 2024-05-01, if it was asked for; null: its time is not known. */
  readonly days: readonly (string | null)[] | null
}

/**
 * The chosen ones, in the order in which they are named. Default: those that are not `optional`.
 *
 * @throws ApiError BAD_USER_INPUT for a name that there is not, or that is there twice
 */
export function chooseFields<C extends { readonly name: string; readonly isOptional?: boolean }>(
  entity: string,
  all: readonly C[],
  names: readonly string[] | null,
): readonly C[] {
  if (names === null) return all.filter(({ isOptional }) => !isOptional)
  const known = all.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) {
    throw apiError('BAD_USER_INPUT', `The field ${twice} is listed more than once.`, {
      hint: 'Name each field once.',
    })
  }
  return names.map((name) => {
    const found = all.find((one) => one.name === name)
    if (found) return found
    throw apiError('BAD_USER_INPUT', `${entity} has no field "${name.slice(0, 100)}" to export.`, {
      hint: `Did you mean ${closest(name, known)}? All fields: ${known.join(', ')}.`,
    })
  })
}

import type { Exposure } from '../graph/exposure'
import { quotient } from '../math/quotient'
import type { LossByRow } from './fault-cases'

/**
 * Loss of a column by row, if the row is slashed for all its stake there; doubles, in units of 1.
 */
export function columnLosses({ start, row, value, unit }: Exposure, column: number): LossByRow {
  const losses = new Map<number, number>()
  for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
    losses.set(row[entry]!, quotient(value[entry]!, unit))
  }
  return losses
}

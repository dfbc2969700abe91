import type { Exposure } from '../graph/exposure'
import { quotient } from '../math/quotient'
import type { LossByRow } from './fault-cases'

/** What a column loses if each of its rows is slashed for all it has there, as doubles in units of 1. */
export function columnLosses({ start, row, value, unit }: Exposure, column: number): LossByRow {
  const losses = new Map<number, number>()
  for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
    losses.set(row[entry]!, quotient(value[entry]!, unit))
  }
  return losses
}

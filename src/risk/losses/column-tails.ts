import type { Exposure } from '../graph/exposure'
import type { LossByRow } from './fault-cases'
import type { JointTail, JointTails } from './joint-tail'
import type { Steps } from './loss-distribution'

/** Loss of each row of a column, in units of the exposure. */
function lossByRow({ start, row, value, unit }: Exposure, column: number): LossByRow {
  const [from, to] = [start[column]!, start[column + 1]!]
  return new Map(
    value.slice(from, to).map((one, at) => [row[from + at]!, Number(one) / Number(unit)]),
  )
}

/** The joint tail of each of some columns of an exposure, one in a step. @param level in (0, 1) */
export function* columnTails(
  whole: JointTails,
  exposure: Exposure,
  columns: readonly number[],
  level: number,
): Generator<Steps, JointTail[]> {
  const found: JointTail[] = []
  for (const column of columns) {
    yield { done: found.length, total: columns.length }
    found.push(whole.of(lossByRow(exposure, column), level))
  }
  return found
}

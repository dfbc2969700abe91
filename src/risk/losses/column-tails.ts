import type { Exposure } from '../graph/exposure'
import { columnLosses } from './column-losses'
import type { JointTail, JointTails } from './joint-tail'
import type { Steps } from './loss-distribution'

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
    found.push(whole.of(columnLosses(exposure, column), level))
  }
  return found
}

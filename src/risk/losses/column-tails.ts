import { type LossQuestion, partOf } from './cells'
import type { Steps } from './fault-cases'
import type { JointTail, JointTails } from './joint-tail'

/** The joint tail of each of some columns, one in a step. @param level in (0, 1) */
export function* columnTails(
  whole: JointTails,
  question: Pick<LossQuestion, 'matrix' | 'pieces'>,
  columns: readonly number[],
  level: number,
): Generator<Steps, JointTail[]> {
  const found: JointTail[] = []
  for (const column of columns) {
    yield { done: found.length, total: columns.length }
    found.push(whole.of(partOf(question, column), level))
  }
  return found
}

import type { Prover } from '../../prover/prover'
import { UnknownLayout } from '../../state-proof/compute'
import type { Answering } from '../contract-calls'
import type { Entries } from '../entries'
import { argumentsOf, entriesOf, PROVEN_CHECKS } from './proven-checks'

/** Figures whose proofs are kept at once. */
const AT_ONCE = 1_000

/** Answers that a prover proves; null of all if the layout of a contract is unknown. */
export function byProofs(name: string, prover: Prover): Answering {
  const check = PROVEN_CHECKS[name]!
  const answer = async (subjects: readonly string[]): Promise<(Entries | null)[]> => {
    const wanted = subjects.flatMap((subject, at) => {
      const args = argumentsOf(check, subject)
      return args === null ? [] : { at, name: check.figure, arguments: args }
    })
    const computed = await prover.compute(wanted)
    prover.forget()
    const answers: (Entries | null)[] = subjects.map(() => null)
    wanted.forEach(({ at }, i) => {
      answers[at] = entriesOf(check, subjects[at]!, computed[i]!.value)
    })
    return answers
  }
  return async (subjects) => {
    const answers: (Entries | null)[] = []
    try {
      for (let at = 0; at < subjects.length; at += AT_ONCE) {
        answers.push(...(await answer(subjects.slice(at, at + AT_ONCE))))
      }
      return answers
    } catch (error) {
      if (!(error instanceof UnknownLayout)) throw error
      return subjects.map(() => null)
    }
  }
}

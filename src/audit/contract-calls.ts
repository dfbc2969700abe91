import type { Caller } from '../contracts/calls'
import type { ContractKind } from '../facts/enums.generated'
import type { CallContext, Check, ViewCall } from './check'
import { compare, type Entries, sample, wordsOf } from './entries'
import type { Rows } from './rows'
import { type Tally, tallyUp } from './tally'

/** The contracts at a block. */
export interface Contracts {
  addresses: ReadonlyMap<ContractKind, string>
  caller: Caller
  context: CallContext
}

/** Answers by subject, in their order; null: there is none. */
export type Answering = (subjects: readonly string[]) => Promise<(Entries | null)[]>

/**
 * Compares our values with answers of contracts.
 * @param size maximum number of subjects; null: all
 */
export async function compareAnswers(
  { absent, ours: read, call }: Check,
  rows: Rows,
  answering: Answering,
  size: number | null,
  tally: Tally,
  onProgress: (text: string) => void,
): Promise<void> {
  const ours = await read(rows)
  const all = (await call.subjects?.(rows)) ?? [...ours.keys()]
  const subjects = sample([...new Set(all)].sort(), size, rows.block)
  onProgress(`${tally.name}, ${subjects.length} calls`)
  const answers = await answering(subjects)
  const ourKeys = bySubject(ours, subjects[0] === undefined ? 0 : wordsOf(subjects[0]).length)
  subjects.forEach((subject, i) => {
    const theirs = answers[i]!
    if (theirs === null) {
      tally.notCallable++
      return
    }
    const keys = new Set([...(ourKeys.get(subject) ?? []), ...theirs.keys()])
    tallyUp(tally, compare(rows.block, keys, ours, theirs, absent))
  })
}

/** Answers of contracts to eth_call. */
export function byCalls({ call }: Check, contracts: Contracts): Answering {
  const to = contracts.addresses.get(call.to)
  return async (subjects) => {
    const calls = subjects.flatMap((subject, at) => {
      const data = to === undefined && !call.at ? null : call.encode(subject, contracts.context)
      return data === null ? [] : { at, to: call.at?.(subject) ?? to!, data }
    })
    const results = await contracts.caller(calls)
    const answers: (Entries | null)[] = subjects.map(() => null)
    calls.forEach(({ at }, i) => {
      answers[at] = decodeAnswer(call, subjects[at]!, results[i]!)
    })
    return answers
  }
}

/** Keys by their first words. */
function bySubject(entries: Entries, words: number): Map<string, string[]> {
  const keys = new Map<string, string[]>()
  for (const key of entries.keys()) {
    const subject = wordsOf(key).slice(0, words).join(' ')
    const known = keys.get(subject)
    if (known) known.push(key)
    else keys.set(subject, [key])
  }
  return keys
}

function decodeAnswer(call: ViewCall, subject: string, data: string | null): Entries | null {
  if (data === null) return null
  try {
    return call.decode(subject, data)
  } catch {
    // In another release the function of this name has another return type.
    return null
  }
}

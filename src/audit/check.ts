import type { AbiFunction, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'
import type { Codec, Struct } from '@subsquid/evm-codec'
import type { ContractKind } from '../facts/enums.generated'
import { type Entries, toEntries, wordsOf } from './entries'
import { MISSING } from './keys'
import type { Rows } from './rows'
import type { Truth } from './truth'

/** Where contracts are asked. */
export interface Asked {
  block: number
  /** AllocationManager.DEALLOCATION_DELAY; null if unknown. */
  deallocationDelay: number | null
}

/** How to ask a contract. A subject is a key, or the first words of the keys that one answer tells. */
export interface Question {
  to: ContractKind
  /** What to ask about; the keys of our rows if it is left out. */
  subjects?(rows: Rows): Promise<string[]>
  /** Address to ask, where the subject decides it. Default: the contract of kind `to`. */
  at?(subject: string): string
  /** Calldata; null where the question cannot be put. */
  encode(subject: string, asked: Asked): string | null
  /**
   * Values by key. A key of the subject that is not in it has the value `absent` of the check.
   * @throws if the data is no answer of this function
   */
  decode(subject: string, data: string): Entries
}

/** One thing that is compared: what we say, what the contracts said, and how to ask them. */
export interface Check {
  name: string
  /** Value of every key that is not listed. */
  absent: string
  ours(rows: Rows): Promise<Entries>
  /** The same in a truth file. */
  told(truth: Truth): Entries
  /** Whose keys are compared with a truth file, where those of both would say too much; both if it is left out. */
  only?: 'ours' | 'told'
  /**
   * Whether a key that a truth file names at none of its blocks is unknown: a file that leaves out 0 does not tell whether
   * the answer was always 0 or nobody asked.
   */
  isUnknownIfNeverTold?: boolean
  question: Question
}

// biome-ignore lint/suspicious/noExplicitAny: a function may return a value of any type
type Returns = Codec<any> | Struct

/** An operator set as an argument. @param word `<avs>/<set id>` */
export function toSet(word: string): { avs: string; id: number } {
  const [avs, id] = word.split('/') as [string, string]
  return { avs, id: Number(id) }
}

/** A question whose answer is the value of the subject. */
export function ask<A extends Struct, R extends Returns>(
  to: ContractKind,
  fun: AbiFunction<A, R>,
  args: (words: string[], asked: Asked) => FunctionArguments<AbiFunction<A, R>> | null,
  value: (answer: FunctionReturn<AbiFunction<A, R>>) => unknown = String,
): Question {
  return askMany(to, fun, args, (subject, answer) => [[subject, String(value(answer))]])
}

/** A question whose answer has the values of many keys, which begin with the subject. */
export function askMany<A extends Struct, R extends Returns>(
  to: ContractKind,
  fun: AbiFunction<A, R>,
  args: (words: string[], asked: Asked) => FunctionArguments<AbiFunction<A, R>> | null,
  values: (
    subject: string,
    answer: FunctionReturn<AbiFunction<A, R>>,
  ) => (readonly [string, string])[],
): Question {
  return {
    to,
    encode(subject, asked) {
      const words = wordsOf(subject)
      const given = words.includes(MISSING) ? null : args(words, asked)
      return given === null ? null : fun.encode(given)
    },
    decode: (subject, data) =>
      toEntries(values(subject, fun.decodeResult(data) as FunctionReturn<AbiFunction<A, R>>)),
  }
}

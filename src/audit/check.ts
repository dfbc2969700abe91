import type { AbiFunction, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'
import type { Codec, Struct } from '@subsquid/evm-codec'
import type { ContractKind } from '../facts/enums.generated'
import { type Entries, toEntries, wordsOf } from './entries'
import { MISSING } from './keys'
import type { Rows } from './rows'
import type { Truth } from './truth'

/** What the arguments of a call can depend on, in addition to its subject. */
export interface CallContext {
  block: number
  /** Its time, in unix seconds; null if unknown. */
  timestamp: number | null
  /** AllocationManager.DEALLOCATION_DELAY; null if unknown. */
  deallocationDelay: number | null
}

/** A call of a view function. Its subject is a key, or the first words of the keys that one answer covers. */
export interface ViewCall {
  to: ContractKind
  /** Subjects to call for; undefined: the keys of our rows. */
  subjects?(rows: Rows): Promise<string[]>
  /** Contract to call, if it depends on the subject; undefined: the contract of kind `to`. */
  at?(subject: string): string
  /** Calldata; null if the call is not possible. */
  encode(subject: string, context: CallContext): string | null
  /**
   * Values by key. A key of the subject that is missing has the value `absent` of the check.
   * @throws if the data is no answer of this function
   */
  decode(subject: string, data: string): Entries
}

/** Something to compare: our value, the recorded one, and how to call the contract. */
export interface Check {
  name: string
  /** Value of every key that is not listed. */
  absent: string
  ours(rows: Rows): Promise<Entries>
  /** Values in a truth file. */
  recorded(truth: Truth): Entries
  /** Whose keys are compared with a truth file, if those of both would give false differences; undefined: both. */
  only?: 'ours' | 'recorded'
  /**
   * Whether a key that a truth file has at none of its blocks is unknown: a file that leaves out 0 does not say whether the
   * answer was always 0, or the contract was never called.
   */
  isUnknownIfNeverRecorded?: boolean
  call: ViewCall
}

// biome-ignore lint/suspicious/noExplicitAny: a function may return a value of any type
type Returns = Codec<any> | Struct
type Arguments<A extends Struct, R extends Returns> = (
  words: string[],
  context: CallContext,
) => FunctionArguments<AbiFunction<A, R>> | null

/** An operator set as an argument. @param word `<avs>/<set id>` */
export function toSet(word: string): { avs: string; id: number } {
  const [avs, id] = word.split('/') as [string, string]
  return { avs, id: Number(id) }
}

/** A call whose answer is the value of the subject. */
export function viewCall<A extends Struct, R extends Returns>(
  to: ContractKind,
  fun: AbiFunction<A, R>,
  args: Arguments<A, R>,
  value: (answer: FunctionReturn<AbiFunction<A, R>>) => unknown = String,
): ViewCall {
  return viewCallOfMany(to, fun, args, (subject, answer) => [[subject, String(value(answer))]])
}

/** A call whose answer has the values of several keys, which begin with the subject. */
export function viewCallOfMany<A extends Struct, R extends Returns>(
  to: ContractKind,
  fun: AbiFunction<A, R>,
  args: Arguments<A, R>,
  values: (
    subject: string,
    answer: FunctionReturn<AbiFunction<A, R>>,
  ) => (readonly [string, string])[],
): ViewCall {
  return {
    to,
    encode(subject, context) {
      const words = wordsOf(subject)
      const given = words.includes(MISSING) ? null : args(words, context)
      return given === null ? null : fun.encode(given)
    },
    decode: (subject, data) =>
      toEntries(values(subject, fun.decodeResult(data) as FunctionReturn<AbiFunction<A, R>>)),
  }
}

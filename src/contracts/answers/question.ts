import type { ContractKind } from '../../facts/enums.generated'
import type { ReadAnswer } from './words'

/** What a contract can be asked: a function without arguments. */
export interface Question {
  /** Under which the answer is kept. */
  name: string
  /** Without parentheses. */
  function: string
  read: ReadAnswer
  /** The answer never changes, so that it can be had from any later block, too. */
  isConstant: boolean
  /** Some contracts of the kind do not have the function: one that reverts answers false. */
  isOptional?: true
  /** Contract that answers; default: the one that was found. */
  to?: string
}

/** Answers by name, as JSON; null: unknown. */
export type Answers = Readonly<Record<string, unknown>>

/** Questions that follow from answers; called again until it names no further one. */
export type Questions = (answers: Answers) => readonly Question[]

/** Questions by kind of contract. Contracts of other kinds are not asked. */
export type QuestionTable = Readonly<Partial<Record<ContractKind, Questions>>>

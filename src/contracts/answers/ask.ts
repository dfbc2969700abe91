import type { ContractKind } from '../../facts/enums.generated'
import type { Caller } from '../calls'
import { selectorOf } from '../view'
import type { Answers, Question, QuestionTable } from './question'
import { SYMBIOTIC_QUESTIONS } from './symbiotic'
import type { AnswerValue } from './words'

const QUESTIONS: QuestionTable = SYMBIOTIC_QUESTIONS

/** Answers that lead to further questions: more rounds than any contract needs. */
const MAX_ROUNDS = 5

/** A contract, and what it answered before. */
export interface AskedContract {
  address: string
  kind: ContractKind
  known: Answers
  /** Contract to which it belongs; absent: not told. */
  parent?: string | null
}

/** An answer, or why there is none. */
export interface Answer {
  contract: string
  name: string
  /** JSON; null: unknown. */
  value: unknown
  /** Null: there is a value. */
  reason: string | null
  /** Block whose state answered; null: none did. */
  askedBlock: number | null
}

/** Whether contracts of a kind are asked for anything. */
export function isAsked(kind: ContractKind): boolean {
  return QUESTIONS[kind] !== undefined
}

/** Contracts at the state of a block. */
export interface StateAt {
  block: number
  caller: Caller
}

/**
 * Asks contracts for what they have not answered yet. A contract that reverts has answered: it has no value.
 *
 * If no node answers for the block of discovery, because none has its state, constants are asked for at the head; values that
 * can change are then unknown.
 * @param found state of the block in which the contracts were found
 * @param head state of a later block; null: there is none
 */
export async function askContracts(
  contracts: readonly AskedContract[],
  found: StateAt,
  head: () => Promise<StateAt | null>,
): Promise<Answer[]> {
  const asked = contracts.map((contract) => new Asked(contract))
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const open = asked.flatMap((one) => one.open())
    if (open.length === 0) break
    const failed = await answerAll(open, found)
    if (failed === null) continue
    const constants = open.filter((one) => one.question.isConstant && !one.asked.has(one.question))
    const later = constants.length > 0 ? await head().catch(() => null) : null
    if (later) await answerAll(constants, later)
    for (const one of open) {
      if (!one.asked.has(one.question)) one.asked.set(one.question, null, failed, null)
    }
  }
  return asked.flatMap(({ answers }) => [...answers.values()])
}

/** A question to a contract. */
interface Open {
  asked: Asked
  question: Question
}

/** Contracts that are asked alone after all failed together, before the nodes are taken to be the cause. */
const ALONE = 3

/**
 * Asks, and notes what is answered. One contract may make a call of all fail, if its answer is too large or too expensive for
 * the node: then each is asked alone.
 * @returns why questions have no answer; null: all have
 */
async function answerAll(open: readonly Open[], state: StateAt): Promise<string | null> {
  let failed = await answerTogether(open, state)
  const contracts = [...new Set(open.map(({ asked }) => asked))]
  if (failed === null || contracts.length === 1) return failed
  let failures = 0
  for (const [index, contract] of contracts.entries()) {
    const reason = await answerTogether(
      open.filter(({ asked }) => asked === contract),
      state,
    )
    failed = reason ?? failed
    if (reason !== null) failures++
    if (failures >= ALONE && failures > index) break
  }
  return failures > 0 ? failed : null
}

async function answerTogether(
  open: readonly Open[],
  { block, caller }: StateAt,
): Promise<string | null> {
  let found: (string | null)[]
  try {
    const calls = open.map(({ asked, question }) => {
      return {
        to: question.to ?? asked.contract.address,
        data: selectorOf(`${question.function}()`),
      }
    })
    found = await caller(calls)
  } catch (error) {
    return (error as Error).message
  }
  open.forEach(({ asked, question }, index) => {
    const data = found[index]!
    const value = data === null ? (question.isOptional ? false : null) : question.read(data)
    const isKnown = value !== null
    asked.set(
      question,
      value,
      isKnown ? null : gapOf(question, data, block),
      isKnown ? block : null,
    )
  })
  return null
}

function gapOf(question: Question, data: string | null, block: number): string {
  return data === null
    ? `${question.function}() reverts at block ${block}, or there is no code`
    : `${question.function}() returns ${data.slice(0, 100)} at block ${block}`
}

/** A contract while it is asked. */
class Asked {
  readonly answers = new Map<string, Answer>()

  constructor(readonly contract: AskedContract) {}

  /** Questions that were not asked yet. */
  open(): Open[] {
    const { known, kind } = this.contract
    const values: Record<string, unknown> = { ...known }
    for (const { name, value } of this.answers.values()) values[name] = value
    const questions = QUESTIONS[kind]?.(values) ?? []
    return questions
      .filter(({ name }) => known[name] == null && !this.answers.has(name))
      .map((question) => ({ asked: this, question }))
  }

  has({ name }: Question): boolean {
    return this.answers.has(name)
  }

  set(
    { name }: Question,
    value: AnswerValue | null,
    reason: string | null,
    askedBlock: number | null,
  ): void {
    this.answers.set(name, { contract: this.contract.address, name, value, reason, askedBlock })
  }
}

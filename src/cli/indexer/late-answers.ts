import type { Client } from 'pg'
import type { Logger } from 'pino'
import { EXIT, LinchpinError } from '../../errors'
import {
  type ContractAnswer,
  readUnanswered,
  type Unanswered,
  writeLateAnswers,
} from '../../store/answers/contract-answers'
import { withConnection } from '../../store/connection'
import type { Claim } from '../../store/writer/lock'
import type { AnswerSource } from './contract-asker'

/** Pause before contracts that did not answer are asked again; it doubles. */
const PAUSE_MS = 10_000
const MAX_PAUSE_MS = 3_600_000

/**
 * Asks the contracts that did not answer once more, and stores what they answer.
 * @param forMs time after which no further ones are asked
 * @returns number of values that are known now, and of those that are still unknown
 */
export async function askUnanswered(
  client: Client,
  claim: Claim,
  source: AnswerSource,
  forMs = Number.POSITIVE_INFINITY,
): Promise<{ known: number; unknown: number }> {
  const until = performance.now() + forMs
  let [known, unknown] = [0, 0]
  for (const one of await readUnanswered(client)) {
    if (performance.now() > until) break
    const answers = await askBlock(one, source)
    const learned = await writeLateAnswers(client, claim, one.block.hash, answers)
    known += learned
    unknown += answers.filter(({ reason }) => reason !== null).length
  }
  return { known, unknown }
}

async function askBlock(
  { block, answers }: Unanswered,
  source: AnswerSource,
): Promise<ContractAnswer[]> {
  const kinds = new Map(answers.map(({ contract, kind }) => [contract, kind]))
  const contracts = [...kinds].map(([address, kind]) => {
    const own = answers.filter(({ contract }) => contract === address)
    return { address, kind, known: Object.fromEntries(own.map(({ name, value }) => [name, value])) }
  })
  const found = await source.ask(contracts, block)
  return found.map((answer) => {
    return { ...answer, kind: kinds.get(answer.contract)!, block: block.number }
  })
}

export interface LateAnswersOptions {
  databaseUrl: string
  /** Under which answers are written. */
  claim: Claim
  source: AnswerSource
  /** Called once when contracts have answered: the indexer must start again, to derive rows anew. */
  answered(error: LinchpinError): void
  logger: Pick<Logger, 'info'>
}

/** Asks contracts that did not answer again and again, at the head of the chain, until they do. */
export class LateAnswers {
  private isRunning = false
  private isDone = false
  private nextAt = 0
  private pause = PAUSE_MS
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly options: LateAnswersOptions) {}

  /** Starts a round if one is due, else later. Call it after commits at the head; it never throws. */
  offer(): void {
    if (this.isRunning || this.isDone) return
    clearTimeout(this.timer)
    const wait = this.nextAt - Date.now()
    if (wait > 0) {
      this.timer = setTimeout(() => this.offer(), wait).unref()
      return
    }
    this.isRunning = true
    const { logger } = this.options
    this.round()
      .catch((error: Error) => {
        logger.info({ reason: error.message }, 'contracts could not be asked again')
        this.wait(1)
      })
      .finally(() => {
        this.isRunning = false
        this.offer()
      })
  }

  private async round(): Promise<void> {
    const { databaseUrl, claim, source, answered } = this.options
    const { known, unknown } = await withConnection(databaseUrl, 'linchpin answers', (client) =>
      askUnanswered(client, claim, source),
    )
    this.wait(unknown)
    if (known === 0) return
    this.isDone = true
    answered(answeredLate(known))
  }

  private wait(unknown: number): void {
    this.nextAt = Date.now() + this.pause
    this.pause = unknown > 0 ? Math.min(2 * this.pause, MAX_PAUSE_MS) : PAUSE_MS
  }
}

function answeredLate(known: number): LinchpinError {
  return new LinchpinError(
    'LP2021',
    `Contracts answered for ${known} values that were unknown when their blocks were indexed.`,
    'Start the indexer again: it derives rows anew from the stored logs, from the first of these blocks on. `linchpin up` and Docker do so.',
    EXIT.UNAVAILABLE,
  )
}

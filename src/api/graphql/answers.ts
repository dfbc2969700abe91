import type { ExecutionResult } from 'graphql'
import type { Head } from '../../reads/head'
import { isOverloaded } from '../database/failures'
import type { ResponseScope } from '../http/response-cache'
import type { WrittenResult } from './answer-text'
import type { CheckedOperation } from './check'
import type { CompiledAnswer, CompiledAnswers } from './compiled/answer'
import type { Executor } from './executor'
import type { GraphqlRequest, Prepared, Preparer } from './prepare'
import type { Trace } from './trace'

/** The answer to a query without errors. */
export interface Answer {
  /** JSON of the response. */
  readonly body: Buffer
  /** What it depends on; null: it must not be cached. */
  readonly scope: ResponseScope | null
  /** That a statement saw; without it, none did. */
  readonly head?: Head
}

/** Answers queries as long as all goes well; whatever else has to be said, yoga says. */
export class Answers {
  constructor(
    private readonly preparer: Preparer,
    private readonly compiled: CompiledAnswers,
    private readonly executor: Executor,
  ) {}

  /**
   * @param trace filled; what has run already is in its outcome, and yoga does not run it again
   * @returns null: yoga has to answer
   */
  async answer(request: GraphqlRequest, trace: Trace): Promise<Answer | null> {
    const prepared = this.preparer.prepare(request)
    if (!prepared) return null
    try {
      return await this.run(prepared, prepared.check(), trace)
    } catch (error) {
      trace.outcome = { error }
      return null
    }
  }

  private async run(
    prepared: Prepared,
    checked: CheckedOperation,
    trace: Trace,
  ): Promise<Answer | null> {
    trace.cost = checked.cost.cost
    const compiled: CompiledAnswer | null = await this.compiled.answer(prepared, trace)
    if (compiled?.kind === 'DATA') {
      return compiled
    }
    if (compiled) {
      if (isOverloaded(compiled.error)) throw compiled.error
      trace.failure = compiled
    }
    await trace.turn?.()
    const result = await this.executor.run(prepared.request, checked, trace)
    if (!result.errors && isWritten(result)) {
      return { body: result.bytes(), scope: trace.scope }
    }
    trace.outcome = { result }
    return null
  }
}

function isWritten(result: ExecutionResult): result is WrittenResult {
  return 'bytes' in result
}

import { type ExecutionResult, execute, type GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
import type { Connections } from '../database/transaction'
import type { Version } from '../database/version'
import type { Deadline } from '../deadline'
import type { Limits } from '../limits'
import { openOperation } from '../operation'
import { logLine, resultOf, taskOf } from '../workers/answer'
import type { Workers } from '../workers/workers'
import { withText } from './answer-text'
import type { CheckedOperation, OperationRequest } from './check'
import { type Executed, runOperation } from './execute'
import { placeOf } from './place'
import type { Trace } from './trace'

/** What operations run with. */
export interface ExecutorOptions {
  readonly schema: GraphQLSchema
  readonly connections: Connections
  readonly version: Version | null
  readonly limits: Limits
  /** Threads for operations that compute; null: all run here. */
  readonly workers: Workers | null
  readonly logger: Logger
}

/** Runs operations by graphql-js, where they block nobody: here, or in a thread. Each ends at its deadline, wherever it runs. */
export class Executor {
  constructor(private readonly options: ExecutorOptions) {}

  /**
   * The result, which has its JSON text as `stringify`.
   *
   * @param trace filled
   * @throws ApiError the reason of the deadline, and what `workers` and `withText` throw
   */
  async run(
    request: OperationRequest,
    checked: CheckedOperation,
    trace: Trace,
  ): Promise<ExecutionResult> {
    const { workers, limits } = this.options
    const { deadline } = trace
    trace.cost = checked.cost.cost
    if (workers && deadline && placeOf(checked) === 'WORKER') {
      return this.inThread(workers, request, trace, deadline)
    }
    const running = this.here(request, checked, trace)
    const { result, scope } = await (deadline ? deadline.race(running) : running)
    trace.scope = scope
    return withText(result, limits.responseBytes)
  }

  private async inThread(
    workers: Workers,
    request: OperationRequest,
    trace: Trace,
    deadline: Deadline,
  ): Promise<ExecutionResult> {
    const client = trace.sender?.client ?? ''
    const task = taskOf({ ...this.options, ...request })
    const answer = await workers.run(task, deadline, client, trace.queue)
    for (const line of answer.log) logLine(this.options.logger, line)
    trace.scope = answer.scope
    return resultOf(answer, request.document)
  }

  private async here(
    request: OperationRequest,
    checked: CheckedOperation,
    trace: Trace,
  ): Promise<Executed> {
    // What computes from graphs that are kept reads nothing but the head.
    const head = checked.isRows ? null : await trace.readHead?.()
    const { schema, connections, version, limits } = this.options
    const open = (isFirst: boolean) =>
      openOperation(
        failing(trace) ?? trace.connections ?? connections,
        limits.statementTimeoutMs,
        version,
        trace.deadline,
        isFirst ? (head ?? null) : null,
      )
    // That of graphql-js: the one of Yoga puts fields into the order in which they are resolved.
    return runOperation(checked, open, (operation) =>
      execute({ schema, ...request, contextValue: Object.assign(operation, { trace }) }),
    )
  }
}

/** Connections that fail as the database did for the compiled operation; null: it did not. */
function failing({ failure }: Trace): Connections | null {
  return failure ? { connect: () => Promise.reject(failure.error) } : null
}

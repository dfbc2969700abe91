import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import type { Logger } from 'pino'
import Piscina from 'piscina'
import { type ApiError, apiError } from '../../reads/errors'
import { type Deadline, untilAborted } from '../deadline'
import type { WorkerLimits } from '../limits'
import { threadFailure } from './failure'
import type { OperationAnswer, OperationTask, PostedTask, ThreadOptions } from './protocol'

/** Threads are compiled code, also where tests run the sources. */
const THREAD = join(__dirname, '../../../lib/api/workers/thread.js')

/** Milliseconds in which a thread may end an operation that nobody waits for; then it is terminated. */
const GRACE_MS = 250
/** Seconds after which a client may try again when the queue is full. */
const RETRY_AFTER = 2

/**
 * Runs operations that compute for long in threads, a few at a time, in the order in which they came. A thread starts with the first
 * operation that needs it, and serves the next ones.
 */
export class Workers {
  private readonly pool: Piscina<PostedTask, OperationAnswer>
  private readonly limits: WorkerLimits
  private unfinished = 0

  constructor(options: ThreadOptions, logger: Logger) {
    this.limits = options.limits.workers
    this.pool = new Piscina({
      filename: THREAD,
      workerData: options,
      minThreads: 0,
      maxThreads: this.limits.threads,
      idleTimeout: Number.POSITIVE_INFINITY,
      // An idle thread must see that its connection was lost.
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: this.limits.heapMb },
    })
    this.pool.on('error', (error) => logger.error({ err: error }, 'Worker thread failed'))
  }

  /**
   * Runs an operation in a thread, until its deadline.
   * @throws ApiError OVERLOADED if the queue is full, LIMIT_EXCEEDED if it needs more memory than a thread has; the reason of the
   * deadline
   */
  async run(task: Omit<OperationTask, 'until'>, deadline: Deadline): Promise<OperationAnswer> {
    if (this.pool.queueSize >= this.limits.queue) throw overloaded(this.limits.queue)
    const { port1, port2 } = new MessageChannel()
    const termination = new AbortController()
    let hasBegun = false
    let grace: NodeJS.Timeout | undefined
    port1.on('message', () => {
      hasBegun = true
    })
    const stop = () => {
      if (!hasBegun) return termination.abort()
      port1.postMessage('stop')
      grace = setTimeout(() => termination.abort(), GRACE_MS)
    }
    deadline.signal.addEventListener('abort', stop)
    const posted = { ...task, until: Date.now() + deadline.msLeft(), port: port2 }
    this.unfinished++
    const running = this.pool
      .run(posted, { transferList: [port2], signal: termination.signal })
      .finally(() => {
        this.unfinished--
        clearTimeout(grace)
        deadline.signal.removeEventListener('abort', stop)
        port1.close()
      })
    try {
      return await untilAborted(running, deadline.signal)
    } catch (error) {
      throw threadFailure(error, this.limits.heapMb)
    }
  }

  /** Operations that run or wait. */
  get pending(): number {
    return this.unfinished
  }

  /** Operations that run, and that wait for a thread. */
  get counts(): { running: number; waiting: number } {
    const waiting = this.pool.queueSize
    return { running: this.unfinished - waiting, waiting }
  }

  /** Terminates all threads. */
  async close(): Promise<void> {
    await this.pool.destroy()
  }
}

function overloaded(queue: number): ApiError {
  return apiError('OVERLOADED', `${queue} operations that compute are waiting already.`, {
    limit: queue,
    hint: `Try again in ${RETRY_AFTER} seconds.`,
    http: { status: 503, headers: { 'retry-after': `${RETRY_AFTER}` } },
  })
}

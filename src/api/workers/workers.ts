import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import type { Logger } from 'pino'
import Piscina from 'piscina'
import { type ApiError, apiError } from '../../reads/errors'
import { type Deadline, untilAborted } from '../deadline'
import type { WorkerLimits } from '../limits'
import { Rounds } from '../rounds'
import { threadFailure } from './failure'
import type { OperationAnswer, OperationTask, PostedTask, ThreadOptions } from './protocol'

/** Threads are compiled code, also where tests run the sources. */
const THREAD = join(__dirname, '../../../lib/api/workers/thread.js')

/**
 * Milliseconds in which a thread may end an operation that nobody waits for; then it is terminated. About what another one takes to
 * start, which the next operation would wait for.
 */
const GRACE_MS = 1_500
/** Seconds after which a client may try again when the queue is full. */
const RETRY_AFTER = 2

/**
 * Milliseconds after which a thread without work ends, and its memory is free. To start one takes a second of computing, and its stake
 * graphs are read again: somebody who looks at a page for a minute should not wait for that at the next one.
 */
const IDLE_MS = 300_000
/**
 * Room for new objects, of each thread. What an operation makes is short-lived: in twice the usual room half as much of it is copied, which
 * was an eighth of all computing.
 */
const YOUNG_MB = 96
/** Part of the last operation in the mean of how long they take, and milliseconds after which it says nothing any more. */
const WEIGHT = 0.2
const MEAN_AGE_MS = 15_000

interface Waiting {
  begin(): void
  refuse(refusal: ApiError): void
}

/**
 * Runs operations that compute for long in threads, a few at a time, one client after another. A thread starts with the first
 * operation that needs it, serves the next ones, and ends when there are none; `kept` ones start at once and stay.
 */
export class Workers {
  private readonly pool: Piscina<PostedTask, OperationAnswer>
  private readonly limits: WorkerLimits
  private readonly queue = new Rounds<Waiting>()
  private running = 0
  /** Mean of the milliseconds for which an operation runs. */
  private meanMs = 0
  private measuredAt = 0
  /** Whose operation began last: others come before its next one. */
  private last = ''

  constructor(options: ThreadOptions, logger: Logger) {
    this.limits = options.limits.workers
    this.pool = new Piscina({
      filename: THREAD,
      workerData: options,
      minThreads: this.limits.kept,
      maxThreads: this.limits.threads,
      idleTimeout: IDLE_MS,
      // An idle thread must see that its connection was lost.
      atomics: 'disabled',
      resourceLimits: {
        maxOldGenerationSizeMb: this.limits.heapMb,
        maxYoungGenerationSizeMb: YOUNG_MB,
      },
    })
    this.pool.on('error', (error) => logger.error({ err: error }, 'Worker thread failed'))
  }

  /**
   * Runs an operation in a thread, until its deadline.
   * @param queue called when it waits behind others of its client
   * @throws ApiError OVERLOADED if too many wait, LIMIT_EXCEEDED if it needs more memory than a thread has; the reason of the
   * deadline
   */
  async run(
    task: Omit<OperationTask, 'until'>,
    deadline: Deadline,
    client: string,
    queue?: () => void,
  ): Promise<OperationAnswer> {
    if (this.running < this.limits.threads) this.running++
    else {
      if (this.queue.of(client) > 0) queue?.()
      await this.wait(client, deadline)
    }
    this.last = client
    const since = performance.now()
    const running = this.post(task, deadline).finally(() => {
      this.measure(performance.now() - since)
      this.running--
      const next = this.queue.next((other) => other !== this.last) ?? this.queue.next()
      next?.begin()
    })
    try {
      return await untilAborted(running, deadline.signal)
    } catch (error) {
      throw threadFailure(error, this.limits.heapMb)
    }
  }

  /** Operations that run or wait. */
  get pending(): number {
    return this.running + this.queue.size
  }

  /** Operations that run, and that wait for a thread. */
  get counts(): { running: number; waiting: number } {
    return { running: this.running, waiting: this.queue.size }
  }

  /** Resolves when a thread is free for the client. */
  private async wait(client: string, deadline: Deadline): Promise<void> {
    this.makeRoom(client, deadline)
    let entry: Waiting | undefined
    const waiting = new Promise<void>((resolve, reject) => {
      entry = {
        begin: () => {
          this.running++
          resolve()
        },
        refuse: reject,
      }
      this.queue.add(client, entry)
    })
    await deadline.race(waiting, () => this.queue.remove(client, entry!))
  }

  /** @throws ApiError OVERLOADED if there is no room, or it would begin too late; the first one of a client is not refused for others */
  private makeRoom(client: string, deadline: Deadline): void {
    const { queue, threads } = this.limits
    this.forget()
    const beginsIn = ((this.queue.before(client) + 0.5) * this.meanMs) / threads
    const isTooLate = this.queue.of(client) > 0 && beginsIn + this.meanMs > deadline.msLeft()
    if (isTooLate) throw overloaded(queue)
    if (this.queue.size < queue) return
    const last = this.queue.makeRoom(client)
    if (!last) throw overloaded(queue)
    last.refuse(overloaded(queue))
  }

  private measure(ms: number): void {
    this.forget()
    this.meanMs += (ms - this.meanMs) * WEIGHT
    this.measuredAt = performance.now()
  }

  private forget(): void {
    if (performance.now() - this.measuredAt > MEAN_AGE_MS) this.meanMs = 0
  }

  private post(task: Omit<OperationTask, 'until'>, deadline: Deadline): Promise<OperationAnswer> {
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
    return this.pool
      .run(posted, { transferList: [port2], signal: termination.signal })
      .finally(() => {
        clearTimeout(grace)
        deadline.signal.removeEventListener('abort', stop)
        port1.close()
      })
  }

  /** Terminates all threads. */
  async close(): Promise<void> {
    await this.pool.destroy()
  }
}

function overloaded(queue: number): ApiError {
  return apiError('OVERLOADED', 'Too many operations that compute are waiting already.', {
    limit: queue,
    hint: `Try again in ${RETRY_AFTER} seconds.`,
    http: { status: 503, headers: { 'retry-after': `${RETRY_AFTER}` } },
  })
}

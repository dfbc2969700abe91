import { setImmediate } from 'node:timers/promises'
import type { Progress, Work } from '../../metrics/define/work'
import type { BlockPoint } from '../../reads/context'
import { apiError } from '../../reads/errors'

/** What jobs may take of the server. */
export interface JobLimits {
  /** Jobs that are computed at the same time. */
  running: number
  /** Jobs that wait for their turn. */
  waiting: number
  /** Seconds that one may be computed. */
  seconds: number
  /** Finished jobs that are kept. */
  kept: number
}

/** What a job is about; it never changes. */
export interface JobQuestion {
  readonly kind: string
  /** As it was when the job was started. */
  readonly block: BlockPoint
  /** Of the database at the block; null: before the first one with logs. */
  readonly digest: string | null
}

/** Type JobError. */
export interface JobFailure {
  readonly code: string
  readonly message: string
  readonly hint: string | null
  readonly requestId: string | null
}

/** A long computation that outlives the request that started it. */
export interface Job extends JobQuestion {
  readonly id: string
  readonly state: 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED'
  /** Null: nothing was told yet. */
  readonly progress: Progress | null
  /** Unix seconds; null: not yet. */
  readonly startedAt: number | null
  readonly finishedAt: number | null
  /** Null unless DONE. */
  readonly result: unknown
  /** Null unless FAILED. */
  readonly error: JobFailure | null
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
interface Entry {
  readonly job: Mutable<Job>
  readonly work: Work<unknown>
}

/**
 * The jobs of this process, in the order in which they came. Finished ones are kept by their last use; the process ends
 * with all of them.
 */
export class Jobs {
  /** The one not used for longest first. */
  private readonly known = new Map<string, Mutable<Job>>()
  private readonly waiting: Entry[] = []
  private readonly running = new Map<Promise<void>, AbortController>()

  /** @param failureOf what a client may read of an error */
  constructor(
    private readonly limits: JobLimits,
    private readonly failureOf: (error: unknown) => JobFailure,
  ) {}

  /** A job that was not forgotten; null: none has this id. */
  find(id: string): Job | null {
    const job = this.known.get(id)
    if (!job) return null
    this.known.delete(id)
    this.known.set(id, job)
    return job
  }

  /** @throws ApiError TOO_MANY_JOBS if another job could not even wait */
  requireRoom(): void {
    const { running, waiting } = this.limits
    if (this.running.size < running || this.waiting.length < waiting) return
    throw apiError('TOO_MANY_JOBS', `${this.waiting.length} jobs are waiting already.`, {
      limit: waiting,
      hint: 'Try again when some are done. Jobs that were started before can be read by their id.',
    })
  }

  /**
   * Starts a job as soon as others leave room for it. One that is known is not started again, unless it failed.
   * @throws ApiError as `requireRoom`
   */
  start(id: string, question: JobQuestion, work: Work<unknown>): Job {
    const known = this.find(id)
    if (known && known.state !== 'FAILED') return known
    this.requireRoom()
    const job: Mutable<Job> = {
      ...question,
      id,
      state: 'QUEUED',
      progress: null,
      startedAt: null,
      finishedAt: null,
      result: null,
      error: null,
    }
    this.known.set(id, job)
    this.waiting.push({ job, work })
    this.next()
    return job
  }

  /** Ends all jobs; resolves when none is computed any more. */
  async close(): Promise<void> {
    this.waiting.length = 0
    const stopped = apiError('NOT_READY', 'The server was stopped.')
    for (const stop of this.running.values()) stop.abort(stopped)
    await Promise.all(this.running.keys())
  }

  private next(): void {
    while (this.running.size < this.limits.running) {
      const entry = this.waiting.shift()
      if (!entry) return
      const stop = new AbortController()
      const running = this.run(entry, stop).finally(() => {
        this.running.delete(running)
        this.forget()
        this.next()
      })
      this.running.set(running, stop)
    }
  }

  private async run({ job, work }: Entry, stop: AbortController): Promise<void> {
    const { seconds } = this.limits
    const tooLong = apiError('JOB_TIME_LIMIT', `The job took more than ${seconds} seconds.`, {
      limit: seconds,
      hint: 'Ask for fewer draws, or for a shorter search.',
    })
    const timer = setTimeout(() => stop.abort(tooLong), seconds * 1000)
    job.state = 'RUNNING'
    job.startedAt = now()
    try {
      // Whoever started it has its answer first.
      await setImmediate()
      stop.signal.throwIfAborted()
      job.result = await work({
        signal: stop.signal,
        report: (progress) => {
          job.progress = progress
        },
      })
      job.state = 'DONE'
    } catch (error) {
      job.error = this.failureOf(error)
      job.state = 'FAILED'
    } finally {
      clearTimeout(timer)
      job.finishedAt = now()
    }
  }

  private forget(): void {
    const finished = [...this.known.values()].filter(({ finishedAt }) => finishedAt !== null)
    for (const { id } of finished.slice(0, Math.max(0, finished.length - this.limits.kept))) {
      this.known.delete(id)
    }
  }
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}

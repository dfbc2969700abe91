import { setImmediate } from 'node:timers/promises'
import type { Progress, Work } from '../../metrics/define/work'
import type { BlockPoint } from '../../reads/context'
import { type ApiError, apiError } from '../../reads/errors'
import { Holders } from './holders'

/** Limits of the jobs of a server. */
export interface JobLimits {
  /** Jobs that run at the same time. */
  running: number
  /** Queued jobs. */
  waiting: number
  /** Seconds that a job may run. */
  seconds: number
  /** Finished jobs whose results are kept. */
  kept: number
  /** Bytes of results that are kept; results without `bytes` are small. Default: no limit. */
  keptBytes?: number
  /** Of one client: jobs that run at the same time, and jobs that are not done. Default: as many as of all. */
  perClient?: { running: number; open: number }
}

/** What a job computes. */
export interface JobSubject {
  readonly kind: string
  /** As of the start of the job. */
  readonly block: BlockPoint
  /** Of the database at the block; null before the first block with logs. */
  readonly digest: string | null
}

/** GraphQL type JobError. */
export interface JobFailure {
  readonly code: string
  readonly message: string
  readonly hint: string | null
  readonly requestId: string | null
}

/** A long computation that outlives the request that started it. */
export interface Job extends JobSubject {
  readonly id: string
  readonly state: 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED'
  /** Null: none was reported yet. */
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
interface QueuedJob {
  readonly client: string
  readonly job: Mutable<Job>
  readonly work: Work<unknown>
}

/**
 * The jobs of this process, which run in the order of their start. Results are lost when the process ends.
 */
export class Jobs {
  /** The least recently used one first. */
  private readonly known = new Map<string, Mutable<Job>>()
  private readonly waiting: QueuedJob[] = []
  private readonly running = new Map<Promise<void>, QueuedJob & { stop: AbortController }>()
  /** Clients of jobs that are being prepared, by id. */
  private readonly prepared = new Map<string, string>()
  private readonly holders = new Holders()

  /** @param failureOf turns an error into one for clients */
  constructor(
    private readonly limits: JobLimits,
    private readonly failureOf: (error: unknown) => JobFailure,
  ) {}

  /** Jobs that run, and that are queued. */
  get counts(): { running: number; waiting: number } {
    return { running: this.running.size, waiting: this.waiting.length }
  }

  /** The job with this id; null: there is none, or no longer. */
  find(id: string): Job | null {
    const job = this.known.get(id)
    if (!job) return null
    this.known.delete(id)
    this.known.set(id, job)
    return job
  }

  /**
   * Prepares the work of a job, which has its place in the queue meanwhile: what would be refused afterwards is not computed.
   * @throws ApiError as `start`
   */
  async prepare<Result>(
    id: string,
    work: () => Promise<Work<Result>>,
    client = '',
  ): Promise<Work<Result>> {
    // Another request for the same job has its place.
    if (this.prepared.has(id)) return work()
    this.requireRoom(client)
    this.prepared.set(id, client)
    try {
      return await work()
    } finally {
      this.prepared.delete(id)
    }
  }

  /** @throws ApiError TOO_MANY_JOBS if the queue is full, or the client has its share of it */
  private requireRoom(client: string): void {
    const { running, waiting, perClient } = this.limits
    const open = [...this.waiting, ...this.running.values()].map((entry) => entry.client)
    const own = [...open, ...this.prepared.values()].filter((other) => other === client).length
    if (perClient && own >= perClient.open) {
      throw apiError('TOO_MANY_JOBS', `${own} jobs of this client are not done yet.`, {
        limit: perClient.open,
        hint: 'Try again when one is done, or cancel one with its token.',
      })
    }
    const queued = this.waiting.length + this.prepared.size
    if (this.running.size < running || queued < waiting) return
    throw apiError('TOO_MANY_JOBS', `${queued} jobs are queued already.`, {
      limit: waiting,
      hint: 'Try again when some are done. Jobs that were started before are available by their id.',
    })
  }

  /**
   * Queues a job of a client. A known job is not started again, unless it failed.
   * @throws ApiError TOO_MANY_JOBS if the queue is full, or the client has its share of it
   */
  start(id: string, subject: JobSubject, work: Work<unknown>, client = ''): Job {
    const known = this.find(id)
    if (known && known.state !== 'FAILED') return known
    this.requireRoom(client)
    const job: Mutable<Job> = {
      ...subject,
      id,
      state: 'QUEUED',
      progress: null,
      startedAt: null,
      finishedAt: null,
      result: null,
      error: null,
    }
    this.known.set(id, job)
    this.waiting.push({ job, work, client })
    this.next()
    return job
  }

  /** The token by which this client may cancel a job that it started; null: the job has ended, or too many started it. */
  tokenOf({ id, finishedAt }: Job, client: string): string | null {
    return finishedAt === null ? this.holders.add(id, client) : null
  }

  /**
   * Ends a job, unless others who started it have not cancelled it. It is FAILED then, at once or within moments.
   * @throws ApiError JOB_NOT_FOUND, or BAD_USER_INPUT if the token is not one of it
   */
  cancel(id: string, token: string): Job {
    const job = this.find(id)
    if (!job) throw jobNotFound()
    if (job.finishedAt !== null) return job
    const left = this.holders.remove(id, token)
    if (left === null) {
      throw apiError('BAD_USER_INPUT', 'The token is not one of this job.', {
        hint: 'Send the token that startJob returned to you.',
      })
    }
    if (left > 0) return job
    const cancelled = apiError('JOB_CANCELLED', 'The job was cancelled.', {
      hint: 'Start it again with the same arguments.',
    })
    this.end(id, cancelled)
    return job
  }

  /** Aborts all jobs; resolves when none is running. */
  async close(): Promise<void> {
    this.waiting.length = 0
    const stopped = apiError('NOT_READY', 'The server was stopped.')
    for (const { stop } of this.running.values()) stop.abort(stopped)
    await Promise.all(this.running.keys())
  }

  private next(): void {
    while (this.running.size < this.limits.running) {
      const index = this.waiting.findIndex(({ client }) => this.mayRun(client))
      const [entry] = index < 0 ? [] : this.waiting.splice(index, 1)
      if (!entry) return
      const stop = new AbortController()
      const running = this.run(entry, stop).finally(() => {
        this.running.delete(running)
        this.holders.forget(entry.job.id)
        this.evict()
        this.next()
      })
      this.running.set(running, { ...entry, stop })
    }
  }

  private mayRun(client: string): boolean {
    const own = [...this.running.values()].filter((entry) => entry.client === client).length
    return own < (this.limits.perClient?.running ?? this.limits.running)
  }

  /** Aborts a running job, or takes a queued one out of the queue. */
  private end(id: string, reason: ApiError): void {
    for (const { job, stop } of this.running.values()) if (job.id === id) stop.abort(reason)
    const index = this.waiting.findIndex(({ job }) => job.id === id)
    if (index < 0) return
    const [{ job }] = this.waiting.splice(index, 1) as [QueuedJob]
    Object.assign(job, { state: 'FAILED', error: this.failureOf(reason), finishedAt: now() })
    this.holders.forget(id)
    this.evict()
  }

  private async run({ job, work }: QueuedJob, stop: AbortController): Promise<void> {
    const { seconds } = this.limits
    const tooLong = apiError('JOB_TIME_LIMIT', `The job took more than ${seconds} seconds.`, {
      limit: seconds,
      hint: 'Ask for less: fewer draws, or a shorter search.',
    })
    const timer = setTimeout(() => stop.abort(tooLong), seconds * 1000)
    job.state = 'RUNNING'
    job.startedAt = now()
    try {
      // The response of startJob goes first.
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

  private evict(): void {
    const { kept, keptBytes = Number.POSITIVE_INFINITY } = this.limits
    const finished = [...this.known.values()].filter(({ finishedAt }) => finishedAt !== null)
    let bytes = 0
    for (const [age, { id, result }] of finished.reverse().entries()) {
      bytes += (Object(result) as { bytes?: number }).bytes ?? 0
      if (age >= kept || (age > 0 && bytes > keptBytes)) this.known.delete(id)
    }
  }
}

/** The error for an id that no job has. */
export function jobNotFound(): ApiError {
  return apiError('JOB_NOT_FOUND', 'There is no job with this id.', {
    hint: 'Start it again with the same arguments: a server keeps its jobs until it restarts, or until newer ones replace them.',
  })
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}

import { setMaxListeners } from 'node:events'
import { type ApiError, apiError } from '../reads/errors'

/** Until when an operation may run, and what ends it earlier: its client is gone, or the server stops. */
export class Deadline {
  private readonly timer: NodeJS.Timeout
  private readonly until: number
  private readonly listeners = new Set<(reason: ApiError) => void>()
  private controller: AbortController | null = null
  private reason: ApiError | null = null
  private isOver = false

  /** @param ms from now @param late why it ends then */
  constructor(
    ms: number,
    private readonly late: () => ApiError = () => tooLong(ms),
  ) {
    this.until = performance.now() + ms
    this.timer = setTimeout(() => this.abort(late()), ms)
  }

  /** Aborted with an ApiError. Made when it is first asked for: most operations are too short to need it. */
  get signal(): AbortSignal {
    if (this.controller) return this.controller.signal
    this.controller = new AbortController()
    // Each statement and each field may wait for it.
    setMaxListeners(0, this.controller.signal)
    if (this.reason) this.controller.abort(this.reason)
    return this.controller.signal
  }

  /** Whether the operation has ended, by itself or by this. */
  get hasEnded(): boolean {
    return this.isOver
  }

  /** Milliseconds that are left, at least 1. */
  msLeft(): number {
    return Math.max(1, Math.ceil(this.until - performance.now()))
  }

  /** Another one that ends at the same time, if it is not ended before. */
  fork(): Deadline {
    const fork = new Deadline(this.msLeft(), this.late)
    if (this.reason) fork.abort(this.reason)
    return fork
  }

  /** Calls back when this is aborted. @returns stops that */
  onAbort(listener: (reason: ApiError) => void): () => void {
    this.listeners.add(listener)
    if (this.reason) listener(this.reason)
    return () => this.listeners.delete(listener)
  }

  /** Waits for a promise, or until this is aborted: then its reason is thrown. @param onAbort called in that case */
  race<T>(promise: Promise<T>, onAbort?: () => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = this.onAbort((reason) => {
        onAbort?.()
        reject(reason)
      })
      promise.then(
        (value) => {
          stop()
          resolve(value)
        },
        (error: unknown) => {
          stop()
          reject(error)
        },
      )
    })
  }

  /** Without effect once the operation has ended. */
  abort(reason: ApiError): void {
    if (this.isOver) return
    this.reason = reason
    this.end()
    for (const listener of this.listeners) listener(reason)
    this.controller?.abort(reason)
  }

  /** The operation has ended. */
  end(): void {
    this.isOver = true
    clearTimeout(this.timer)
  }
}

/** The deadlines of all running operations of a server. */
export class Deadlines {
  private readonly running = new Set<Deadline>()

  /**
   * @param ms that an operation may take
   * @param blame who else is to blame that one has not ended which began at this time, of `performance.now`; null: nobody
   */
  constructor(
    private readonly ms: number,
    private readonly blame: (since: number) => ApiError | null = () => null,
  ) {}

  /** Runs an operation with a deadline of its own. */
  async run<T>(operation: (deadline: Deadline) => Promise<T>): Promise<T> {
    const since = performance.now()
    const deadline = new Deadline(this.ms, () => this.blame(since) ?? tooLong(this.ms))
    this.running.add(deadline)
    try {
      return await operation(deadline)
    } finally {
      this.running.delete(deadline)
      deadline.end()
    }
  }

  /** How many run. */
  get size(): number {
    return this.running.size
  }

  /** Ends all that run. */
  abort(reason: ApiError): void {
    for (const deadline of this.running) deadline.abort(reason)
  }
}

/** Waits for a promise, or until the signal is aborted: then its reason is thrown. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    const settle = () => signal.removeEventListener('abort', abort)
    promise.then(resolve, reject).finally(settle)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort)
  })
}

/** Why an operation ends whose client closed its connection; nobody reads it. */
export function clientGone(): ApiError {
  return apiError('REQUEST_CANCELLED', 'The client closed the connection.')
}

/** Why an operation ends when the server stops. */
export function serverStops(): ApiError {
  return apiError('NOT_READY', 'The server is shutting down.', {
    hint: 'Try again; another server, or this one after its restart, answers.',
  })
}

function tooLong(ms: number): ApiError {
  return apiError('QUERY_TIMEOUT', `The operation took longer than ${ms / 1000} s.`, {
    limit: ms,
    hint: 'Ask for less in one operation, or start a job (docs/jobs.md).',
  })
}

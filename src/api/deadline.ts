import { setMaxListeners } from 'node:events'
import { type ApiError, apiError } from '../reads/errors'

/** Until when an operation may run, and what ends it earlier: its client is gone, or the server stops. */
export class Deadline {
  private readonly controller = new AbortController()
  private readonly timer: NodeJS.Timeout
  private readonly until: number

  /** @param ms from now */
  constructor(ms: number) {
    this.until = performance.now() + ms
    // Each statement and each field may wait for it.
    setMaxListeners(0, this.signal)
    this.timer = setTimeout(() => this.abort(tooLong(ms)), ms)
  }

  /** Aborted with an ApiError. */
  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Milliseconds that are left, at least 1. */
  msLeft(): number {
    return Math.max(1, Math.ceil(this.until - performance.now()))
  }

  abort(reason: ApiError): void {
    this.controller.abort(reason)
    this.end()
  }

  /** The operation has ended. */
  end(): void {
    clearTimeout(this.timer)
  }
}

/** The deadlines of all running operations of a server. */
export class Deadlines {
  private readonly running = new Set<Deadline>()

  /** @param ms that an operation may take */
  constructor(private readonly ms: number) {}

  /** Runs an operation with a deadline of its own. */
  async run<T>(operation: (deadline: Deadline) => Promise<T>): Promise<T> {
    const deadline = new Deadline(this.ms)
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

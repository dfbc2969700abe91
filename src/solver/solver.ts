import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { LinearModel, LinearSolution } from '../risk/optimization/linear-model'
import { lpText } from '../risk/optimization/lp-text'

/** Seconds after which the thread is terminated, beyond the time limit, which HiGHS does not check in every step. */
const GRACE_SECONDS = 10
/** A thread that has solved nothing for so long ends: its library keeps the memory of the largest model. */
const IDLE_MS = 10_000

/** Message from the thread. */
type Answer = { solution: LinearSolution } | { error: string }

/** Message to the thread. */
interface Question {
  readonly text: string
  /** Whether the model has integer variables. */
  readonly isMixed: boolean
  /** Seconds. */
  readonly timeLimit: number
}

interface Job {
  readonly question: Question
  readonly resolve: (solution: LinearSolution) => void
  readonly reject: (reason: unknown) => void
}

export interface SolveOptions {
  /** Seconds of search, above 0; then the solution is the best one found. */
  readonly timeLimit: number
  /** Aborts the search; the promise is rejected with its reason. */
  readonly signal?: AbortSignal
}

/**
 * HiGHS in a worker thread: models are solved one after another, without blocking the process.
 *
 * The thread and its library are loaded at the first model, are reused for the next ones until there are none for a while, and do not
 * keep the process running.
 */
export class Solver {
  private worker: Worker | null = null
  private running: Job | null = null
  private watchdog: NodeJS.Timeout | undefined
  private idle: NodeJS.Timeout | undefined
  private readonly waiting: Job[] = []

  /**
   * Solves a model; returns the best values found within the time limit.
   * @throws RangeError on a time limit that is not above 0; Error if the solver fails or was closed
   */
  async solve(model: LinearModel, { timeLimit, signal }: SolveOptions): Promise<LinearSolution> {
    if (!(timeLimit > 0)) throw new RangeError(`Invalid time limit: ${timeLimit}`)
    signal?.throwIfAborted()
    const isMixed = model.variables.some(({ kind }) => kind === 'BINARY')
    const question = { text: lpText(model), isMixed, timeLimit }
    let abort: (() => void) | undefined
    try {
      return await new Promise((resolve, reject) => {
        const job = { question, resolve, reject }
        abort = () => this.cancel(job, signal!.reason)
        signal?.addEventListener('abort', abort)
        this.waiting.push(job)
        this.next()
      })
    } finally {
      if (abort) signal?.removeEventListener('abort', abort)
    }
  }

  /** Terminates the thread. Unsolved models are rejected. */
  async close(): Promise<void> {
    const closed = new Error('The solver was closed')
    for (const job of this.waiting.splice(0)) job.reject(closed)
    const stopped = this.stopThread()
    this.settle((job) => job.reject(closed))
    await stopped
  }

  private next(): void {
    if (this.running) return
    const job = this.waiting.shift()
    if (!job) return
    this.running = job
    clearTimeout(this.idle)
    this.worker ??= this.startThread()
    this.worker.ref()
    const seconds = job.question.timeLimit + GRACE_SECONDS
    this.watchdog = setTimeout(() => this.giveUp(), seconds * 1000)
    this.worker.postMessage(job.question)
  }

  private startThread(): Worker {
    const worker = new Worker(join(__dirname, 'worker.cjs'))
    worker.on('message', (answer: Answer) => {
      if (this.worker !== worker) return
      if ('solution' in answer) {
        this.settle((job) => job.resolve(answer.solution))
        return
      }
      // An error may have left the library in an invalid state; the next model gets a new thread.
      void this.stopThread()
      this.settle((job) => job.reject(new Error(answer.error)))
    })
    // A thread that was terminated on purpose is no longer `this.worker`.
    worker.on('error', (error) => {
      if (this.worker !== worker) return
      this.worker = null
      this.settle((job) => job.reject(error))
    })
    return worker
  }

  private settle(answer: (job: Job) => void): void {
    clearTimeout(this.watchdog)
    this.worker?.unref()
    const job = this.running
    this.running = null
    if (job) answer(job)
    this.next()
    if (this.running || !this.worker) return
    clearTimeout(this.idle)
    this.idle = setTimeout(() => void this.stopThread(), IDLE_MS).unref()
  }

  private cancel(job: Job, reason: unknown): void {
    const position = this.waiting.indexOf(job)
    if (position >= 0) {
      this.waiting.splice(position, 1)
      job.reject(reason)
    } else if (this.running === job) {
      void this.stopThread()
      this.settle(() => job.reject(reason))
    }
  }

  private giveUp(): void {
    void this.stopThread()
    this.settle((job) =>
      job.resolve({ status: 'LIMITED', objective: null, bound: null, values: null }),
    )
  }

  private async stopThread(): Promise<void> {
    const worker = this.worker
    this.worker = null
    clearTimeout(this.idle)
    await worker?.terminate()
  }
}

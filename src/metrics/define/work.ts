import { setImmediate } from 'node:timers/promises'
import type { LinearModel, LinearSolution } from '../../risk/optimization/linear-model'
import type { Solver } from '../../solver/solver'

/** How much of a computation is done. */
export interface Progress {
  readonly done: number
  readonly total: number
}

/** Follows a computation, and may cancel it. */
export interface ProgressObserver {
  /** Cancels the computation: its result is then rejected with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
  /** Called with the progress; `done` never falls. */
  report(progress: Progress): void
}

/** A computation whose inputs were read: it makes no database query. */
export type Work<Result> = (observer: ProgressObserver) => Promise<Result>

/** Progress that nobody follows. */
export const ignore = (): void => {}

/** Of a computation that nobody follows: the request waits for its result. */
export const UNOBSERVED: ProgressObserver = { report: ignore }

/** Milliseconds of computing before other requests are served. */
const SLICE_MS = 5
/** Milliseconds between two reports of a search. */
const TICK_MS = 250

/** End of the last slice that was requested. */
let lastTurn: Promise<unknown> = Promise.resolve()

/** Slices of all computations run one after another; requests are served between them. */
function nextTurn(): Promise<unknown> {
  lastTurn = lastTurn.then(() => setImmediate())
  return lastTurn
}

/** Runs a generator to its end in slices of time, between which other requests are served. */
export async function inSlices<Result>(
  steps: Generator<Progress, Result>,
  { signal, report }: ProgressObserver,
): Promise<Result> {
  let until = performance.now() + SLICE_MS
  let last: Progress | null = null
  for (;;) {
    const step = steps.next()
    if (step.done) {
      if (last) report(last)
      return step.value
    }
    last = step.value
    if (performance.now() < until) continue
    report(last)
    await nextTurn()
    signal?.throwIfAborted()
    until = performance.now() + SLICE_MS
  }
}

/**
 * The solver for one computation: progress is reported in seconds.
 *
 * @param total maximum seconds of all its searches together
 */
export function observedSolver(
  solver: Pick<Solver, 'solve'>,
  total: number,
  observer: ProgressObserver,
) {
  const { signal, report } = observer
  let earlier = 0
  /** @param timeLimit seconds of this search */
  return async (model: LinearModel, timeLimit: number): Promise<LinearSolution> => {
    const start = performance.now()
    const tick = () => {
      const elapsed = Math.min(timeLimit, (performance.now() - start) / 1000)
      report({ done: Math.floor(earlier + elapsed), total })
      return elapsed
    }
    tick()
    const ticking = setInterval(tick, TICK_MS)
    try {
      return await solver.solve(model, { timeLimit, signal })
    } finally {
      clearInterval(ticking)
      earlier += tick()
    }
  }
}

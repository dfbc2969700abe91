import { setImmediate } from 'node:timers/promises'
import type { LinearModel, LinearSolution } from '../../risk/optimization/linear-model'
import type { Solver } from '../../solver/solver'

/** How far a computation is. */
export interface Progress {
  readonly done: number
  readonly total: number
}

/** Whoever waits for a computation. */
export interface Watch {
  /** Ends it: what it gives is rejected with the signal's reason. */
  readonly signal?: AbortSignal
  /** Told how far it is; `done` never falls. */
  report(progress: Progress): void
}

/** What is left of a question when all it needs was read: to compute. It touches no database. */
export type Work<Result> = (watch: Watch) => Promise<Result>

/** Nobody looks at the progress. */
export const UNWATCHED: Watch = { report: () => {} }

/** Milliseconds of computing after which other requests have their turn. */
const SLICE_MS = 5
/** Milliseconds between two reports of a search. */
const TICK_MS = 250

/** The last slice that somebody waits for. */
let lastTurn: Promise<unknown> = Promise.resolve()

/** Slices of all computations come one after the other, and between any two of them requests are looked after. */
function nextTurn(): Promise<unknown> {
  lastTurn = lastTurn.then(() => setImmediate())
  return lastTurn
}

/** Runs steps to their end, with room for other requests between them. */
export async function inSlices<Result>(
  steps: Generator<Progress, Result>,
  { signal, report }: Watch,
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
 * A solver for one computation, which reports seconds.
 *
 * @param total seconds that all its searches may take together
 */
export function watchedSolver(solver: Solver, total: number, { signal, report }: Watch) {
  let earlier = 0
  /** @param timeLimit seconds of this search */
  return async (model: LinearModel, timeLimit: number): Promise<LinearSolution> => {
    const began = performance.now()
    const tick = () => {
      const passed = Math.min(timeLimit, (performance.now() - began) / 1000)
      report({ done: Math.floor(earlier + passed), total })
      return passed
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

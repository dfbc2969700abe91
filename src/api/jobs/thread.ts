import type { MessagePort } from 'node:worker_threads'
import type { Computation } from '../../metrics/define/computation'
import type { Progress } from '../../metrics/define/work'
import { drawLosses, drawTails } from '../../metrics/loss-distribution'
import { judgeAttacks } from '../../metrics/parts/judge-attacks'
import { searchWorst } from '../../metrics/worst-operators'
import { giveWayInThread } from '../../priority'
import { ApiError } from '../../reads/errors'
import { Solver } from '../../solver/solver'

/** A computation for a thread. */
export interface JobTask {
  readonly name: string
  readonly input: unknown
  /** Hears of the progress. */
  readonly port: MessagePort
}

/** What a thread answers: an output with the last progress, or why the input is refused. */
export type JobAnswer =
  | { readonly output: unknown; readonly progress: Progress | null }
  | { readonly refusal: Pick<ApiError, 'message' | 'extensions'> }

/** What jobs compute. */
const COMPUTATIONS = [drawLosses, drawTails, judgeAttacks, searchWorst] as readonly Computation<
  unknown,
  unknown
>[]

// A job has time; an operation in another thread has a deadline.
giveWayInThread()

/** Runs one computation to its end: who does not wait any longer terminates the thread. */
export default async function run({ name, input, port }: JobTask): Promise<JobAnswer> {
  const solver = new Solver()
  let progress: Progress | null = null
  const report = (done: Progress) => {
    progress = done
    port.postMessage(done)
  }
  try {
    const computation = COMPUTATIONS.find((one) => one.name === name)
    if (!computation) throw new Error(`There is no computation ${name}.`)
    const output = await computation.run(input, solver, { report })
    return { output, progress }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { refusal: { message: error.message, extensions: error.extensions } }
  } finally {
    await solver.close()
    port.close()
  }
}

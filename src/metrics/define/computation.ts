import type { Solver } from '../../solver/solver'
import type { ProgressObserver } from './work'

/**
 * A long computation without database and server: plain data in, plain data out, so that it can run in another thread. `Output` is
 * what a metric makes its answer of.
 */
export interface Computation<Input, Output> {
  /** Unique among all. */
  readonly name: string
  run(input: Input, solver: Pick<Solver, 'solve'>, observer: ProgressObserver): Promise<Output>
}

/** Where computations run. */
export type Compute = <Input, Output>(
  computation: Computation<Input, Output>,
  input: Input,
  observer: ProgressObserver,
) => Promise<Output>

/** Runs computations in this thread. */
export function computeHere(solver: Pick<Solver, 'solve'>): Compute {
  return (computation, input, observer) => computation.run(input, solver, observer)
}

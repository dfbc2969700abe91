import { ApiError } from '../../reads/errors'
import { type ArgumentShape, type ArgumentsOf, readArguments } from './argument'
import type { Estimate } from './part'

/** Of a metric that declares no estimate. */
export const METRIC_MS = 100
/** Of a field of an answer that is computed when it is selected. */
export const COMPUTED_MS = 0.5
/** Of reading the stake graph of a block that is not kept. */
export const GRAPH_MS = 250
/** Of a second in which a solver may search: it has a thread of its own. */
export const SEARCH_MS = 400

/** The estimate of a field with these arguments, and its graph. @param estimate from the values of the arguments */
export function estimateBy<A extends ArgumentShape>(
  args: A,
  estimate: (values: ArgumentsOf<A>) => number,
): Estimate {
  return (given) => {
    try {
      return estimate(readArguments(args, given)) + (given.block == null ? 0 : GRAPH_MS)
    } catch (error) {
      // The field refuses them, before it computes anything.
      if (error instanceof ApiError) return 0
      throw error
    }
  }
}

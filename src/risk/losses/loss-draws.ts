import { uniform } from '../math/random'
import { SortedRuns } from '../math/sorted-runs'

/** A row that can be slashed. */
export interface RiskyRow {
  /** Its loss, at most once per draw; above 0. */
  readonly loss: number
  /** Probability of its own fault. */
  readonly own: number
}

/** Rows with a common shock. */
export interface RiskyGroup {
  /** Probability of the shock; 0: none. */
  readonly shock: number
  readonly rows: readonly RiskyRow[]
}

/** Draws per run: those of one row take two milliseconds at most, and little memory. */
const RUN = 2 ** 16

/** The draws of a run in which a row is slashed. */
interface Strike<Row extends RiskyRow> {
  readonly row: Row
  /** First draw of the run. */
  readonly from: number
  /** Draws with its own fault: ascending offsets in the run. Valid until the next strike. */
  readonly own: Int32Array
  /** Draws with the shock of its group, likewise. */
  readonly common: Int32Array
}

/**
 * Independent draws of the total loss from a seed. Yields after every row the number of complete
 * draws, so that the caller can interleave other work.
 * @param draws a positive integer
 */
export function* drawLosses(
  groups: readonly RiskyGroup[],
  seed: number,
  draws: number,
): Generator<number, SortedRuns> {
  const totals = new Float64Array(draws)
  const length = Math.min(RUN, draws)
  let run = totals.subarray(0, length)
  let begin = 0
  for (const { row, from, own, common } of drawStrikes(groups, seed, draws)) {
    if (from !== begin) {
      run.sort()
      run = totals.subarray(from, from + length)
      begin = from
    }
    strikeOnce(run, row.loss, own, common)
    yield from
  }
  run.sort()
  yield draws
  return new SortedRuns(totals, length)
}

/** The slashings of the draws of `drawLosses`: run by run, and within a run row by row. */
export function* drawStrikes<Row extends RiskyRow>(
  groups: readonly { readonly shock: number; readonly rows: readonly Row[] }[],
  seed: number,
  draws: number,
): Generator<Strike<Row>> {
  const next = uniform(seed)
  const shocks = new Int32Array(Math.min(RUN, draws))
  const hits = shocks.slice()
  for (let from = 0; from < draws; from += RUN) {
    const length = Math.min(RUN, draws - from)
    for (const { shock, rows } of groups) {
      const common = shocks.subarray(0, strike(shock, length, next, shocks))
      for (const row of rows) {
        const own = hits.subarray(0, strike(row.own, length, next, hits))
        yield { row, from, own, common }
      }
    }
  }
}

/**
 * Writes the draws in which an event of a probability occurs, ascending, and returns their number.
 * Gaps are drawn from the geometric distribution, so rare events cost little.
 */
function strike(probability: number, draws: number, next: () => number, hits: Int32Array): number {
  if (probability === 0) return 0
  const isCertain = probability === 1
  const log = Math.log1p(-probability)
  let count = 0
  for (let draw = -1; ; ) {
    draw += isCertain ? 1 : 1 + Math.floor(Math.log1p(-next()) / log)
    if (draw >= draws) return count
    hits[count++] = draw
  }
}

/** Adds a loss to all draws of two ascending lists, once to draws of both. */
function strikeOnce(run: Float64Array, loss: number, own: Int32Array, common: Int32Array): void {
  for (let index = 0; index < own.length; index++) run[own[index]!]! += loss
  let at = 0
  for (let index = 0; index < common.length; index++) {
    const draw = common[index]!
    while (at < own.length && own[at]! < draw) at++
    if (own[at] !== draw) run[draw]! += loss
  }
}

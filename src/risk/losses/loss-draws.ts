import { uniform } from '../math/random'
import { SortedRuns } from '../math/sorted-runs'

/** A row that can be slashed. */
export interface RiskyRow {
  /** What it loses, once in a draw at most; above 0. */
  readonly loss: number
  /** Probability that it is slashed by itself. */
  readonly own: number
}

/** Rows that a common shock slashes together. */
export interface RiskyGroup {
  /** Probability of the shock; 0: a row that is alone. */
  readonly shock: number
  readonly rows: readonly RiskyRow[]
}

/** Draws that are made at a time: what is drawn of a row takes two milliseconds at most, and little memory. */
const RUN = 2 ** 16

/** Where a row is struck in a run of draws. */
export interface Strike<Row extends RiskyRow> {
  readonly row: Row
  /** First draw of the run. */
  readonly from: number
  /** Draws of the run in which it is struck by itself, and with its group: places in the run, ascending. Only until the next. */
  readonly own: Int32Array
  readonly common: Int32Array
}

/**
 * Draws of the total loss, all independent, from a seed.
 *
 * It stops after every row to tell how many draws are complete, so that whoever runs it can do something else.
 * @param draws a whole number above 0
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

/** The strikes of those draws: run by run, and in each the rows in their order. */
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
 * Writes the draws in which something happens, ascending, and gives their number. It jumps from one to the next, so that
 * what is rare costs little.
 */
function strike(
  probability: number,
  draws: number,
  next: () => number,
  places: Int32Array,
): number {
  if (probability === 0) return 0
  const isCertain = probability === 1
  const log = Math.log1p(-probability)
  let count = 0
  for (let draw = -1; ; ) {
    draw += isCertain ? 1 : 1 + Math.floor(Math.log1p(-next()) / log)
    if (draw >= draws) return count
    places[count++] = draw
  }
}

/** Adds a loss in draws that are in one of two ascending lists; once in those that are in both. */
function strikeOnce(run: Float64Array, loss: number, own: Int32Array, common: Int32Array): void {
  for (let index = 0; index < own.length; index++) run[own[index]!]! += loss
  let at = 0
  for (let index = 0; index < common.length; index++) {
    const draw = common[index]!
    while (at < own.length && own[at]! < draw) at++
    if (own[at] !== draw) run[draw]! += loss
  }
}

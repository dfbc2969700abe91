import { uniform } from './random'
import { SortedRuns } from './sorted-runs'

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
  const next = uniform(seed)
  const totals = new Float64Array(draws)
  const length = Math.min(RUN, draws)
  // Where the shock, and a row by itself, strike in the run.
  const shocks = new Int32Array(length)
  const hits = new Int32Array(length)
  for (let from = 0; from < draws; from += length) {
    const run = totals.subarray(from, from + length)
    for (const { shock, rows } of groups) {
      const common = shocks.subarray(0, strike(shock, run.length, next, shocks))
      for (const { loss, own } of rows) {
        strikeOnce(run, loss, hits.subarray(0, strike(own, run.length, next, hits)), common)
        yield from
      }
    }
    run.sort()
  }
  yield draws
  return new SortedRuns(totals, length)
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

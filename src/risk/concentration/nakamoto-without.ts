import { checkColumn } from '../graph/columns'
import type { Exposure } from '../graph/exposure'
import type { Ratio } from '../math/ratio'
import { type Nakamoto, type NakamotoRule, type NoNakamoto, nakamoto } from './nakamoto'
import { population } from './population'

/** Nakamoto coefficient of a column as it is, and of what is left of it. */
export interface NakamotoShift {
  readonly before: Nakamoto | NoNakamoto
  readonly after: Nakamoto | NoNakamoto
}

/**
 * How the Nakamoto coefficient of a column changes if some of its rows are gone; the threshold is then of what is left.
 * @throws RangeError as `nakamoto`, and unless there is such a column
 */
export function nakamotoWithout(
  exposure: Exposure,
  column: number,
  gone: Iterable<number>,
  threshold: Ratio,
  rule: NakamotoRule,
): NakamotoShift {
  checkColumn(exposure, column)
  const { start, row, value, rows } = exposure
  const lost = new Set(gone)
  const all = []
  for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
    const position = row[entry]!
    all.push({ position, id: rows[position]!, amount: value[entry]! })
  }
  const left = all.filter(({ position }) => !lost.has(position))
  return {
    before: nakamoto(population(all), threshold, rule),
    after: nakamoto(population(left), threshold, rule),
  }
}

import {
  type Nakamoto,
  type NakamotoRule,
  type NoNakamoto,
  nakamoto,
} from '../../../src/risk/concentration/nakamoto'
import { population } from '../../../src/risk/concentration/population'
import { checkColumn } from '../../../src/risk/graph/columns'
import type { Exposure } from '../../../src/risk/graph/exposure'
import type { Ratio } from '../../../src/risk/math/ratio'

/** Nakamoto coefficient of a column as it is, and of what is left of it. */
export interface NakamotoShift {
  readonly before: Nakamoto | NoNakamoto
  readonly after: Nakamoto | NoNakamoto
}

/**
 * How the Nakamoto coefficient of a column changes if some of its rows are gone; the threshold is
 * then of what is left.
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

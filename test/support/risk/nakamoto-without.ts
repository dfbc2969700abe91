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

/** Nakamoto coefficient of a column with all rows, and with the remaining ones. */
export interface NakamotoShift {
  readonly before: Nakamoto | NoNakamoto
  readonly after: Nakamoto | NoNakamoto
}

/**
 * Nakamoto coefficient of a column without some of its rows; the threshold is then of the remaining
 * stake.
 * @throws RangeError as `nakamoto`, and on an unknown column
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

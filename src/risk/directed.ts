import { type Answer, known, unknown } from './answer'
import { columnTotals } from './columns'
import type { Exposure } from './exposure'
import type { NoValue } from './population'
import { type Ratio, ratio } from './ratio'

/**
 * Directed exposure A[s -> t]: the part of t's stake that is of rows which also belong to s, in [0, 1]; 1 for s = t.
 *
 * "If everything that secures s fails, what part of t fails?" Not symmetric. By s, then t.
 * EMPTY, ZERO_TOTAL: t has nobody, or no stake.
 */
export function directedExposure(exposure: Exposure): Answer<Ratio, NoValue>[][] {
  const { columns, start, row, value } = exposure
  const totals = columnTotals(exposure)
  const member = new Uint8Array(exposure.rows.length)
  return columns.map((_, s) => {
    const own = row.subarray(start[s]!, start[s + 1]!)
    for (const one of own) member[one] = 1
    const line = columns.map((_, t): Answer<Ratio, NoValue> => {
      const total = totals[t]!
      if (total === 0n) return unknown(start[t] === start[t + 1] ? 'EMPTY' : 'ZERO_TOTAL')
      let common = 0n
      for (let entry = start[t]!; entry < start[t + 1]!; entry++) {
        if (member[row[entry]!] === 1) common += value[entry]!
      }
      return known(ratio(common, total))
    })
    for (const one of own) member[one] = 0
    return line
  })
}

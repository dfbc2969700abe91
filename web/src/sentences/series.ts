import type { SeriesRow } from '../chart/series-figure'
import type { Measure } from '../data/measure'
import { change, compared } from '../format/decimal'

/** What a figure did from the first known point to the last. @param isLoading it is not known yet */
export function seriesSentence(
  name: string,
  rows: readonly SeriesRow[],
  measure: Measure,
  isLoading = false,
): string {
  if (isLoading) return `${name} at earlier blocks.`
  const known = rows.filter((row): row is SeriesRow & { value: string } => row.value !== null)
  const [first] = known
  const last = known.at(-1)
  if (!first || !last) return `${name} is not known at any of these blocks.`
  if (first === last) return `${name} is ${measure.text(last.value)} at block ${last.block}.`
  const peak = known.reduce((best, row) => (compared(row.value, best.value) > 0 ? row : best))
  const isSame = compared(first.value, last.value) === 0
  const moved = isSame ? null : change(first.value, last.value)
  const isOfEnds = [first, last].some((end) => compared(peak.value, end.value) === 0)
  const peaked = isOfEnds ? '' : `; the most was ${measure.text(peak.value)} at block ${peak.block}`
  const [from, to] = isSame ? ['was', 'and is'] : ['went from', 'to']
  return `${name} ${from} ${measure.text(first.value)} at block ${first.block} ${to} ${measure.text(last.value)} at block ${last.block}${moved === null ? '' : ` (${moved})`}${peaked}.`
}

import { useView } from '../app/view'
import type { Measure } from '../data/measure'
import type { StampFragment } from '../data/types.generated'
import type { Asked } from '../data/use-query'
import { approximate, tickText } from '../format/decimal'
import { dayText } from '../format/text'
import { Figure } from './figure'
import { Plot } from './plot'

/** One figure of many blocks, as the API gives it. */
export interface SeriesRow {
  readonly block: number
  readonly time: number | null
  readonly value: string | null
}

interface ApiPoint {
  readonly block: number
  readonly timestampAtLeast: number | null
  readonly values: readonly { readonly value: string | null }[]
}

/** The rows of the figure at a position of the request. */
export function rowsOf(points: readonly ApiPoint[], position: number): SeriesRow[] {
  return points.map(({ block, timestampAtLeast, values }) => ({
    block,
    time: timestampAtLeast,
    value: values[position]?.value ?? null,
  }))
}

/** A series that is asked for apart: whether that of these blocks is on its way, and why there is none. */
export function stateOf({ data, failure, isLoading }: Asked<SeriesAnswer>) {
  return { isLoading, reason: failure?.message ?? data?.series.meta.nullReason ?? null }
}

interface SeriesAnswer {
  readonly series: { readonly meta: { readonly nullReason: string | null } }
}

interface Props {
  title: string
  caption: string
  rows: readonly SeriesRow[]
  measure: Measure
  data: StampFragment
  /** Some stake has no price. */
  isEstimated: boolean
  isLoading: boolean
  /** Why there is nothing. */
  reason: string | null
  top?: number
}

/** A figure over time, with what is not indexed yet, not final, or a lower bound. */
export function SeriesFigure({
  title,
  caption,
  rows,
  measure,
  data,
  isEstimated,
  isLoading,
  reason,
  top,
}: Props) {
  const view = useView()
  const { head, lag, finalized, block } = data._meta
  const isBehind = view.block === null && lag !== null && lag > 0
  const hasValues = rows.some(({ value }) => value !== null)
  const state = isLoading
    ? 'loading'
    : !hasValues
      ? 'unavailable'
      : isBehind
        ? 'not-synced'
        : isEstimated
          ? 'estimated'
          : block.number > finalized
            ? 'reorganised'
            : 'ready'
  const named = (row: SeriesRow) =>
    `block ${row.block}${row.time === null ? '' : `, ${dayText(row.time)}`}: ${row.value === null ? 'unknown' : measure.text(row.value)}`
  const points = rows.map((row) => ({
    x: row.block,
    y: row.value === null ? null : approximate(measure.whole(row.value)),
    text: named(row),
  }))
  const table = [
    ['block', 'time', `${title}${measure.name && ` (${measure.name})`}`],
    ...rows.map(({ block: number, time, value }) => [
      String(number),
      time === null ? '' : dayText(time),
      value === null ? 'unknown' : measure.whole(value),
    ]),
  ]
  return (
    <Figure title={title} caption={caption} state={state} reason={reason} rows={table}>
      {(width, ids) => (
        <Plot
          width={width}
          ids={ids}
          series={[{ name: title, points }]}
          isStep
          xText={(x) => String(x)}
          yText={tickText}
          xName="block"
          yName={measure.name}
          {...(top !== undefined && { top })}
          unknownFrom={isBehind && head !== null ? block.number : null}
          finalTo={finalized}
          isDashed={isEstimated}
        />
      )}
    </Figure>
  )
}

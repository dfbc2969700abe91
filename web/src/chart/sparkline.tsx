import { approximate } from '../format/decimal'
import type { SeriesRow } from './series-figure'

const WIDTH = 120
const HEIGHT = 28

/** The course of a figure, without axes: beside a figure that says it. */
export function Sparkline({ rows }: { rows: readonly SeriesRow[] }) {
  const values = rows.map(({ value }) => (value === null ? null : approximate(value)))
  const top = Math.max(...values.map((value) => value ?? 0)) || 1
  const path = values
    .map((value, index) => {
      if (value === null) return ''
      const x = (index / Math.max(1, values.length - 1)) * WIDTH
      const y = HEIGHT - 2 - (value / top) * (HEIGHT - 4)
      const isFirst = index === 0 || values[index - 1] === null
      return `${isFirst ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join('')
  return (
    <svg class="spark" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path class="line s0" d={path} />
    </svg>
  )
}

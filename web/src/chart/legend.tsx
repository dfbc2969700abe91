import { fitted } from '../format/text'

/** Width below which a chart has numbers in it, and the names below. */
export const NARROW = 420

const LINE = 18
const GAP = 12
const COLUMNS = 2

/** Height of the names of so many. */
export const legendHeight = (count: number): number => GAP + Math.ceil(count / COLUMNS) * LINE

/** Names by number, in columns. */
export function Legend(props: { labels: readonly string[]; top: number; width: number }) {
  const { labels, top, width } = props
  const lines = Math.ceil(labels.length / COLUMNS)
  return (
    <>
      {labels.map((label, at) => (
        <text
          key={at}
          class="axis"
          x={Math.floor(at / lines) * (width / COLUMNS)}
          y={top + GAP + (at % lines) * LINE + 12}
        >
          {at + 1} {fitted(label, 18)}
        </text>
      ))}
    </>
  )
}

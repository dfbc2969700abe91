import { percent } from '../format/decimal'
import type { ChartIds } from './figure'
import { Legend, legendHeight, NARROW } from './legend'
import { Marks } from './marks'

/** A thing that is compared. */
interface HeatItem {
  readonly id: string
  /** Short. */
  readonly label: string
}

interface Props {
  width: number
  ids: ChartIds
  /** In the order in which they are drawn. */
  items: readonly HeatItem[]
  /** In [0, 1], of two positions; null: unknown. */
  likenessOf: (row: number, column: number) => string | null
  text: (row: number, column: number) => string
  onOpen: (row: number) => void
}

/** Steps of the colour. */
const STEPS = 7
/** Pixels from which a cell has its value in it, and a row its name beside it. */
const WITH_VALUE = 28
const WITH_NAME = 11
const NAME = 104
/** Narrow: numbers beside the rows, and names below. */
const NUMBER = 22

/** Rows of the lower triangle before a row: as many cells. */
const before = (row: number) => (row * (row - 1)) / 2

/** Row and column of a cell of the lower triangle, without the diagonal. */
function cellAt(at: number): [row: number, column: number] {
  const row = Math.floor((1 + Math.sqrt(1 + 8 * at)) / 2)
  return [row, at - before(row)]
}

/** A matrix of pairs, its lower triangle; the more alike, the stronger the colour. */
export function Heatmap({ width, ids, items, likenessOf, text, onOpen }: Props) {
  const count = items.length
  const isNarrow = width < NARROW
  const name = isNarrow ? NUMBER : NAME
  const size = Math.min(44, Math.max(3, Math.floor((width - name - 4) / count)))
  const side = size - 1
  const hasNames = size >= WITH_NAME
  const left = hasNames ? name : 4
  const hasLegend = hasNames && isNarrow
  const cells = before(count)
  const move = (at: number, key: string): number | null => {
    const [row, column] = cellAt(at)
    if (key === 'ArrowDown') return row + 1 < count ? before(row + 1) + column : at
    if (key === 'ArrowUp') return row > 1 ? before(row - 1) + Math.min(column, row - 2) : at
    return null
  }
  const shown = Array.from({ length: cells }, (_, at) => {
    const [row, column] = cellAt(at)
    return { at, row, column, value: likenessOf(row, column) }
  })
  // One element for each colour, as there are thousands of cells.
  const squares = Array.from({ length: STEPS }, () => '')
  for (const { row, column, value } of shown) {
    squares[stepOf(value)] += `M${left + column * size} ${row * size}h${side}v${side}h${-side}z`
  }
  return (
    <Marks
      ids={ids}
      count={cells}
      move={move}
      text={(at) => text(...cellAt(at))}
      hint="Arrow keys or the pointer read single pairs; Enter shows what is around one."
      onOpen={(at) => onOpen(cellAt(at)[0])}
    >
      {(at, choose) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys of the group around open a pair
        <svg
          width={width}
          height={count * size + (hasLegend ? legendHeight(count) : 4)}
          role="img"
          aria-labelledby={`${ids.title} ${ids.caption}`}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect()
            const column = Math.floor((event.clientX - box.left - left) / size)
            const row = Math.floor((event.clientY - box.top) / size)
            choose(column >= 0 && column < row && row < count ? before(row) + column : null)
          }}
          onClick={() => at !== null && onOpen(cellAt(at)[0])}
        >
          <title>{ids.name}</title>
          {hasNames &&
            items.map(({ id, label }, row) => (
              <text key={id} class="axis" x={0} y={row * size + size / 2 + 4}>
                {isNarrow ? row + 1 : label}
              </text>
            ))}
          {hasLegend && (
            <Legend labels={items.map(({ label }) => label)} top={count * size} width={width} />
          )}
          {items.map(({ id }, row) => (
            <rect
              key={id}
              class="self"
              x={left + row * size}
              y={row * size}
              width={size - 1}
              height={size - 1}
            />
          ))}
          {squares.map((path, step) => (
            <path key={step} class={`h${step}`} d={path} />
          ))}
          {size >= WITH_VALUE &&
            shown.map(({ at: cell, row, column, value }) => (
              <text
                key={cell}
                class={`inside on${stepOf(value)}`}
                x={left + column * size + (size - 1) / 2}
                y={row * size + size / 2 + 4}
              >
                {value === null ? '?' : percent(value).replace(/\..*/, '')}
              </text>
            ))}
          {at !== null && <Chosen at={at} left={left} size={size} />}
        </svg>
      )}
    </Marks>
  )
}

function Chosen({ at, left, size }: { at: number; left: number; size: number }) {
  const [row, column] = cellAt(at)
  return (
    <rect
      class="frame"
      x={left + column * size}
      y={row * size}
      width={size - 1}
      height={size - 1}
    />
  )
}

/** Which of the colours; the first one is for 0, and for what is unknown. */
function stepOf(value: string | null): number {
  const part = value === null ? 0 : Number(value)
  return part === 0 ? 0 : Math.min(STEPS - 1, 1 + Math.floor(part * (STEPS - 1)))
}

import { percent } from '../format/decimal'
import { around, distanceOf, type Neighbour, type Placed, under } from './ego'
import type { ChartIds } from './figure'
import { Legend, legendHeight, NARROW } from './legend'
import { Marks } from './marks'

interface Props {
  width: number
  ids: ChartIds
  /** Name of the one in the centre, short. */
  centre: string
  /** In the order in which they stand around it; at most `MOST_NEIGHBOURS`. */
  neighbours: readonly (Neighbour & { readonly label: string; readonly exact: string })[]
  /** Pairs of neighbours that are alike, by position. */
  links: readonly (readonly [a: number, b: number])[]
  onOpen: (at: number) => void
}

/** Neighbours that have their names beside them, in a wide picture. */
const NAMED = 24

/** Pixels between two names. */
const LINE = 13

/** One in the centre, and who is alike to it: the nearer, the more alike. */
export function EgoGraph({ width, ids, centre, neighbours, links, onOpen }: Props) {
  const side = Math.min(width, 520)
  const isWide = width >= NARROW
  const radius = side / 2 - (isWide ? 60 : 14)
  const placed = around(neighbours, radius)
  const most = Math.max(0, ...neighbours.map(({ value }) => value))
  const named = new Set(
    [...placed.keys()].sort((a, b) => placed[b]!.value - placed[a]!.value).slice(0, NAMED),
  )
  const labels = new Map(neighbours.map(({ id, label }) => [id, label]))
  // Of many neighbours names would fill a screen: pointed at, each is read.
  const hasLegend = !isWide && neighbours.length <= NAMED
  const height = side + (hasLegend ? legendHeight(neighbours.length) : 0)
  const text = (at: number) =>
    `${neighbours[at]!.label}: ${percent(neighbours[at]!.exact)} alike to ${centre}`
  return (
    <Marks
      ids={ids}
      count={neighbours.length}
      text={text}
      hint="Arrow keys or the pointer read single neighbours; Enter puts one into the centre."
      onOpen={onOpen}
    >
      {(at, choose) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys of the group around open a neighbour
        <svg
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect()
            const x = event.clientX - box.left - width / 2
            const y = event.clientY - box.top - side / 2
            choose(under(placed, x, y))
          }}
          onClick={() => at !== null && onOpen(at)}
          width={width}
          height={height}
          viewBox={`${-width / 2} ${-side / 2} ${width} ${height}`}
          role="img"
          aria-labelledby={`${ids.title} ${ids.caption}`}
        >
          <title>{ids.name}</title>
          {[0, most / 2].map((value) => (
            <circle key={value} class="ring" r={distanceOf(value, most, radius)} />
          ))}
          {links.map(([a, b]) => (
            <line
              key={`${a} ${b}`}
              class="grid"
              x1={placed[a]!.x}
              y1={placed[a]!.y}
              x2={placed[b]!.x}
              y2={placed[b]!.y}
            />
          ))}
          {placed.map(({ id, x, y, value }, index) => (
            <line
              key={id}
              class={`line s0${index === at ? '' : ' faint'}`}
              x2={x}
              y2={y}
              stroke-width={most === 0 ? 1 : 1 + (4 * value) / most}
            />
          ))}
          {placed.map(({ id, x, y }, index) => (
            <circle key={id} class={`dot s0${index === at ? ' chosen' : ''}`} cx={x} cy={y} r={6} />
          ))}
          <circle class="bar s0" r={9} />
          {isWide &&
            apart(placed.filter((_, index) => named.has(index))).map(({ id, x, y }) => (
              <text key={id} class={`axis${x < 0 ? ' end' : ''}`} x={x + (x < 0 ? -10 : 10)} y={y}>
                {labels.get(id)}
              </text>
            ))}
          {hasLegend &&
            placed.map(({ id, x, y }, index) => (
              <text
                key={id}
                class={`axis${x < 0 ? ' end' : ''}`}
                x={x + (x < 0 ? -10 : 10)}
                y={y + 4}
              >
                {index + 1}
              </text>
            ))}
          {hasLegend && (
            <g transform={`translate(${-width / 2} 0)`}>
              <Legend labels={neighbours.map(({ label }) => label)} top={side / 2} width={width} />
            </g>
          )}
        </svg>
      )}
    </Marks>
  )
}

/** Where names go: beside their marks, on each side at least a line apart. */
function apart(places: readonly Placed[]): Placed[] {
  const last = new Map<boolean, number>()
  return [...places]
    .sort((a, b) => a.y - b.y)
    .map((place) => {
      const isLeft = place.x < 0
      const y = Math.max((last.get(isLeft) ?? -Infinity) + LINE, place.y + 4)
      last.set(isLeft, y)
      return { ...place, y }
    })
}

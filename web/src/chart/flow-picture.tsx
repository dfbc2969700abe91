import type { ChartIds } from './figure'
import { type Flow, layOut, type Node } from './flows'
import { Legend, legendHeight, NARROW } from './legend'
import { Marks } from './marks'

interface Props {
  width: number
  ids: ChartIds
  flows: readonly Flow[]
  /** Short name of an id. */
  label: (id: string) => string
  /** What a flow says. */
  text: (flow: Flow) => string
}

const HEIGHT = 420
const MOST = 12
const BAR = 10

/** Two sides, and bands between them: the wider, the more. */
export function FlowPicture({ width, ids, flows, label, text }: Props) {
  const { left, right, bands } = layOut(flows, MOST, HEIGHT - 26)
  const isNarrow = width < NARROW
  const room = isNarrow ? 28 : 120
  const [x0, x1] = [room + BAR, width - room - BAR]
  const middle = (x0 + x1) / 2
  const sides = [
    { nodes: left, first: 1, x: x0 - BAR, textX: x0 - BAR - 6, end: ' end' },
    { nodes: right, first: left.length + 1, x: x1, textX: x1 + BAR + 6, end: '' },
  ]
  const labels = [...left, ...right].map(({ id }) => label(id))
  return (
    <Marks
      ids={ids}
      count={bands.length}
      text={(at) => text(bands[at]!)}
      hint="Arrow keys or the pointer read single flows."
    >
      {(at, choose) => (
        <svg
          width={width}
          height={HEIGHT + (isNarrow ? legendHeight(labels.length) : 0)}
          role="img"
          aria-labelledby={`${ids.title} ${ids.caption}`}
        >
          <title>{ids.name}</title>
          <text class="axis" x={0} y={12}>
            operators
          </text>
          <text class="axis end" x={width} y={12}>
            services
          </text>
          <g transform="translate(0 22)">
            {bands.map(({ from, to, y0, y1, height }, index) => (
              <path
                key={`${from} ${to}`}
                class={`band${at === null ? '' : index === at ? ' chosen' : ' faint'}`}
                d={`M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}V${y1 + height}C${middle} ${y1 + height} ${middle} ${y0 + height} ${x0} ${y0 + height}Z`}
                onPointerEnter={() => choose(index)}
              />
            ))}
            {sides.map(({ nodes, first, x, textX, end }) => (
              <g key={x}>
                {nodes.map(({ id, y, height }) => (
                  <rect
                    key={id}
                    class="bar s0"
                    x={x}
                    y={y}
                    width={BAR}
                    height={Math.max(1, height)}
                  />
                ))}
                {apart(nodes).map(({ id, y }, at) => (
                  <text key={id} class={`axis${end}`} x={textX} y={y}>
                    {isNarrow ? first + at : label(id)}
                  </text>
                ))}
              </g>
            ))}
          </g>
          {isNarrow && <Legend labels={labels} top={HEIGHT} width={width} />}
        </svg>
      )}
    </Marks>
  )
}

/** Where names go: beside their bars, at least a line apart. */
function apart(nodes: readonly Node[]): { id: string; y: number }[] {
  let last = -20
  return nodes.map(({ id, y, height }) => {
    last = Math.max(last + 13, y + height / 2 + 4)
    return { id, y: last }
  })
}

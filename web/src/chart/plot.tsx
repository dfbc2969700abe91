import { useState } from 'preact/hooks'
import type { ChartIds } from './figure'
import { linear, niceTop } from './scale'

/** A point; `y` null: there is none, and the line has a gap. */
export interface Point {
  readonly x: number
  readonly y: number | null
  /** Both, for people. */
  readonly text: string
}

export interface Series {
  readonly name: string
  readonly points: readonly Point[]
}

interface Props {
  width: number
  ids: ChartIds
  series: readonly Series[]
  /** State changes at blocks: between two points it is that of the first one. */
  isStep: boolean
  xText: (x: number) => string
  yText: (y: number) => string
  xName: string
  yName: string
  /** Top of the axis, if it is not that of the data. */
  top?: number
  /** Line of equal parts. */
  hasDiagonal?: boolean
  /** From here to the right end nothing is indexed yet. */
  unknownFrom?: number | null
  /** Blocks after this one may be replaced. */
  finalTo?: number | null
  isDashed?: boolean
}

const HEIGHT = 240
const TICKS = 4
const SPACE = { left: 62, right: 14, top: 22, bottom: 34 }
/** Pixels of a character of an axis. */
const CHARACTER = 7

/** Lines over numbers. One tab stop: arrows move from point to point, and each is read out. */
export function Plot(props: Props) {
  const { width, ids, series, isStep, xText, yText, xName, yName, hasDiagonal, isDashed } = props
  const [at, setAt] = useState<number | null>(null)
  const points = series[0]?.points ?? []
  const xs = series.flatMap((one) => one.points.map(({ x }) => x))
  const ys = series.flatMap((one) => one.points.map(({ y }) => y ?? 0))
  const right = Math.max(...xs, props.unknownFrom ?? 0)
  const top = props.top ?? niceTop(Math.max(...ys) || 1, TICKS)
  const y = linear([0, top], [HEIGHT - SPACE.bottom, SPACE.top])
  const ticks = y.ticks(TICKS).map((tick) => ({ tick, text: yText(tick) }))
  const left = Math.max(
    SPACE.left,
    10 + CHARACTER * Math.max(...ticks.map(({ text }) => text.length)),
  )
  const x = linear([Math.min(...xs), right], [left, width - SPACE.right])
  const draw = (drawn: readonly Point[]) =>
    pathOf(
      drawn.map((point) => (point.y === null ? null : [x(point.x), y(point.y)])),
      isStep,
    )
  const chosen = at === null ? null : points[at]
  const move = (to: number) => setAt(Math.min(points.length - 1, Math.max(0, to)))
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 10, PageUp: -10 }[event.key]
    if (step !== undefined) move(at === null ? (step > 0 ? 0 : points.length - 1) : at + step)
    else if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(points.length - 1)
    else if (event.key === 'Escape') return setAt(null)
    else return
    event.preventDefault()
  }
  const onPointerMove = (event: PointerEvent) => {
    const { left } = (event.currentTarget as Element).getBoundingClientRect()
    setAt(nearest(points, x.invert(event.clientX - left)))
  }
  const texts = at === null ? [] : series.map((one) => `${one.name}: ${one.points[at]?.text ?? ''}`)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group that is read and moved in, not a set of fields
    <div
      class="plot"
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move from point to point
      tabIndex={0}
      aria-labelledby={ids.title}
      aria-describedby={ids.caption}
      onKeyDown={onKeyDown}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setAt(null)}
      onBlur={() => setAt(null)}
    >
      <svg width={width} height={HEIGHT} role="img" aria-labelledby={`${ids.title} ${ids.caption}`}>
        <title>{ids.name}</title>
        <defs>
          <pattern
            id={`${ids.title}-hatch`}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line class="hatch" x1="0" y1="0" x2="0" y2="6" />
          </pattern>
        </defs>
        <text class="axis" x={4} y={12}>
          {yName}
        </text>
        {ticks.map(({ tick, text }) => (
          <g key={tick}>
            <line class="grid" x1={left} x2={width - SPACE.right} y1={y(tick)} y2={y(tick)} />
            <text class="axis end" x={left - 6} y={y(tick) + 4}>
              {text}
            </text>
          </g>
        ))}
        {x.ticks(Math.max(3, Math.floor(width / 130))).map((tick) => (
          <text
            key={tick}
            class={`axis ${x(tick) > width - SPACE.right - 20 ? 'end' : 'middle'}`}
            x={
              Math.min(x(tick), width - SPACE.right) +
              (x(tick) > width - SPACE.right - 20 ? SPACE.right : 0)
            }
            y={HEIGHT - SPACE.bottom + 16}
          >
            {xText(tick)}
          </text>
        ))}
        <text class="axis end" x={width - SPACE.right} y={HEIGHT - 3}>
          {xName}
        </text>
        {hasDiagonal && <line class="equal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />}
        {props.unknownFrom != null && (
          <rect
            fill={`url(#${ids.title}-hatch)`}
            x={x(props.unknownFrom)}
            y={SPACE.top}
            width={Math.max(3, x(right) - x(props.unknownFrom))}
            height={HEIGHT - SPACE.top - SPACE.bottom}
          />
        )}
        {props.finalTo != null && props.finalTo > (xs[0] ?? 0) && props.finalTo < right && (
          <line
            class="final"
            x1={x(props.finalTo)}
            x2={x(props.finalTo)}
            y1={SPACE.top}
            y2={HEIGHT - SPACE.bottom}
          />
        )}
        {series.map((one, index) => (
          <path
            key={one.name}
            class={`line s${index}${isDashed ? ' dashed' : ''}`}
            d={draw(one.points)}
          />
        ))}
        {chosen && (
          <line
            class="cursor"
            x1={x(chosen.x)}
            x2={x(chosen.x)}
            y1={SPACE.top}
            y2={HEIGHT - SPACE.bottom}
          />
        )}
        {at !== null &&
          series.map((one, index) => {
            const point = one.points[at]
            if (point?.y == null) return null
            return (
              <circle
                key={one.name}
                class={`dot s${index}`}
                cx={x(point.x)}
                cy={y(point.y)}
                r={4}
              />
            )
          })}
      </svg>
      <p class="reading" aria-live="polite">
        {texts.join('; ') || 'Arrow keys or the pointer read single points.'}
      </p>
    </div>
  )
}

/** A line through places; null is a gap. */
function pathOf(
  places: readonly (readonly [x: number, y: number] | null)[],
  isStep: boolean,
): string {
  let before: readonly [number, number] | null = null
  const parts = places.map((place) => {
    const from = before
    before = place
    if (!place) return ''
    const [x, y] = place.map((one) => one.toFixed(2))
    return from ? (isStep ? `H${x}V${y}` : `L${x} ${y}`) : `M${x} ${y}`
  })
  return parts.join('')
}

function nearest(points: readonly Point[], x: number): number | null {
  let best: number | null = null
  for (const [index, point] of points.entries()) {
    if (best === null || Math.abs(point.x - x) < Math.abs(points[best]!.x - x)) best = index
  }
  return best
}

import { useState } from 'preact/hooks'
import { percent } from '../format/decimal'
import { fitted } from '../format/text'
import type { ChartIds } from './figure'

/** A bar: a part of one. */
export interface Bar {
  readonly key: string
  readonly name: string
  /** In [0, 1]. */
  readonly part: string
  /** Beside it. Default: the part. */
  readonly label?: string
  readonly text: string
}

const ROW = 26
/** Room for a name, in a wide and in a narrow picture. */
const NAME = 160
const SHORT_NAME = 122
/** Width of a narrow picture. */
const NARROW = 420

/** Bars below each other, each with its name and figure. */
export function Bars(props: { width: number; ids: ChartIds; bars: readonly Bar[] }) {
  const { width, ids, bars } = props
  const [at, setAt] = useState<number | null>(null)
  const left = width < NARROW ? SHORT_NAME : NAME
  const room = width - left - 70
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (event.key === 'Escape') return setAt(null)
    if (step === undefined) return
    setAt(Math.min(bars.length - 1, Math.max(0, at === null ? 0 : at + step)))
    event.preventDefault()
  }
  const chosen = at === null ? null : bars[at]
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group that is read and moved in, not a set of fields
    <div
      class="plot"
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move from bar to bar
      tabIndex={0}
      aria-labelledby={ids.title}
      aria-describedby={ids.caption}
      onKeyDown={onKeyDown}
      onBlur={() => setAt(null)}
    >
      <svg
        width={width}
        height={bars.length * ROW + 4}
        role="img"
        aria-labelledby={`${ids.title} ${ids.caption}`}
      >
        <title>{ids.name}</title>
        {bars.map(({ key, name, part, label }, index) => (
          <g key={key} class={index === at ? 'chosen' : ''}>
            <text class="axis" x={0} y={index * ROW + 17}>
              {fitted(name, width < NARROW ? 16 : 22)}
            </text>
            <rect
              class="bar s0"
              x={left}
              y={index * ROW + 5}
              width={Math.max(1, room * Number(part))}
              height={16}
            />
            <text class="axis" x={left + Math.max(1, room * Number(part)) + 6} y={index * ROW + 17}>
              {label ?? percent(part)}
            </text>
          </g>
        ))}
      </svg>
      <p class="reading" aria-live="polite">
        {chosen ? `${chosen.name}: ${chosen.text}` : 'Arrow keys read single bars.'}
      </p>
    </div>
  )
}

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { ChartIds } from './figure'

interface Props {
  ids: ChartIds
  /** How many marks there are. */
  count: number
  /** What a mark says. */
  text: (at: number) => string
  /** What is read before a mark is chosen. */
  hint: string
  /** Where a key leads from a mark; null: the key does nothing. Default: one after the other. */
  move?: (at: number, key: string) => number | null
  /** Opens a mark, by Enter. */
  onOpen?: (at: number) => void
  /** Draws; `choose` is for the pointer. */
  children: (at: number | null, choose: (at: number | null) => void) => ComponentChildren
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/** Marks of a chart. One tab stop: keys move from mark to mark, and each is read out. */
export function Marks({ ids, count, text, hint, move, onOpen, children }: Props) {
  const [at, setAt] = useState<number | null>(null)
  const chosen = at !== null && at < count ? at : null
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event
    if (key === 'Escape') return setAt(null)
    if (key === 'Enter' && chosen !== null && onOpen) onOpen(chosen)
    else {
      const step = STEPS[key]
      if (step === undefined || count === 0) return
      const next =
        chosen === null ? (step > 0 ? 0 : count - 1) : (move?.(chosen, key) ?? chosen + step)
      setAt(Math.min(count - 1, Math.max(0, next)))
    }
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group that is read and moved in, not a set of fields
    <div
      class="plot"
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move from mark to mark
      tabIndex={0}
      aria-labelledby={ids.title}
      aria-describedby={ids.caption}
      onKeyDown={onKeyDown}
      onPointerLeave={() => setAt(null)}
      onBlur={() => setAt(null)}
    >
      {children(chosen, setAt)}
      <p class="reading" aria-live="polite">
        {chosen === null ? hint : text(chosen)}
      </p>
    </div>
  )
}

import { useEffect, useState } from 'preact/hooks'
import { monthBefore } from '../../../src/api/http/web/month'
import { adjust } from './place'
import { useView } from './view'

/** Milliseconds without a move after which the block of the view changes. */
const SETTLED_MS = 200

interface Props {
  /** Of the input: what is changed. */
  id: string
  name: string
  first: number
  last: number
  shown: number
  /** Called when it has not moved for a moment. */
  change(block: number): void
}

/** Moves through the indexed blocks. */
function BlockSlider({ id, name, first, last, shown, change }: Props) {
  const [at, setAt] = useState(shown)
  useEffect(() => setAt(shown), [shown])
  useEffect(() => {
    if (at === shown) return
    const timer = setTimeout(() => change(at), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [at])
  return (
    <>
      <label for={id}>
        {name} <output>{at}</output>
      </label>
      <input
        id={id}
        type="range"
        min={first}
        max={Math.max(last, shown)}
        value={at}
        onInput={(event) => setAt(Number(event.currentTarget.value))}
      />
    </>
  )
}

/** Moves the view; at the right end it stays at the last block as it comes. */
export function Slider({ last }: { last: number }) {
  const { first, shown, block } = useView()
  return (
    <div class="slider">
      <BlockSlider
        id="block"
        name="Block"
        first={first}
        last={last}
        shown={shown}
        change={(at) => adjust({ block: at >= last ? null : String(at) })}
      />
      <button type="button" disabled={block === null} onClick={() => adjust({ block: null })}>
        Last block
      </button>
    </div>
  )
}

/** Puts another block beside the one of the view, and moves it. @param compared null: there is none */
export function CompareSlider({ last, compared }: { last: number; compared: number | null }) {
  const view = useView()
  if (compared === null) {
    const other = monthBefore(view) ?? view.first
    return (
      <button type="button" onClick={() => adjust({ compare: String(other) })}>
        Compare with another block
      </button>
    )
  }
  return (
    <div class="slider">
      <BlockSlider
        id="compare"
        name="Beside block"
        first={view.first}
        last={last}
        shown={compared}
        change={(at) => adjust({ compare: String(at) })}
      />
      <button type="button" onClick={() => adjust({ compare: null })}>
        Only one block
      </button>
    </div>
  )
}

import { useEffect, useState } from 'preact/hooks'
import { adjust } from './place'
import { useView } from './view'

/** Milliseconds without a move after which the block of the view changes. */
const SETTLED_MS = 200

/** Moves the view through the indexed blocks; at the right end it stays at the last one as it comes. */
export function Slider({ last }: { last: number }) {
  const { first, shown, block } = useView()
  const [at, setAt] = useState(shown)
  useEffect(() => setAt(shown), [shown])
  useEffect(() => {
    if (at === shown) return
    const timer = setTimeout(() => adjust({ block: at >= last ? null : String(at) }), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [at])
  return (
    <div class="slider">
      <label for="block">
        Block <output>{at}</output>
      </label>
      <input
        id="block"
        type="range"
        min={first}
        max={Math.max(last, shown)}
        value={at}
        onInput={(event) => setAt(Number(event.currentTarget.value))}
      />
      <button type="button" disabled={block === null} onClick={() => adjust({ block: null })}>
        Last block
      </button>
    </div>
  )
}

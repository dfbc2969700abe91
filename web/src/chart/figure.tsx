import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { hrefHere } from '../app/place'
import { useView } from '../app/view'
import { stampText } from '../data/stamp'
import { afterPaint } from '../ui/after-paint'
import { csvOf, download, plainName } from '../ui/download'
import { useOrigin } from '../ui/origin'
import { pngOf, svgOf } from './picture'

/** What a chart has to say beside its marks. `estimated`: amounts are lower bounds. */
export type ChartState =
  | 'ready'
  | 'loading'
  | 'empty'
  | 'unavailable'
  | 'not-synced'
  | 'estimated'
  | 'reorganised'

const STATE_TEXT: Readonly<Record<Exclude<ChartState, 'ready'>, string>> = {
  loading: 'Loading…',
  empty: 'There is nothing to show at this block.',
  unavailable: 'These figures are not available.',
  'not-synced': 'The index is behind: the hatched part is not indexed yet.',
  estimated: 'Estimated: some stake has no price, so amounts are lower bounds (dashed).',
  reorganised: 'The last blocks are not final: a reorganization may replace them.',
}

/** States in which there is no chart. */
const BLANK: readonly ChartState[] = ['loading', 'empty', 'unavailable']

/** Ids of the elements that say what a chart is, and its name. */
export interface ChartIds {
  readonly title: string
  readonly caption: string
  readonly name: string
}

interface Props {
  title: string
  /** A sentence that is computed from the data. */
  caption: string
  state: ChartState
  /** Why, instead of what the state says itself. */
  reason?: string | null
  /** The same data as a table; the first row has the names. */
  rows: readonly (readonly string[])[]
  /** Draws into a width. */
  children: (width: number, ids: ChartIds) => ComponentChildren
}

/** A chart with its caption, its table, and its files, which have the stamp. */
export function Figure({ title, caption, state, reason, rows, children }: Props) {
  const [isTable, setTable] = useState(false)
  const id = useId()
  const ids = { title: `${id}-title`, caption: `${id}-caption`, name: title }
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const { lines } = useOrigin()
  const { shown, embedded } = useView()
  const stamp = () => stampText(lines, location.href)
  const name = `${title}-${shown}`
  const picture = () => {
    const svg = box.current?.querySelector('svg')
    return svg ? svgOf(svg, title, stamp()) : null
  }
  const saveSvg = () => {
    const made = picture()
    if (made) download(`${name}.svg`, new Blob([made.text], { type: 'image/svg+xml' }))
  }
  const savePng = async () => {
    const made = picture()
    if (made) download(`${name}.png`, await pngOf(made))
  }
  const isBlank = BLANK.includes(state)
  if (embedded !== null && embedded !== plainName(title)) return null
  return (
    <figure class="chart" data-state={state} aria-busy={state === 'loading'}>
      <div class="bar">
        <h2 id={ids.title}>{title}</h2>
        {!isBlank && (
          <div class="buttons">
            <button type="button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
              Table
            </button>
            <button type="button" onClick={() => saveCsv(name, rows, stamp())}>
              CSV
            </button>
            <button type="button" disabled={isTable} onClick={saveSvg}>
              SVG
            </button>
            <button type="button" disabled={isTable} onClick={savePng}>
              PNG
            </button>
            {embedded === null && (
              <a href={hrefHere({ embed: plainName(title) })} target="_blank" rel="noopener">
                Embed
              </a>
            )}
          </div>
        )}
      </div>
      <figcaption id={ids.caption}>{caption}</figcaption>
      {state !== 'ready' && (
        <p class={`state ${state}`}>
          {STATE_TEXT[state]} {reason}
        </p>
      )}
      <div class="drawing" ref={box}>
        {!isBlank && (isTable ? <DataTable title={title} rows={rows} /> : children(width, ids))}
      </div>
    </figure>
  )
}

function saveCsv(name: string, rows: Props['rows'], stamp: string): void {
  download(`${name}.csv`, new Blob([csvOf(rows, stamp)], { type: 'text/csv' }))
}

/** Cells of a table that are shown at once, and between two frames after that: a press in between is answered in time. */
const FIRST_CELLS = 150
const MORE_CELLS = 600

function DataTable({ title, rows: [names = [], ...rows] }: { title: string; rows: Props['rows'] }) {
  const { part } = useView()
  const rowsOf = (cells: number) => Math.ceil(cells / Math.max(1, names.length))
  const [count, setCount] = useState(rowsOf(FIRST_CELLS))
  useEffect(() => {
    if (count < rows.length) afterPaint(() => setCount(count + rowsOf(MORE_CELLS)))
  }, [count, rows.length])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section class="scroll tall" tabIndex={0} aria-label={`${title}${part}, as a table`}>
      <table>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, count).map((row) => (
            <tr key={row[0]}>
              {row.map((text, index) => (
                <td key={names[index]} class={index > 0 ? 'number' : ''}>
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Width of an element, as it changes. */
function useWidth(box: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(640)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(Math.max(240, element.clientWidth)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return width
}

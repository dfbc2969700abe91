import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { adjust } from '../app/place'
import { pricedIn, type Unit, useView } from '../app/view'
import type { Measure } from '../data/measure'
import { stampText } from '../data/stamp'
import { type Tokens, tokenText, worthOf } from '../data/tokens'
import type { MetricId } from '../method/definitions'
import { csvOf, download } from './download'
import { useOrigin } from './origin'
import { type Form, figureText, Trace } from './value'

/** A column of a table of rows of one kind. */
export interface Column<R> {
  readonly name: string
  /** A figure, exact. */
  readonly value?: (row: R) => string | number | null | undefined
  readonly form?: Form
  /** Of which pool the figure is an amount, in its base units; or of which token (`tokenKey`). */
  readonly pool?: (row: R) => string
  /** What the figure is. */
  readonly metric?: MetricId
  /** What is shown, where it is no figure. */
  readonly cell?: (row: R) => ComponentChildren
  /** As text of a file. Default: the exact figure. */
  readonly text?: (row: R) => string
  /** How the server orders by it. */
  readonly order?: string
}

/** Rows that are shown at first; a file has all. */
const MOST_ROWS = 50

/** What a table has. */
export interface TableProps<R> {
  title: string
  columns: readonly Column<R>[]
  rows: readonly R[]
  keyOf: (row: R) => string
  /** Order of the server, if a column can be ordered by. */
  sort?: { order: string; descending: boolean }
  /** What is said if there are no rows. */
  empty: string
  /** The rows that the URL names: they are marked, and the first one is scrolled to. */
  isChosen?: (row: R) => boolean
  children?: ComponentChildren
}

/** A table, as a file, too; its first column stays in view. */
export function Table<R>(props: TableProps<R>) {
  const { part } = useView()
  const { title, columns, rows, keyOf, sort, empty, isChosen, children } = props
  const [isWhole, setWhole] = useState(false)
  if (rows.length === 0) return <p class="empty">{empty}</p>
  const isHidden = isChosen !== undefined && rows.slice(MOST_ROWS).some(isChosen)
  const shown = isWhole || isHidden ? rows : rows.slice(0, MOST_ROWS)
  return (
    <section class="table">
      <div class="bar">
        <h2>{title}</h2>
        <CsvButton title={title} columns={columns} rows={rows} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard */}
      <section class="scroll" tabIndex={0} aria-label={`${title}${part}, scrolls sideways`}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.name} column={column} {...(sort && { sort })} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={keyOf(row)} {...(isChosen?.(row) && CHOSEN)}>
                {columns.map((column) => (
                  <Cell key={column.name} column={column} row={row} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown.length < rows.length && (
        <button type="button" onClick={() => setWhole(true)}>
          All {rows.length} rows
        </button>
      )}
      {children}
    </section>
  )
}

/** The name of a column; what is worth something is in the numeraire of the prices. */
const headOf = <R,>({ name, form }: Column<R>, unit: Unit): string =>
  form === 'worth' ? `${name} (${pricedIn(unit)})` : name

/** Whether its figures are sent in base units, of the pool of the row or of that of the view. */
const isInPool = <R,>({ form, pool }: Column<R>, measure: Measure): boolean =>
  pool ? form !== 'worth' : form === 'amount' && measure.isInPool

/** What marks a row that the URL names. */
const CHOSEN = { class: 'chosen', 'aria-current': 'true' } as const

function Head<R>({
  column,
  sort,
}: {
  column: Column<R>
  sort?: { order: string; descending: boolean }
}) {
  const { unit } = useView()
  const name = headOf(column, unit)
  const isSorted = sort !== undefined && column.order === sort.order
  const direction = isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined
  const next = isSorted && sort.descending ? 'up' : null
  return (
    <th
      scope="col"
      class={column.form ? 'number' : ''}
      {...(direction && { 'aria-sort': direction })}
    >
      {column.order && sort ? (
        <button
          type="button"
          onClick={() => adjust({ sort: column.order!, dir: next, page: null })}
        >
          {name}
          {isSorted && (sort.descending ? '\u00a0▼' : '\u00a0▲')}
        </button>
      ) : (
        name
      )}
      {column.metric && (
        <details class="value about">
          <summary aria-label={`What is ${column.name}?`}>?</summary>
          <Trace metric={column.metric} />
        </details>
      )}
    </th>
  )
}

function Cell<R>({ column, row }: { column: Column<R>; row: R }) {
  const { tokens, measure } = useOrigin()
  if (column.cell) return <td class={column.form ? 'number' : ''}>{column.cell(row)}</td>
  const value = figureOf(column, row, tokens)
  const form = column.form ?? 'count'
  const isRaw = value != null && isInPool(column, measure)
  const textOf = (amount: string) =>
    column.pool ? tokenText(amount, tokens.get(column.pool(row))) : measure.text(amount)
  return (
    <td class="number" title={value == null ? 'unknown' : `${value}${isRaw ? ' base units' : ''}`}>
      {isRaw ? textOf(String(value)) : figureText(value, form)}
    </td>
  )
}

/** A figure, exact; what an amount of a pool is worth, if the column says so. */
function figureOf<R>(column: Column<R>, row: R, tokens: Tokens) {
  const value = column.value?.(row)
  if (column.form !== 'worth' || value == null) return value
  return worthOf(String(value), tokens.get(column.pool!(row)))
}

function CsvButton<R>({ title, columns, rows }: Pick<TableProps<R>, 'title' | 'columns' | 'rows'>) {
  const { lines, tokens, measure } = useOrigin()
  const view = useView()
  const save = () => {
    const texts = rows.map((row) =>
      columns.map((column) => column.text?.(row) ?? String(figureOf(column, row, tokens) ?? '')),
    )
    const names = columns.map((column) =>
      isInPool(column, measure) ? `${column.name} (base units)` : headOf(column, view.unit),
    )
    const csv = csvOf([names, ...texts], stampText(lines, location.href))
    download(`${title}-${view.shown}.csv`, new Blob([csv], { type: 'text/csv' }))
  }
  return (
    <button type="button" onClick={save}>
      CSV
    </button>
  )
}

/** Leads to further rows; `page` in the URL is the number of the page, from 0. */
export function Pager({ count, size, page }: { count: number; size: number; page: number }) {
  const { part } = useView()
  const last = Math.max(0, Math.ceil(count / size) - 1)
  if (last === 0) return null
  const to = (number: number) => adjust({ page: number === 0 ? null : String(number) })
  return (
    <nav class="buttons" aria-label={`Further rows${part}`}>
      <button type="button" disabled={page === 0} onClick={() => to(page - 1)}>
        Previous
      </button>
      <span>
        {page * size + 1} to {Math.min(count, (page + 1) * size)} of {count}
      </span>
      <button type="button" disabled={page >= last} onClick={() => to(page + 1)}>
        Next
      </button>
    </nav>
  )
}

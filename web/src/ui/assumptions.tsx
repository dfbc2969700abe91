import { useState } from 'preact/hooks'
import { adjust } from '../app/place'
import { useView } from '../app/view'

/** A value that the chain does not have, and a reader gives; the URL keeps it. */
export interface Assumption {
  /** Parameter of the URL. */
  readonly name: string
  readonly label: string
  /** What is valid; anything else is not asked. */
  readonly form: RegExp
  /** Used where the URL has none; empty: nothing is assumed. */
  readonly otherwise?: string
  readonly placeholder?: string
}

/** What the URL assumes: only what is valid. */
export function assumed(
  params: URLSearchParams,
  { name, form, otherwise = '' }: Assumption,
): string {
  const value = params.get(name)
  return value !== null && form.test(value) ? value : otherwise
}

/** Asks for assumptions, and puts them into the URL. */
export function Assumptions({ of, verb }: { of: readonly Assumption[]; verb: string }) {
  const { params } = useView().place
  const [draft, setDraft] = useState<Readonly<Record<string, string>>>({})
  const run = (event: Event) => {
    event.preventDefault()
    adjust(
      Object.fromEntries(
        Object.entries(draft).map(([name, value]) => [name, value.trim() || null]),
      ),
    )
  }
  return (
    <form onSubmit={run}>
      {of.map((one) => (
        <label key={one.name}>
          {one.label}
          <input
            name={one.name}
            pattern={one.form.source.slice(1, -1)}
            placeholder={one.placeholder ?? ''}
            value={draft[one.name] ?? assumed(params, one)}
            onInput={({ currentTarget }) => setDraft({ ...draft, [one.name]: currentTarget.value })}
          />
        </label>
      ))}
      <button type="submit">{verb}</button>
    </form>
  )
}

/** Addresses. */
export const ADDRESS = /^0x[0-9a-fA-F]{40}$/
/** Amounts, at least 0. */
export const AMOUNT = /^[0-9]{1,18}([.][0-9]{1,18})?$/
/** Percent above 0. */
export const PERCENT = /^(100|[1-9]?[0-9]([.][0-9]{1,6})?)$/

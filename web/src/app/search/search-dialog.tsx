import { useEffect, useRef, useState } from 'preact/hooks'
import { document } from '../../data/documents'
import type { SearchQuery, SearchQueryVariables } from '../../data/types.generated'
import { useQuery } from '../../data/use-query'
import { counted, shortened, tamed } from '../../format/text'
import text from '../../queries/search.graphql?raw'
import { blockOf, type Place } from '../place'
import { hrefOfHit, TYPE_NAMES } from './hit'

const QUERY = document<SearchQuery, SearchQueryVariables>(text)

/** Milliseconds without a letter after which it is searched. */
const SETTLED_MS = 120
/** Hits that the query asks for. */
const MOST = 20

export interface SearchProps {
  place: Place | null
  close(): void
}

/** Finds operators, services, pools, assets and stakers by address, name or symbol, and goes there. */
export function SearchDialog({ place, close }: SearchProps) {
  const params = place?.params ?? new URLSearchParams()
  const dialog = useRef<HTMLDialogElement>(null)
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    dialog.current?.showModal()
    dialog.current?.querySelector('input')?.focus()
  }, [])
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [typed])
  const number = blockOf(params)
  const block = number === null ? null : { number }
  const { data, failure, isLoading } = useQuery(QUERY, asked === '' ? null : { block, text: asked })
  const hits = asked === '' ? [] : (data?.search ?? [])
  const links = () => [...(dialog.current?.querySelectorAll<HTMLAnchorElement>('li a') ?? [])]
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const all = links()
    const at = all.indexOf(globalThis.document.activeElement as HTMLAnchorElement)
    if (step !== undefined && all.length > 0) {
      const next = at + step
      if (next < 0) dialog.current?.querySelector('input')?.focus()
      else all[Math.min(next, all.length - 1)]!.focus()
      event.preventDefault()
    } else if (event.key === 'Enter' && at < 0) {
      // A hit of what was typed before is not what is meant.
      if (asked === typed.trim() && !isLoading) all[0]?.click()
      event.preventDefault()
    }
  }
  return (
    <dialog ref={dialog} class="search" aria-label="Search" onClose={close} onKeyDown={onKeyDown}>
      <div class="bar">
        <label for="search">Address, name or symbol</label>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      <input
        id="search"
        type="text"
        maxLength={100}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <p role="status">
        {failure ? `${failure.code}: ${failure.message}` : stateText(asked, isLoading, hits.length)}
      </p>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the links in it take keys */}
      <ul class="plain hits" onClick={() => dialog.current?.close()}>
        {hits.map((hit) => (
          <li key={`${hit.type} ${hit.member.id}`}>
            <a href={hrefOfHit(hit, params)} title={hit.member.id}>
              <span>{TYPE_NAMES[hit.type]}</span> <code>{shortened(hit.member.id)}</code>{' '}
              {hit.member.name && <b>{tamed(hit.member.name)}</b>} {hit.symbol && tamed(hit.symbol)}
            </a>
          </li>
        ))}
      </ul>
    </dialog>
  )
}

function stateText(asked: string, isLoading: boolean, count: number): string {
  if (asked === '') return 'Type the first digits of an address, or a part of a name.'
  if (isLoading) return 'Searching…'
  if (count === 0) return 'Nothing is found at this block.'
  return count < MOST ? `${counted(count, 'hit')}.` : `The first ${count} hits: type more.`
}

import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Place } from './place'
import type { SearchProps } from './search/search-dialog'

/** Opens the search, as Ctrl and K or Cmd and K do. Its code is loaded when it is opened first. */
export function SearchButton({ place }: { place: Place | null }) {
  const [isOpen, setOpen] = useState(false)
  const [Dialog, setDialog] = useState<FunctionComponent<SearchProps> | null>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || event.altKey || event.shiftKey) return
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      setOpen(true)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
  useEffect(() => {
    if (!isOpen || Dialog) return
    import('./search/search-dialog').then(({ SearchDialog }) => setDialog(() => SearchDialog))
  }, [isOpen])
  return (
    <>
      <button type="button" aria-keyshortcuts="Control+K Meta+K" onClick={() => setOpen(true)}>
        Search
      </button>
      {isOpen && Dialog && <Dialog place={place} close={() => setOpen(false)} />}
    </>
  )
}

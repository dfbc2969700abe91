import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { PAGES } from './pages'
import { usePlace } from './place'

/** The page that the URL names, once its code is loaded. */
export function Page() {
  const place = usePlace()
  const [Shown, setShown] = useState<FunctionComponent | null>(null)
  const [shownKey, setKey] = useState('')
  const key = place && `${place.page} ${place.id !== null}`
  useEffect(() => {
    if (!place || key === null) return
    let isCurrent = true
    PAGES[place.page].load(place.id !== null).then((component) => {
      if (!isCurrent) return
      setShown(() => component)
      setKey(key)
    })
    return () => {
      isCurrent = false
    }
  }, [key])
  if (!Shown || shownKey !== key) {
    return (
      <div class="loading" role="status">
        Loading…
      </div>
    )
  }
  return <Shown />
}

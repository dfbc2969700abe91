import type { FunctionComponent } from 'preact'
import { useEffect, useErrorBoundary, useState } from 'preact/hooks'
import { ApiFailure } from '../data/client'
import { Failure } from '../ui/failure'
import { PAGES } from './pages'
import { usePlace } from './place'

/** The page that the URL names, once its code is loaded. */
export function Page() {
  const place = usePlace()
  const [error, reset] = useErrorBoundary()
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
  // Another view may be one that can be shown.
  useEffect(reset, [place?.params.toString(), key])
  if (error) {
    const failure = new ApiFailure('PAGE', String(error), 'A defect of Linchpin: please report it.')
    return <Failure failure={failure} retry={reset} />
  }
  if (!Shown || shownKey !== key) {
    return (
      <div class="loading" role="status">
        Loading…
      </div>
    )
  }
  return <Shown />
}

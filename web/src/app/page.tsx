import { useEffect, useErrorBoundary } from 'preact/hooks'
import { ApiFailure } from '../data/client'
import { Failure } from '../ui/failure'
import { reload, useCode } from '../ui/use-code'
import { PAGES } from './pages'
import { usePlace } from './place'

/** The page that the URL names, once its code is loaded. */
export function Page() {
  const place = usePlace()
  const [error, reset] = useErrorBoundary()
  const key = place && `${place.page} ${place.id !== null}`
  const { Shown, failure } = useCode(key, () => PAGES[place!.page].load(place!.id !== null))
  // Another view may be one that can be shown.
  useEffect(reset, [place?.params.toString(), key])
  if (error) {
    const defect = new ApiFailure('PAGE', String(error), 'A defect of Linchpin: please report it.')
    return <Failure failure={defect} retry={reset} />
  }
  if (failure) return <Failure failure={failure} retry={reload} />
  if (!Shown) {
    return (
      <div class="loading" role="status">
        Loading…
      </div>
    )
  }
  return <Shown />
}

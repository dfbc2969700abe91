import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ApiFailure } from '../data/client'

interface Code<P> {
  readonly key: string | null
  readonly Shown: FunctionComponent<P> | null
  readonly failure: ApiFailure | null
}

/**
 * What is loaded when it is shown: neither that nor a failure is there until then.
 *
 * @param key of what is loaded; null: nothing is
 */
export function useCode<P>(key: string | null, load: () => Promise<FunctionComponent<P>>): Code<P> {
  const [code, setCode] = useState<Code<P>>(NOTHING)
  useEffect(() => {
    if (key === null) return
    let isCurrent = true
    const found = (part: Partial<Code<P>>) => {
      if (isCurrent) setCode({ ...NOTHING, key, ...part })
    }
    load().then(
      (Shown) => found({ Shown }),
      () => found({ failure: new ApiFailure('NO_ANSWER', MISSING, 'Is it running? Try again.') }),
    )
    return () => {
      isCurrent = false
    }
  }, [key])
  return code.key === key ? code : NOTHING
}

const NOTHING = { key: null, Shown: null, failure: null }

/** A server that was upgraded does not have the code of the page that is open. */
const MISSING = 'The server does not answer, or has another version of this page.'

/** Loads the page anew: browsers do not ask again for code that they did not get. */
export const reload = (): void => location.reload()

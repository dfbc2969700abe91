import { useEffect, useState } from 'preact/hooks'
import { ApiFailure, ask } from './client'

/** A query of a page: its text, and in its type what it answers to which variables. */
export interface Query<T, V extends object> {
  readonly text: string
  readonly types?: (variables: V) => T
}

/** What a query gave, with what was asked. */
export interface Asked<T> {
  /** The last answer, kept while another one is on its way; null: none yet. */
  readonly data: T | null
  readonly failure: ApiFailure | null
  readonly isLoading: boolean
  readonly text: string
  readonly variables: object
  retry(): void
}

interface State<T> {
  key: string
  data: T | null
  failure: ApiFailure | null
}

/**
 * Asks a query, anew when its variables change.
 *
 * @param variables null: not yet known, nothing is asked
 */
export function useQuery<T, V extends object>(query: Query<T, V>, variables: V | null): Asked<T> {
  const [tries, setTries] = useState(0)
  const [state, setState] = useState<State<T>>({ key: '', data: null, failure: null })
  const key = `${tries} ${query.text} ${JSON.stringify(variables)}`
  useEffect(() => {
    if (variables === null) return
    const control = new AbortController()
    ask<T>(query.text, variables, control.signal).then(
      (data) => setState({ key, data, failure: null }),
      (error: unknown) => {
        if (control.signal.aborted) return
        const failure =
          error instanceof ApiFailure ? error : new ApiFailure('PAGE', String(error), null)
        setState({ key, data: null, failure })
      },
    )
    return () => control.abort()
  }, [key])
  const isOfQuery = state.key.includes(query.text)
  return {
    data: isOfQuery ? state.data : null,
    failure: state.key === key ? state.failure : null,
    isLoading: state.key !== key,
    text: query.text,
    variables: variables ?? {},
    retry: () => setTries(tries + 1),
  }
}

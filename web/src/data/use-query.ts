import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
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
  /** It was asked again, quietly, and there was no answer. */
  readonly isOutdated: boolean
  readonly text: string
  readonly variables: object
  retry(): void
  /** Asks again while the last answer stays, and stays if there is no other one. */
  refresh(): void
}

/** The state of a page's figures whose series over time is asked for apart: the page does not wait for it, and both are tried again. */
export function withSeries<T>(asked: Asked<T>, series: Asked<unknown>): Asked<T> {
  const retry = () => {
    asked.retry()
    series.retry()
  }
  return { ...asked, retry }
}

/** The state of the index: what was asked of its last block is asked again, quietly, when it changes. */
export const IndexContext = createContext('')

interface State<T> {
  key: string
  data: T | null
  failure: ApiFailure | null
  isOutdated: boolean
}

const NOTHING = { key: '', data: null, failure: null, isOutdated: false }

/**
 * Asks a query, anew when its variables change.
 *
 * @param variables null: not yet known, nothing is asked
 */
export function useQuery<T, V extends object>(query: Query<T, V>, variables: V | null): Asked<T> {
  const [tries, setTries] = useState(0)
  const [refreshes, setRefreshes] = useState(0)
  const [state, setState] = useState<State<T>>(NOTHING)
  const index = useContext(IndexContext)
  const key = `${tries} ${query.text} ${JSON.stringify(variables)}`
  useEffect(() => {
    if (variables === null) return
    const control = new AbortController()
    ask<T>(query.text, variables, control.signal).then(
      (data) => setState({ key, data, failure: null, isOutdated: false }),
      (error: unknown) => {
        if (control.signal.aborted) return
        const failure =
          error instanceof ApiFailure ? error : new ApiFailure('PAGE', String(error), null)
        // What was answered before stays true of its block.
        setState((last) =>
          last.key === key && last.data !== null
            ? { ...last, isOutdated: true }
            : { key, data: null, failure, isOutdated: false },
        )
      },
    )
    return () => control.abort()
  }, [key, index, refreshes])
  const isOfQuery = state.key.includes(query.text)
  return {
    data: isOfQuery ? state.data : null,
    failure: state.key === key ? state.failure : null,
    isLoading: state.key !== key,
    isOutdated: state.isOutdated,
    text: query.text,
    variables: variables ?? {},
    retry: () => setTries((count) => count + 1),
    refresh: () => setRefreshes((count) => count + 1),
  }
}

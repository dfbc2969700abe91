import { quorumKey } from '../../facts/ids'
import type { QuorumRef } from '../../facts/middleware'
import type { RowRef } from '../rows'
import type { AvsMiddlewareRow, QuorumRow } from '../rows.generated'
import type { LedgerState } from '../state'

export const middlewareRef = (middleware: string): RowRef => ({
  table: 'avsMiddleware',
  key: middleware,
})

export const quorumRef = ({ middleware, number }: QuorumRef): RowRef => ({
  table: 'quorum',
  key: quorumKey(middleware, number),
})

/** The row of a middleware; null: the deployment does not list its coordinator. */
export const middlewareOf = (state: LedgerState, middleware: string): AvsMiddlewareRow | null =>
  state.get('avsMiddleware', middleware)

/** All quorums that a middleware has so far. */
export function quorumRefs(state: LedgerState, middleware: string): RowRef[] {
  const ref = middlewareRef(middleware)
  const count = state.has(ref) ? (middlewareOf(state, middleware)?.quorumCount ?? 0) : 0
  return Array.from({ length: count }, (_, number) => quorumRef({ middleware, number }))
}

/** Rows of all quorums that a middleware has so far. */
export function quorumsOf(state: LedgerState, middleware: string): QuorumRow[] {
  return quorumRefs(state, middleware).flatMap(({ key }) => state.get('quorum', key) ?? [])
}

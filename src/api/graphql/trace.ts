import type { ExecutionResult } from 'graphql'
import type { Head } from '../../reads/head'
import type { Connections } from '../database/transaction'
import type { Deadline } from '../deadline'
import type { Sender } from '../http/edge/exchange'
import type { ResponseScope } from '../http/response-cache'

/** What goes beside an operation while it runs. */
export interface Trace {
  /** Filled: what its response depends on; null: it is not cached. */
  scope: ResponseScope | null
  /** Filled: its estimated cost. */
  cost?: number
  readonly sender?: Sender
  /** Of the operation. Default: none. */
  readonly deadline?: Deadline
  /** On which it reads. Default: all. */
  readonly connections?: Connections
  /** Resolves when more than a statement may be done for its client. Default: at once. */
  readonly turn?: () => Promise<void>
  /** Called when it waits for a thread behind others of its client. */
  readonly queue?: () => void
  /** Reads the head once for many operations; null: it cannot be read now. Default: each reads it in its transaction. */
  readonly readHead?: () => Promise<Head | null>
  /** What failed when the operation was run compiled: it is reported, and the database is not asked again. */
  failure?: { error: unknown }
  /** Filled: how it has ended, if yoga has to say so. */
  outcome?: Outcome
}

/** How an operation has ended: with a result, or with an error before it. */
export type Outcome = { readonly result: ExecutionResult } | { readonly error: unknown }

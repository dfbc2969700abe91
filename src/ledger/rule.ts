import type { FactKind, FactOf, LogPosition } from '../facts/facts'
import type { RowRef } from './rows'
import type { LedgerState } from './state'

/** How one kind of fact changes the state. */
export interface Rule<K extends FactKind> {
  /** Every row that `apply` may read or write; the store loads them before. */
  touches(fact: FactOf<K>): RowRef[]
  /** Changes the state. Synchronous, and without any other input. */
  apply(state: LedgerState, fact: FactOf<K>, at: LogPosition): void
}

/** Rules for some kinds of facts: what one family file gives. */
export type Rules<K extends FactKind> = { [k in K]: Rule<k> }

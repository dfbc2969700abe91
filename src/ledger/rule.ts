import type { FactKind, FactOf } from '../facts/facts'
import type { LogPosition } from '../facts/log-position'
import type { RowRef } from './rows'
import type { LedgerState } from './state'

/** How one kind of fact changes the state. */
export interface Rule<K extends FactKind> {
  /** Every row that `apply` may read or write; the store loads them first. */
  touches(fact: FactOf<K>): RowRef[]
  /**
   * Further rows that `apply` may read or write, where the key is only known from rows of `touches`: a withdrawal of a vault
   * does not say its epoch. Called before the fact is applied, and before that of its batch, so rows may still be missing.
   */
  touchesToo?(state: LedgerState, fact: FactOf<K>, at: LogPosition): RowRef[]
  /** Changes the state. Synchronous; the arguments are its only input. */
  apply(state: LedgerState, fact: FactOf<K>, at: LogPosition): void
}

/** Rules for some kinds of facts: what one file of `apply/` exports. */
export type Rules<K extends FactKind> = { [k in K]: Rule<k> }

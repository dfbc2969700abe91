import type { LedgerState } from '../state'

/*
 * What a contract had before a log said what it is: assets before the block in which it was found, and from earlier logs of
 * that block. Kept as notes of the block, until its row begins.
 */

const balanceNote = (holder: string, token: string) => `balance ${holder} ${token}`
const sharesNote = (source: string) => `shares ${source}`
const unknownNote = (holder: string) => `unknown balance ${holder}`
const pricedNote = (source: string) => `priced ${source}`

/** Adds to the balance of a contract without a row. */
export function noteBalance(
  state: LedgerState,
  holder: string,
  token: string,
  delta: bigint,
): void {
  add(state, balanceNote(holder, token), delta)
}

/** Notes that nobody answered what a contract had. */
export function noteUnknown(state: LedgerState, holder: string): void {
  state.note(unknownNote(holder), 1n)
}

/** Adds to the shares that exist of a yield source without a row. */
export function noteShares(state: LedgerState, source: string, delta: bigint): void {
  add(state, sharesNote(source), delta)
}

/** Notes that the price of a yield source is assets by shares. */
export function notePriced(state: LedgerState, source: string): void {
  state.note(pricedNote(source), 1n)
}

/** The balance of a contract when its row begins. */
export function takeBalance(state: LedgerState, holder: string, token: string): bigint {
  return state.takeNote(balanceNote(holder, token)) ?? 0n
}

/** The balance of a contract when its row begins; null: unknown. */
export function takeKnownBalance(state: LedgerState, holder: string, token: string): bigint | null {
  const isUnknown = state.takeNote(unknownNote(holder)) !== undefined
  const balance = takeBalance(state, holder, token)
  return isUnknown ? null : balance
}

/** Shares and price of a yield source when its row begins. */
export function takeSource(state: LedgerState, source: string) {
  return {
    shares: state.takeNote(sharesNote(source)) ?? 0n,
    isPriced: state.takeNote(pricedNote(source)) !== undefined,
  }
}

function add(state: LedgerState, name: string, delta: bigint): void {
  state.note(name, (state.takeNote(name) ?? 0n) + delta)
}

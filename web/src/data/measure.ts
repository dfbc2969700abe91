import { short } from '../format/decimal'
import { type Token, tokenText, unitOf, wholeOf } from './tokens'

/** What the amounts of a page are in. */
export interface Measure {
  /** `ETH`, or the symbol of a token; empty: a figure without a unit. */
  readonly name: string
  /** Amounts are sent in base units: those are shown where one is pointed at. */
  readonly isInPool: boolean
  /** An amount of the API in it, exact. */
  whole(amount: string): string
  /** For people: `12.3 ETH`. */
  text(amount: string): string
}

/** Amounts that are sent in what they are shown in. */
export const plain = (name: string): Measure => ({
  name,
  isInPool: false,
  whole: (amount) => amount,
  text: (amount) => `${amount.startsWith('-') ? '−' : ''}${short(amount)}${name && ` ${name}`}`,
})

/** Amounts of one pool: whole tokens, as far as is known of its token. */
export function ofPool(token: Token | undefined): Measure {
  const unit = unitOf(token)
  const name = unit ?? 'tokens'
  return {
    name,
    isInPool: true,
    whole: (amount) => wholeOf(amount, token),
    text(amount) {
      const text = tokenText(amount, token)
      return unit === null || amount === '0' ? `${text} ${name}` : text
    },
  }
}

import { parseRatio } from '../../../risk/parse-ratio'
import type { Ratio } from '../../../risk/ratio'
import { bad } from './arguments'

/** Seconds that a request may let a solver search. */
const MAX_SECONDS = 10

/** @throws ApiError BAD_USER_INPUT unless 0 <= seconds <= 10 */
export function readSeconds(seconds: number): number {
  if (seconds >= 0 && seconds <= MAX_SECONDS) return seconds
  throw bad('search', seconds, `Give 0 to ${MAX_SECONDS} seconds.`)
}

/** A non-negative amount from text, exact. @throws ApiError BAD_USER_INPUT on other text */
export function readAmount(name: string, text: string): Ratio {
  try {
    return parseRatio(text)
  } catch {
    throw bad(name, text, 'Write a decimal or a fraction, at least 0: "10" or "21/2".')
  }
}

import { parseRatio } from '../../../risk/parse-ratio'
import type { Ratio } from '../../../risk/ratio'
import { bad } from './arguments'

/** A non-negative amount from text, exact. @throws ApiError BAD_USER_INPUT on other text */
export function readAmount(name: string, text: string): Ratio {
  try {
    return parseRatio(text)
  } catch {
    throw bad(name, text, 'Write a decimal or a fraction, at least 0: "10" or "21/2".')
  }
}

import { parseRatio } from '../../risk/math/parse-ratio'
import type { Ratio } from '../../risk/math/ratio'
import { bad } from './arguments'

/** Seconds that a request may let a solver search. */
export const FIELD_SECONDS = 10
/** Seconds that a job may. */
export const JOB_SECONDS = 600

/** @throws ApiError BAD_USER_INPUT unless 0 <= seconds <= most */
export function readSeconds(seconds: number, most: number): number {
  if (seconds >= 0 && seconds <= most) return seconds
  const hint = most < JOB_SECONDS ? ` A job (startJob) may search for ${JOB_SECONDS}.` : ''
  throw bad('search', seconds, `Give 0 to ${most} seconds.${hint}`)
}

/** A non-negative amount from text, exact. @throws ApiError BAD_USER_INPUT on other text */
export function readAmount(name: string, text: string): Ratio {
  try {
    return parseRatio(text)
  } catch {
    throw bad(name, text, 'Write a decimal or a fraction, at least 0: "10" or "21/2".')
  }
}

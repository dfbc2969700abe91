import type { KnownError } from '../../doctor/check'
import { LinchpinError } from '../../errors'

/** What `work` ends with, as plain values; null: it succeeds. @throws what is no LinchpinError */
export async function errorOf(work: () => unknown): Promise<KnownError | null> {
  try {
    await work()
    return null
  } catch (error) {
    return knownError(error)
  }
}

/** @throws the error, if it is none of docs/errors.md */
export function knownError(error: unknown): KnownError {
  if (!(error instanceof LinchpinError)) throw error
  const { code, message, hint, exitCode } = error
  return { code, message, hint, exitCode }
}

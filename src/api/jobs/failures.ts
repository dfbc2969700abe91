import { maskErrors } from '../graphql/masking'
import type { RareLog } from '../rare-log'
import type { JobFailure } from './jobs'

/** Turns the error of a failed job into one for clients, like the error of a failed request. */
export function failureOf(log: RareLog): (error: unknown) => JobFailure {
  const mask = maskErrors(log)
  return (error) => {
    const { message, extensions } = mask(error)
    const text = (name: string) => (typeof extensions[name] === 'string' ? extensions[name] : null)
    return {
      code: text('code') ?? 'INTERNAL_SERVER_ERROR',
      message,
      hint: text('hint'),
      requestId: text('requestId'),
    }
  }
}

import type { Logger } from 'pino'
import { maskErrors } from '../graphql/masking'
import type { JobFailure } from './jobs'

/** Turns the error of a failed job into one for clients, like the error of a failed request. */
export function failureOf(logger: Logger): (error: unknown) => JobFailure {
  const mask = maskErrors(logger)
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

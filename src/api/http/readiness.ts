import { ApiError } from '../../reads/errors'
import type { Reason } from '../../reads/standing'
import { databaseFailure } from '../database/failures'
import type { JsonResponse } from './responses'

/** Waits for what is read from the database. @throws ApiError DATABASE_SILENT if it does not answer in time, as one that is frozen */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(databaseSilent(ms)), ms)
  })
  try {
    return await Promise.race([work, silence])
  } finally {
    clearTimeout(timer)
  }
}

/** Answer of GET /ready with reasons. */
export function notReady(...reasons: readonly (Reason | object)[]): JsonResponse {
  return { status: 503, body: { ready: false, reasons } }
}

/** Answer to an error of the database. @param answer makes it of the reason @throws any other error */
export function unavailable(
  error: unknown,
  answer: (reason: object) => JsonResponse,
): JsonResponse {
  const known = databaseFailure(error)
  if (!(known instanceof ApiError)) throw error
  const { code, hint } = known.extensions
  return answer({ code, message: known.message, hint })
}

function databaseSilent(ms: number): ApiError {
  return new ApiError('DATABASE_SILENT', `The database has not answered for ${ms / 1000} s.`, {
    hint: 'It is frozen or overloaded, or the network drops its packets. See the database; nothing else is needed once it answers.',
  })
}

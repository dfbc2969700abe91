import { type ApiError, apiError } from '../reads/errors'

/** What exports over HTTP may use. */
export interface ExportLimits {
  /** Exports at the same time. */
  readonly running: number
  /** Seconds of one. */
  readonly seconds: number
  /** Megabytes of one. */
  readonly megabytes: number
  /** Seconds in which what was sent must be read. */
  readonly unreadSeconds: number
}

/** Seconds after which a client that stops reading is not waited for. */
export const UNREAD_SECONDS = 30

const HINT = 'Ask for fewer rows or fields with where and fields, or use `linchpin export`.'

/** An export takes longer than it may. */
export function tooLong(seconds: number): ApiError {
  return apiError('EXPORT_LIMIT', `The export takes longer than ${seconds} s.`, {
    limit: seconds,
    hint: HINT,
  })
}

/** An export is larger than it may be. */
export function tooLarge(megabytes: number): ApiError {
  return apiError('EXPORT_LIMIT', `The export is larger than ${megabytes} MB.`, {
    limit: megabytes,
    hint: HINT,
  })
}

/** A client does not read its export. */
export function notRead(seconds: number): ApiError {
  return apiError('EXPORT_NOT_READ', `Nothing of the export was read for ${seconds} s.`, {
    limit: seconds,
    hint: 'Read it as it comes: write it to a file first.',
  })
}

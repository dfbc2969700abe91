import { isDeepStrictEqual } from 'node:util'
import type { BlockHeader } from './context'

/** A value that depends on the time of a block, or why it is unknown. */
export type AtTime<T> =
  | { readonly value: T; readonly nullReason: null }
  | { readonly value: null; readonly nullReason: 'BLOCK_TIME_UNKNOWN' }

/**
 * A value at the time of a block. If that time is not stored, the value is known where it is equal at both bounds of the time:
 * the times of the nearest blocks before and after whose headers are stored. So it must be a value that, if nothing but time
 * passes, never changes back (an epoch, the state of a request, what has taken effect).
 *
 * @param block from `ApiContext.at`, or of `loadHeaders`
 * @param valueAt the value at a time, in unix seconds
 */
export function atTimeOf<T>(
  { timestampAtLeast, timestampAtMost }: BlockHeader,
  valueAt: (time: bigint) => T,
): AtTime<T> {
  if (timestampAtLeast === null || timestampAtMost === null) return UNKNOWN
  const value = valueAt(BigInt(timestampAtLeast))
  const isKnown =
    timestampAtLeast === timestampAtMost ||
    isDeepStrictEqual(value, valueAt(BigInt(timestampAtMost)))
  return isKnown ? { value, nullReason: null } : UNKNOWN
}

const UNKNOWN = { value: null, nullReason: 'BLOCK_TIME_UNKNOWN' } as const

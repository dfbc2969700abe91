import type { ExecutionResult } from 'graphql'
import { apiError } from '../../reads/errors'

/** A result whose data is JSON text already. */
export interface WrittenResult extends ExecutionResult {
  /** JSON text of the response, with the errors and extensions that yoga gives to clients. */
  stringify(shown: ExecutionResult): string
  /** JSON of the response, if there are no errors. */
  bytes(): Buffer
}

/**
 * The result with its data as text, which yoga sends as it is: an answer that is too large is refused before its text exists.
 *
 * @throws ApiError COST_EXCEEDED
 */
export function withText(result: ExecutionResult, maxBytes: number): ExecutionResult {
  const { data } = result
  if (data === undefined) return result
  const text = dataText(data, maxBytes)
  const written: WrittenResult = {
    ...result,
    stringify: (shown) => responseText(text, shown),
    bytes: () => Buffer.from(responseText(text, result)),
  }
  return written
}

/** JSON text of a response. @param data its text; undefined: there is none */
export function responseText(
  data: string | undefined,
  { errors, extensions }: ExecutionResult,
): string {
  const members = [
    errors && `"errors":${JSON.stringify(errors)}`,
    data !== undefined && `"data":${data}`,
    extensions && `"extensions":${JSON.stringify(extensions)}`,
  ]
  return `{${members.filter((member) => typeof member === 'string').join(',')}}`
}

/** JSON text of data. @throws ApiError COST_EXCEEDED if it has more bytes */
export function dataText(data: unknown, maxBytes: number): string {
  checkSize(data, maxBytes)
  const text = JSON.stringify(data)
  if (Buffer.byteLength(text) > maxBytes) throw tooLarge(maxBytes)
  return text
}

/** @throws ApiError COST_EXCEEDED if the JSON of a value has more characters: counted from below, without escapes */
function checkSize(data: unknown, maxBytes: number): void {
  let left = maxBytes
  const count = (value: unknown): void => {
    if (typeof value === 'string') left -= value.length + 2
    else if (Array.isArray(value)) for (const one of value) count(one)
    else if (typeof value === 'object' && value !== null) {
      for (const key in value) {
        left -= key.length + 4
        count((value as Record<string, unknown>)[key])
      }
    } else left -= 1
    if (left < 0) throw tooLarge(maxBytes)
  }
  count(data)
}

function tooLarge(maxBytes: number): Error {
  return apiError('COST_EXCEEDED', `The answer has more than ${maxBytes} bytes.`, {
    maxBytes,
    hint: 'Give lists a smaller limit, select fewer fields, or send several requests.',
  })
}

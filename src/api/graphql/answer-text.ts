import type { ExecutionResult } from 'graphql'
import { apiError } from '../../reads/errors'

/**
 * The result with its data as text, which yoga sends as it is: an answer that is too large is refused before its text exists.
 *
 * @throws ApiError COST_EXCEEDED
 */
export function withText(result: ExecutionResult, maxBytes: number): ExecutionResult {
  const { data } = result
  if (data === undefined) return result
  const text = dataText(data, maxBytes)
  const stringify = ({ errors, extensions }: ExecutionResult) => {
    const members = [
      errors && `"errors":${JSON.stringify(errors)}`,
      `"data":${text}`,
      extensions && `"extensions":${JSON.stringify(extensions)}`,
    ]
    return `{${members.filter((member) => member !== undefined).join(',')}}`
  }
  return Object.assign({ ...result }, { stringify })
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

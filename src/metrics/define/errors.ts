import { apiError } from '../../reads/errors'

/** Hint for a list argument that names something twice. */
export const DUPLICATE = 'Listed more than once.'

/** Characters of a value that a message repeats. */
const MAX_REPEATED = 200

/** An error about one argument, for the client. @param name its path: `minimum.avs` */
export function invalidArgument(name: string, value: unknown, hint: string): Error {
  const text = JSON.stringify(value)
  const repeated = text.length > MAX_REPEATED ? `${text.slice(0, MAX_REPEATED)}…` : text
  return apiError('BAD_USER_INPUT', `${name} cannot be ${repeated}.`, { hint })
}

/** A member of a list argument that does not exist in the measured state. @param kind as in "No such AVS" */
export function unknownMember(name: string, id: string, kind: string): Error {
  return invalidArgument(name, id, `No such ${kind} at that block.`)
}

/** More was requested than one request may compute. */
export function limitExceeded(message: string, limit: number, asked: number, hint: string): Error {
  return apiError('LIMIT_EXCEEDED', message, { limit, asked, hint })
}

/** Maximum number of items of which all pairs are listed. */
const MAX_PAIRED = 1_000

/** @throws ApiError LIMIT_EXCEEDED if there are too many items to list their pairs */
export function checkPairs(items: number, hint: string): void {
  if (items <= MAX_PAIRED) return
  throw limitExceeded(`There are pairs of ${items} items.`, MAX_PAIRED, items, hint)
}

import { bad, checkCount, MAX_LISTED } from './arguments'

/** Arguments of a list that is read page by page. */
export interface Page {
  limit: number
  offset: number
}

/**
 * The part of a list that a page is, as `slice` takes it.
 * @throws ApiError BAD_USER_INPUT, LIMIT_EXCEEDED
 */
export function readPage({ limit, offset }: Page): [number, number] {
  checkCount('limit', limit, MAX_LISTED)
  if (offset < 0) throw bad('offset', offset, 'Ask for 0 or more.')
  return [offset, offset + limit]
}

import { apiError } from '../../reads/errors'
import type { StakeGraph } from '../../risk/graph/graph'
import type { StakeScope } from '../../risk/graph/holdings'
import { parsePart } from '../../risk/math/parse-ratio'
import type { Ratio } from '../../risk/math/ratio'

/** Most items of a list in one answer. */
export const MAX_LISTED = 1_000

/** Argument `scope`, as it came. */
export type ScopeInput = { [Part in 'operator' | 'pool' | 'avs' | 'operatorSet']?: string | null }

/** The scope with keys in lower case; null: not given. */
export type ScopeKeys = { [Part in keyof ScopeInput]-?: string | null }

/**
 * The keys of a scope.
 * @throws ApiError BAD_USER_INPUT on text that can be no key
 */
export function scopeKeys(scope: ScopeInput | null | undefined): ScopeKeys {
  const { operator, pool, avs, operatorSet } = scope ?? {}
  const keys = {
    operator: address('scope.operator', operator ?? null),
    pool: address('scope.pool', pool ?? null),
    avs: address('scope.avs', avs ?? null),
    operatorSet: setKey('scope.operatorSet', operatorSet ?? null),
  }
  if (keys.avs !== null && keys.operatorSet !== null) {
    if (!keys.operatorSet.startsWith(`${keys.avs}/`)) {
      throw bad('scope.operatorSet', operatorSet, `It is not a set of the AVS ${keys.avs}.`)
    }
  }
  return keys
}

/** An address in lower case. @throws ApiError BAD_USER_INPUT */
export function address<T extends string | null>(name: string, text: T): T {
  if (text === null || /^0x[0-9a-f]{40}$/i.test(text)) return (text?.toLowerCase() ?? null) as T
  throw bad(name, text, 'An address is 0x and 40 hexadecimal digits.')
}

/** Key of an operator set in lower case. @throws ApiError BAD_USER_INPUT */
export function setKey<T extends string | null>(name: string, text: T): T {
  if (text === null) return text
  const key = text.toLowerCase()
  const setId = /^0x[0-9a-f]{40}\/(0|[1-9]\d{0,9})$/.exec(key)?.[1]
  if (setId !== undefined && BigInt(setId) < 2n ** 32n) return key as T
  throw bad(name, text, 'Give it as <avs address>/<set id>.')
}

/**
 * A threshold from text, in (0, 1].
 * @throws ApiError BAD_USER_INPUT on other text
 */
export function readThreshold(name: string, text: string): Ratio {
  const threshold = readPart(name, text)
  if (threshold.num > 0n) return threshold
  throw bad(name, text, 'A threshold is above 0 and at most 1: "1/3" or "0.34".')
}

/**
 * A part or probability from text, in [0, 1].
 * @throws ApiError BAD_USER_INPUT on other text
 */
export function readPart(name: string, text: string): Ratio {
  try {
    return parsePart(text)
  } catch {
    throw bad(name, text, 'Write a decimal or a fraction from 0 to 1: "1/3" or "0.34".')
  }
}

/** An error about one argument, for the client. */
export function bad(name: string, value: unknown, hint: string): Error {
  return apiError('BAD_USER_INPUT', `${name} cannot be ${JSON.stringify(value)}.`, { hint })
}

/** Throws BAD_USER_INPUT below 1, LIMIT_EXCEEDED above `max`: a list is never cut silently. */
export function checkCount(name: string, asked: number, max = Number.POSITIVE_INFINITY): number {
  if (asked < 1) throw bad(name, asked, 'Ask for 1 or more.')
  if (asked > max) {
    const hint = `Ask for ${max} or fewer.`
    throw apiError('LIMIT_EXCEEDED', `${name} cannot be ${asked}.`, { limit: max, asked, hint })
  }
  return asked
}

/** Which part of a list is asked for. */
export interface Page {
  limit: number
  offset: number
}

/** First place of a page, and the one after its last. @throws ApiError as `checkCount`, and on a negative offset */
export function range({ limit, offset }: Page): [number, number] {
  checkCount('limit', limit, MAX_LISTED)
  if (offset < 0) throw bad('offset', offset, 'Ask for 0 or more.')
  return [offset, offset + limit]
}

/** The scope by positions in the graph; null if something in it is not known there. */
export function placeScope(graph: StakeGraph, keys: ScopeKeys): StakeScope | null {
  const sets = graph.sets.map(({ id }) => id)
  const scope = {
    operator: place(graph.operators, keys.operator),
    pool: place(graph.pools, keys.pool),
    service: place(graph.services, keys.avs),
    set: place(sets, keys.operatorSet),
  }
  return Object.values(scope).includes(-1) ? null : scope
}

/** Position of an id in a sorted list; -1: not there. Null stays null. */
export function place(ids: readonly string[], id: string | null): number | null {
  if (id === null) return null
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ids[middle]! < id) low = middle + 1
    else high = middle
  }
  return ids[low] === id ? low : -1
}

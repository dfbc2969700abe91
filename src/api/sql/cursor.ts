import { createHash } from 'node:crypto'
import type { ValueField } from '../../reads/entities'
import { apiError } from '../../reads/errors'
import { isBytes, isDateTime, isDecimal } from '../formats'
import type { Condition, OrderTerm } from './conditions'
import type { OrderValue } from './order'

const VERSION = '1'
/** Longest cursor read, in characters: room for a long text in an order column. */
const MAX_LENGTH = 65_536

/** What a value of a column looks like in a cursor; what does not is not sent to Postgres. */
function fits(field: ValueField, value: string): boolean {
  switch (field.type) {
    case 'Int':
      return /^-?\d{1,10}$/.test(value) && Math.abs(Number(value)) < 2 ** 31
    case 'Boolean':
      return value === 'true' || value === 'false'
    case 'BigInt':
    case 'BigDecimal':
      return isDecimal(value)
    case 'Bytes':
      return isBytes(value)
    case 'DateTime':
      return isDateTime(value)
    default:
      return !value.includes('\0')
  }
}

/** What a cursor belongs to: it marks a place in one list only, at whatever block. */
export interface CursorScope {
  entity: string
  order: readonly OrderTerm[]
  where: Condition | null
}

function fingerprint({ entity, order, where }: CursorScope): string {
  // Fields are named, not spelled out: a better description must not make cursors of yesterday invalid.
  const named = (key: string, value: unknown) =>
    (key === 'field' || key === 'via') && value !== null ? (value as { name: string }).name : value
  const text = JSON.stringify([entity, order, where], named)
  return createHash('sha256').update(text).digest('base64url').slice(0, 16)
}

/** The opaque text that stands for a row: base64url of `[version, list, value..., id]`. */
export function encodeCursor(scope: CursorScope, place: readonly OrderValue[]): string {
  return Buffer.from(JSON.stringify([VERSION, fingerprint(scope), ...place])).toString('base64url')
}

/**
 * The place in the order that a cursor stands for: one value for each term.
 *
 * @throws ApiError BAD_CURSOR if it is no cursor, or one of another list
 */
export function decodeCursor(scope: CursorScope, cursor: string): OrderValue[] {
  if (cursor.length > MAX_LENGTH) throw bad('is too long')
  const [version, list, ...place] = parse(cursor)
  if (version !== VERSION) throw bad('is of another version')
  if (list !== fingerprint(scope)) throw bad('belongs to another list')
  if (place.length !== scope.order.length) throw bad('does not fit the order')
  scope.order.forEach((term, index) => {
    const value = place[index]
    const isNullable = term.via !== null || term.field.nullable
    if (value == null ? !isNullable : !fits(term.field, value)) throw bad('does not fit the order')
  })
  return place
}

function parse(cursor: string): OrderValue[] {
  if (!/^[\w-]*$/.test(cursor)) throw bad('is garbage')
  let read: unknown
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw bad('is garbage')
  }
  const isPlace =
    Array.isArray(read) && read.every((item) => item === null || typeof item === 'string')
  if (!isPlace) throw bad('is garbage')
  return read as OrderValue[]
}

function bad(what: string): Error {
  return apiError('BAD_CURSOR', `The cursor ${what}.`, {
    hint: 'Pass a cursor as it was answered, with the where and orderBy it was answered for.',
  })
}

import { createHash } from 'node:crypto'
import type { ValueField } from '../../reads/entities'
import { apiError } from '../../reads/errors'
import { isBytes, isDateTime, isDecimal, isUInt32 } from '../formats'
import type { Condition, OrderTerm } from './conditions'
import type { OrderValue } from './order'

const VERSION = '1'
/** Maximum characters of a cursor, with room for a long text in an order column. */
const MAX_LENGTH = 65_536

/** Whether a value of a cursor is valid for its column, so that Postgres can parse it. */
function isValid(field: ValueField, value: string): boolean {
  switch (field.type) {
    case 'Int':
      return /^-?\d{1,10}$/.test(value) && Math.abs(Number(value)) < 2 ** 31
    case 'UInt32':
      return /^\d{1,10}$/.test(value) && isUInt32(Number(value))
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

/** The list that a cursor belongs to, at any block. */
export interface CursorScope {
  entity: string
  order: readonly OrderTerm[]
  where: Condition | null
}

function fingerprint({ entity, order, where }: CursorScope): string {
  // Only names of fields count: a change of a description must not invalidate cursors.
  const named = (key: string, value: unknown) =>
    (key === 'field' || key === 'via') && value !== null ? (value as { name: string }).name : value
  const text = JSON.stringify([entity, order, where], named)
  return createHash('sha256').update(text).digest('base64url').slice(0, 16)
}

/** Makes cursors of the rows of a list: base64url of `[version, list, value..., id]`. */
export function cursorsOf(scope: CursorScope): (position: readonly OrderValue[]) => string {
  const list = fingerprint(scope)
  return (position) => {
    return Buffer.from(JSON.stringify([VERSION, list, ...position])).toString('base64url')
  }
}

/**
 * The position of a cursor in the order: one value for each term.
 *
 * @throws ApiError BAD_CURSOR if it is malformed, or of another list
 */
export function decodeCursor(scope: CursorScope, cursor: string): OrderValue[] {
  if (cursor.length > MAX_LENGTH) throw badCursor('is too long')
  const [version, list, ...position] = parse(cursor)
  if (version !== VERSION) throw badCursor('has another version')
  if (list !== fingerprint(scope)) throw badCursor('belongs to another list')
  if (position.length !== scope.order.length) throw badCursor('does not fit the order')
  scope.order.forEach((term, index) => {
    const value = position[index]
    const isNullable = term.via !== null || term.field.nullable
    if (value == null ? !isNullable : !isValid(term.field, value))
      throw badCursor('does not fit the order')
  })
  return position
}

function parse(cursor: string): OrderValue[] {
  if (!/^[\w-]*$/.test(cursor)) throw badCursor('is malformed')
  let read: unknown
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw badCursor('is malformed')
  }
  const isArray =
    Array.isArray(read) && read.every((item) => item === null || typeof item === 'string')
  if (!isArray) throw badCursor('is malformed')
  return read as OrderValue[]
}

function badCursor(problem: string): Error {
  return apiError('BAD_CURSOR', `The cursor ${problem}.`, {
    hint: 'Pass a cursor of an earlier response unchanged, with the same where and orderBy.',
  })
}

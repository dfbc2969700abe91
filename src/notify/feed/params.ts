import { Refusal } from '../../api/http/edge/refusal'
import { type FeedCursor, parseCursor } from '../../store/notify/cursor'
import { type Delivery, type Filter, isBefore } from '../../store/notify/messages'
import type { FeedRange } from '../../store/notify/range'
import { KINDS } from '../kinds'

/** What a listener asks for. */
export interface FeedParams extends Filter {
  /** Null: from now on. */
  since: FeedCursor | null
}

const NAMES = ['since', 'delivery', 'kind', 'subject']
const MAX_VALUES = 100
const DELIVERIES: readonly Delivery[] = ['at-once', 'final']
const SUBJECT = /^(0x[0-9a-f]{40,64}(\/\d{1,10})?|symbiotic-0x[0-9a-f]{40}\/\d{1,29})$/

/**
 * Reads the query of GET /feed.
 * @param lastEventId header of a browser that connects again; it takes precedence over `since`
 * @throws Refusal 400
 */
export function readFeedParams(search: string, lastEventId: string | undefined): FeedParams {
  const given = new URLSearchParams(search)
  for (const name of given.keys()) {
    if (!NAMES.includes(name))
      throw refused(`There is no parameter ${clip(name)}`, NAMES.join(', '))
    const isList = name === 'kind' || name === 'subject'
    if (!isList && given.getAll(name).length > 1)
      throw refused(`${name} is given twice`, 'one value')
  }
  const delivery = given.get('delivery') ?? 'at-once'
  if (!isOneOf(DELIVERIES, delivery)) {
    throw refused(`delivery is ${clip(delivery)}`, DELIVERIES.join(' or '))
  }
  const kinds = listOf(given, 'kind')
  const unknown = kinds?.find((kind) => !isOneOf(KINDS, kind))
  if (unknown !== undefined) throw refused(`There is no kind ${clip(unknown)}`, KINDS.join(', '))
  const subjects = listOf(given, 'subject')?.map((text) => text.toLowerCase()) ?? null
  const wrong = subjects?.find((text) => !SUBJECT.test(text))
  if (wrong !== undefined) {
    throw refused(
      `subject is ${clip(wrong)}`,
      'addresses, operator sets (address/number) and subnetworks (symbiotic-address/identifier)',
    )
  }
  return { since: sinceOf(lastEventId || given.get('since')), delivery, kinds, subjects }
}

/**
 * The cursor to begin after.
 * @throws Refusal 400 for one that no message has yet, 410 for one before messages that were deleted
 */
export function startOf(since: FeedCursor | null, { deletedTo, last }: FeedRange): FeedCursor {
  if (since === null) return last
  if (isBefore(last, since)) {
    throw new Refusal(
      400,
      'BAD_CURSOR',
      `The last message is ${last.seq}, before the cursor ${since.seq}.`,
      'Pass a cursor as it was received. If the index was made anew, begin with since=0.',
    )
  }
  if (BigInt(since.seq) >= BigInt(deletedTo)) return since
  // 0 is the beginning, wherever that is.
  if (since.seq === '0') return { seq: deletedTo, part: 0 }
  throw new Refusal(
    410,
    'CURSOR_TOO_OLD',
    `Messages up to ${deletedTo} were deleted, so those after ${since.seq} cannot be had.`,
    `Read the state by GraphQL, then begin with since=${deletedTo}, or without since.`,
  )
}

function sinceOf(text: string | null | undefined): FeedCursor | null {
  if (text === null || text === undefined) return null
  const cursor = parseCursor(text)
  if (cursor) return cursor
  throw new Refusal(
    400,
    'BAD_CURSOR',
    `${clip(text)} is no cursor of the feed.`,
    'Pass the id of the last event as it was received, or 0 for the beginning.',
  )
}

/** Values, comma-separated or given more than once; null: none is given. */
function listOf(given: URLSearchParams, name: string): string[] | null {
  const values = given.getAll(name).flatMap((text) => text.split(','))
  if (values.length > MAX_VALUES)
    throw refused(`${name} has ${values.length} values`, `at most ${MAX_VALUES}`)
  return values.length === 0 ? null : [...new Set(values)]
}

function isOneOf<T extends string>(values: readonly T[], text: string): text is T {
  return (values as readonly string[]).includes(text)
}

const clip = (text: string) => text.slice(0, 80)

function refused(message: string, allowed: string): Refusal {
  return new Refusal(400, 'BAD_USER_INPUT', `${message}.`, `Allowed: ${allowed}.`)
}

/** Position in the order of all messages: a row of the outbox, and (part > 0) an alert at it. */
export interface FeedCursor {
  /** Number of the row. */
  seq: string
  part: number
}

/** Above the number of every alert. */
export const MAX_PART = 999_999_999

const CURSOR = /^(0|[1-9]\d{0,17})(?:\.([1-9]\d{0,8}))?$/

/** `1041`, or `1041.2` of an alert. */
export function formatCursor({ seq, part }: FeedCursor): string {
  return part === 0 ? seq : `${seq}.${part}`
}

/** Null: the text is no cursor. */
export function parseCursor(text: string): FeedCursor | null {
  const match = CURSOR.exec(text)
  return match && { seq: match[1]!, part: Number(match[2] ?? 0) }
}

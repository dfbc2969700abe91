/** A change of a block that others follow, as a row of the outbox. */
export interface Change {
  kind: string
  /** Keys of all that it is about: addresses and operator sets. */
  subjects: string[]
  /** JSON; amounts are decimal text. */
  data: Record<string, unknown>
}

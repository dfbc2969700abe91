/*
 * Rows of state tables at a block, as SQL.
 *
 * A row is a version: it holds from `from_block` until the block before `to_block`, which is null while it is current.
 * At block b these versions hold: from_block <= b AND (to_block IS NULL OR to_block > b).
 *
 * A change that a contract announces for a later block is stored in the same row as a pending value and its effect
 * block. No event marks the effect, so every reader has to compare the effect block with the block it reads.
 */

const column = (alias: string | undefined, name: string) => (alias ? `${alias}.${name}` : name)

/**
 * Condition that a version holds at a block: from_block <= b AND (to_block IS NULL OR to_block > b).
 *
 * @param block SQL of the block number, for example `$1`
 * @param alias of the table; leave it out if the statement reads one table
 */
export function heldAt(block: string, alias?: string): string {
  return `${column(alias, 'from_block')} <= ${block} AND ${notEndedAt(block, alias)}`
}

/** The second half of `heldAt`, for versions that are known to begin at or before the block. */
export function notEndedAt(block: string, alias?: string): string {
  const end = column(alias, 'to_block')
  return `(${end} IS NULL OR ${end} > ${block})`
}

/** Condition that a version holds at the last indexed block. Partial indexes serve it, unlike `heldAt`. */
export function isCurrent(alias?: string): string {
  return `${column(alias, 'to_block')} IS NULL`
}

/**
 * Condition that a version holds at the block that an operation reads: `isCurrent` at the last indexed block, else
 * `heldAt`.
 *
 * @param bind binds the block number and returns its SQL; called only if the condition needs it, because Postgres
 *   rejects parameters that a statement does not use
 */
export function atBlock(
  { isHead }: { readonly isHead: boolean },
  bind: () => string,
  alias?: string,
): string {
  return isHead ? isCurrent(alias) : heldAt(bind(), alias)
}

/** SQL of a value with a pending change. */
export interface Pending {
  /** Value before the effect block. */
  readonly stored: string
  /** Value from the effect block on. */
  readonly pending: string
  /** The effect block; null: no change is pending. */
  readonly effectBlock: string
}

/** The value at a block: the pending one from its effect block on, the stored one before. */
export function valueAt(block: string, { stored, pending, effectBlock }: Pending): string {
  return `CASE WHEN ${effectBlock} <= ${block} THEN ${pending} ELSE ${stored} END`
}

/** Condition that a change has not taken effect at a block. */
export function isPending(block: string, effectBlock: string): string {
  return `${effectBlock} > ${block}`
}

/** A value while a change is pending at a block, else null. */
export function whilePending(block: string, effectBlock: string, value: string): string {
  return `CASE WHEN ${isPending(block, effectBlock)} THEN ${value} END`
}

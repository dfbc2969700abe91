import type { Head } from './head'

/** The block an operation reads, resolved once. */
export interface BlockPoint {
  chainId: number
  number: number
  /** Null where no log was stored for this block and it is not the last indexed one: its header is not known. */
  hash: string | null
  /** Unix seconds; null as `hash`. */
  timestamp: number | null
  /** Whether the block can no longer be undone. */
  finalized: boolean
  /** Whether it is the last indexed block, whose rows are those with `to_block IS NULL`. */
  isHead: boolean
}

/** Argument `block` of a root field: at most one of the three. */
export interface BlockInput {
  number?: number | null
  hash?: string | null
  /** Unix seconds; the last block with stored logs at or before it. */
  timestamp?: number | null
}

/** One GraphQL operation: one REPEATABLE READ, READ ONLY transaction, so one state of the database and one block. */
export interface ApiContext {
  /**
   * Where the indexer stands.
   * @throws LinchpinError LP4004 NOT_READY if it has not begun
   */
  head(): Promise<Head>
  /**
   * The block the operation reads.
   * @throws LinchpinError LP4003 BLOCK_NOT_INDEXED, or LP4001 BAD_USER_INPUT if two root fields name different blocks
   */
  at(block?: BlockInput | null): Promise<BlockPoint>
  /** Runs one statement in the operation's transaction; rows as objects. */
  query<T>(text: string, params?: unknown[]): Promise<T[]>
}

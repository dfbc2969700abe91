import type { Head } from './head'

/** Why a hash and a time are null. */
export type HeaderNullReason = 'HEADER_NOT_STORED'

/** Hash and time of a block; of a block whose header is not stored the bounds of its time. Times are unix seconds. */
export interface BlockHeader {
  /** Null: the header is not stored. */
  hash: string | null
  /** Null like `hash`. */
  timestamp: number | null
  /** Time of the nearest known block at or before it; null: none is known. */
  timestampAtLeast: number | null
  /** Time of the nearest known block at or after it; null: none is known. */
  timestampAtMost: number | null
  /** Why `hash` and `timestamp` are null. */
  nullReason: HeaderNullReason | null
}

/** The block an operation reads, resolved once. */
export interface BlockPoint extends BlockHeader {
  chainId: number
  number: number
  /** Whether the block is final, so that no reorganization replaces it. */
  finalized: boolean
  /** Whether it is the last indexed block, whose rows are the current ones. */
  isHead: boolean
}

/** Argument `block` of a root field: one of the three. */
export interface BlockInput {
  number?: number | null
  hash?: string | null
  /** Unix seconds; the last block with a stored header at or before it. */
  timestamp?: number | null
}

/** One GraphQL operation: one REPEATABLE READ, READ ONLY transaction, so one state of the database and one block. */
export interface ApiContext {
  /**
   * The head of the index.
   * @throws ApiError NOT_READY before the first block is indexed
   */
  head(): Promise<Head>
  /**
   * The block the operation reads.
   * @throws ApiError BLOCK_NOT_INDEXED; BAD_USER_INPUT if two root fields name different blocks
   */
  at(block?: BlockInput | null): Promise<BlockPoint>
  /** Runs one statement in the operation's transaction; rows as objects. */
  query<T>(text: string, params?: unknown[]): Promise<T[]>
}

/** What resolvers get: an operation that reads all it needs, gives its connection back, and computes then. */
export interface ResolverContext extends ApiContext {
  /** Aborted with an ApiError when nobody waits any longer. */
  readonly signal: AbortSignal | undefined
  /** Runs what a root field reads; the transaction stays open while one of them reads. */
  reading<T>(read: () => Promise<T>): Promise<T>
  /**
   * Resolves when all root fields have read what they need, and the connection was given back.
   * @throws ApiError the reason of `signal`
   */
  hasReadAll(): Promise<void>
}

import { apiError } from './errors'

/** Where the indexer stands: the one row of `cursor`. */
export interface Head {
  chainId: number
  network: string
  /** First block that can hold a row. */
  startBlock: number
  /** Last indexed block. */
  number: number
  hash: string
  /** Unix seconds. */
  timestamp: number | null
  finalizedNumber: number
  finalizedHash: string
  /** Last block of the chain that the indexer saw. */
  chainHead: number | null
  /** Blocks from the last indexed to the last of the chain. */
  lag: number | null
  /** When the indexer last wrote, as text: tells apart two states of one block. */
  writtenAt: string
  /** Why the indexer stopped and waits for a person, or what is stored wrong and read again soon; null: neither. */
  stopped: string | null
  /** Last block up to which all stored logs are proven; null: none is. */
  provenTo: number | null
  /** Block of the last poll of contracts; null: none. */
  polledAt: number | null
}

// bigint comes as text: a chain id fits a double, and so does a Unix time.
export const HEAD_SQL = `
  SELECT chain_id::float8 AS "chainId", network, start_block AS "startBlock", height AS number, hash,
    block_timestamp::float8 AS timestamp, finalized_height AS "finalizedNumber",
    finalized_hash AS "finalizedHash", head AS "chainHead", greatest(head - height, 0) AS lag, updated_at::text AS "writtenAt",
    coalesce(stopped, (SELECT 'LP2012: ' || reason FROM invalid_block i
      WHERE i.block <= (SELECT block FROM proof) ORDER BY i.block LIMIT 1)) AS stopped,
    (SELECT block FROM proof WHERE block >= start_block) AS "provenTo",
    (SELECT max(block) FROM poll) AS "polledAt"
  FROM cursor`

/** @throws ApiError NOT_READY if no block is indexed yet: the indexer writes its cursor before its first block */
export function begun(head: Head | undefined): Head {
  if (head && head.number >= head.startBlock) return head
  throw apiError('NOT_READY', 'No block is indexed yet.', {
    hint: 'Wait for the indexer; GET /ready says when it has begun.',
  })
}

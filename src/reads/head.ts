import { apiError } from './errors'
import { SEEN_HEAD } from './standing'

/** The head of the index: the one row of `cursor`. */
export interface Head {
  /** Identity of the database on its server: it stays when the database is renamed. */
  database: string
  /** Name of the database, on a replica; null on a primary, where a database with connections keeps its name. */
  replicaName: string | null
  chainId: number
  network: string
  /** First block of the index. */
  startBlock: number
  /** Last indexed block. */
  number: number
  hash: string
  /** Unix seconds. */
  timestamp: number | null
  /** Of the database at the last indexed block: equal digests mean equal rows; null before the first block with logs. */
  digest: string | null
  finalizedNumber: number
  finalizedHash: string
  /** Last block of the chain, as last seen by the indexer; null: not seen yet. */
  chainHead: number | null
  /** Blocks between the last indexed block and the last block of the chain. */
  lag: number | null
  /** Unix seconds of the last commit. */
  updatedAt: number
  /** When the indexer last wrote, as text: distinguishes two states of the database at one block. */
  writtenAt: string
  /** Error at which the indexer stopped until an operator acts, or an invalid block to be re-indexed; null: neither. */
  stopped: string | null
  /** Constants that contracts have not answered yet, so that fields are null; null: none. */
  unknownConstants: string | null
  /** Names of contracts of the core whose events are not indexed. */
  missingContracts: string[]
  /** Last block up to which all stored logs are verified; null: none is. */
  provenTo: number | null
  /** Block of the last poll of contracts; null: none. */
  polledAt: number | null
  /** When claims of tokens were last written, as text; null: none were. */
  tokensAt: string | null
  /** Number of the rules that wrote the rows; 0: an earlier version, which did not say. */
  rules: number
  /** Last block of the stored logs from which rows are being derived anew; null: none are. */
  rederiveTo: number | null
}

// pg returns bigint as text. Chain ids and Unix times fit a double.
export const HEAD_SQL = `
  SELECT (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS database,
    CASE WHEN pg_is_in_recovery() THEN current_database()::text END AS "replicaName",
    chain_id::float8 AS "chainId", extract(epoch FROM updated_at)::float8 AS "updatedAt", network, start_block AS "startBlock", height AS number, hash,
    block_timestamp::float8 AS timestamp,
    (SELECT '0x' || encode(digest, 'hex') FROM block b WHERE b.block <= height ORDER BY b.block DESC LIMIT 1) AS digest,
    finalized_height AS "finalizedNumber",
    finalized_hash AS "finalizedHash", ${SEEN_HEAD} AS "chainHead",
    greatest(${SEEN_HEAD} - height, 0) AS lag, updated_at::text AS "writtenAt",
    coalesce(stopped, (SELECT 'LP2012: ' || reason FROM invalid_block i
      WHERE i.block <= (SELECT block FROM proof) ORDER BY i.block LIMIT 1)) AS stopped,
    (SELECT 'LP2018: constants of contracts are unknown, and fields that need them are null: '
      || string_agg(u.contract || ' (' || u.reason || ')', ', ' ORDER BY u.name) || '. They are asked for until they answer.'
      FROM unknown_constant u) AS "unknownConstants",
    ARRAY(SELECT name FROM missing_contract ORDER BY name) AS "missingContracts",
    (SELECT block FROM proof WHERE block >= start_block) AS "provenTo",
    (SELECT max(block) FROM poll) AS "polledAt",
    (SELECT max(written_at)::text FROM token_claim) AS "tokensAt",
    rules, (SELECT height FROM rederivation) AS "rederiveTo"
  FROM cursor c LEFT JOIN indexer_state s ON true`

/**
 * The head, once a block is indexed: the indexer writes its cursor before its first block.
 * @throws ApiError NOT_READY
 */
export function requireIndexed(head: Head | undefined): Head {
  if (head && head.number >= head.startBlock) return head
  throw apiError('NOT_READY', 'No block is indexed yet.', {
    hint: 'Wait for the indexer; GET /ready reports when it is ready.',
  })
}

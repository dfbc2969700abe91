import type { ApiContext, BlockHeader, BlockPoint } from './context'
import type { Head } from './head'

/**
 * All stored headers, for a FROM clause: of blocks with logs, of others that were read, and of a low block before all of
 * them. Postgres reads each of the tables by its index.
 */
export const HEADERS = `(SELECT block, hash, block_time FROM block
  UNION ALL SELECT block, hash, block_time FROM block_header
  UNION ALL SELECT block, decode(substr(hash, 3), 'hex'), block_time FROM chain_block WHERE block_time IS NOT NULL) h`

/** Whether the index has a block, as SQL: null where one of the two hashes is not known. @param hash of it, as text in SQL */
export const isIndexed = (block: string, hash: string): string =>
  `CASE WHEN ${block} > (SELECT c.height FROM cursor c) THEN false ELSE ${hash} = coalesce(
    (SELECT c.hash FROM cursor c WHERE c.height = ${block}),
    (SELECT '0x' || encode(h.hash, 'hex') FROM ${HEADERS} WHERE h.block = ${block} LIMIT 1)) END`

/** Headers of blocks up to the head, in the order of the numbers. */
export async function loadHeaders(
  database: Pick<ApiContext, 'query'>,
  head: Pick<Head, 'number' | 'hash' | 'timestamp'>,
  numbers: readonly number[],
): Promise<BlockHeader[]> {
  const nearest = (side: '<=' | '>=', order: 'ASC' | 'DESC') => `(SELECT block,
    '0x' || encode(hash, 'hex') AS hash, extract(epoch FROM block_time)::float8 AS time
    FROM ${HEADERS} WHERE block ${side} asked.block ORDER BY block ${order} LIMIT 1)`
  const rows = await database.query<{
    number: number
    known: number | null
    hash: string
    before: number | null
    after: number | null
  }>(
    `SELECT asked.block AS number, b.block AS known, b.hash, b.time AS before, a.time AS after
     FROM unnest($1::int[]) WITH ORDINALITY AS asked(block, position)
     LEFT JOIN LATERAL ${nearest('<=', 'DESC')} b ON true
     LEFT JOIN LATERAL ${nearest('>=', 'ASC')} a ON true
     ORDER BY asked.position`,
    [numbers],
  )
  return rows.map(({ number, known, hash, before, after }) => {
    if (number === head.number && head.timestamp !== null) return exact(head.hash, head.timestamp)
    if (known === number) return exact(hash, before!)
    const timestampAtMost = after ?? head.timestamp
    return { ...UNKNOWN_HEADER, timestampAtLeast: before, timestampAtMost }
  })
}

/** A header that is not stored, of a block whose time has no bounds. */
export const UNKNOWN_HEADER: BlockHeader = {
  hash: null,
  timestamp: null,
  timestampAtLeast: null,
  timestampAtMost: null,
  nullReason: 'HEADER_NOT_STORED',
}

/** A header that is stored. */
export function exact(hash: string, timestamp: number): BlockHeader {
  return {
    hash,
    timestamp,
    timestampAtLeast: timestamp,
    timestampAtMost: timestamp,
    nullReason: null,
  }
}

/**
 * Time of a block in unix seconds. Of a block whose header is not stored that of the last known one before it, so that no
 * later price is used. Null before the first one.
 */
export async function loadBlockTime(
  context: ApiContext,
  { number, timestamp }: Pick<BlockPoint, 'number' | 'timestamp'>,
): Promise<number | null> {
  if (timestamp !== null) return timestamp
  const [row] = await context.query<{ time: number }>(
    `SELECT extract(epoch FROM block_time)::float8 AS time FROM ${HEADERS}
     WHERE block <= $1 ORDER BY block DESC LIMIT 1`,
    [number],
  )
  return row?.time ?? null
}

/** A time in unix seconds, and the last block with stored logs at or before it; null: there is none. */
export interface TimedBlock {
  time: number
  block: number | null
}

/**
 * The last block with stored logs at or before each time, up to the block `last`, in the order of the times. Headers of other
 * blocks are not used: the answer is the same however the chain was read.
 */
export function loadBlocksAtTimes(
  context: ApiContext,
  times: readonly number[],
  last: number,
): Promise<TimedBlock[]> {
  return context.query<TimedBlock>(
    `SELECT t.time::float8 AS time, (
       SELECT block FROM block WHERE block_time <= to_timestamp(t.time) AND block <= $2
       ORDER BY block_time DESC, block DESC LIMIT 1) AS block
     FROM unnest($1::float8[]) WITH ORDINALITY AS t(time, position) ORDER BY t.position`,
    [times, last],
  )
}

import type { ApiContext, BlockPoint } from './context'

/**
 * Time of a block in unix seconds. The time of a block without logs is not stored: the answer is then that of the last
 * block before it that has some, so that no later price is used. Null before the first such block.
 */
export async function loadBlockTime(
  context: ApiContext,
  { number, timestamp }: Pick<BlockPoint, 'number' | 'timestamp'>,
): Promise<number | null> {
  if (timestamp !== null) return timestamp
  const [row] = await context.query<{ time: number }>(
    `SELECT extract(epoch FROM block_time)::float8 AS time FROM block
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

/** The last block with stored logs at or before each time, up to the block `last`, in the order of the times. */
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

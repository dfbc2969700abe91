import type { VaultState } from '../../vaults/commitments'
import { heldAt } from '../at-block'
import type { ApiContext } from '../context'
import { loadVaultRows, type ReadBlock } from './rows'
import { loadSlashes } from './slashes'

type Query = Pick<ApiContext, 'query'>

/**
 * All vaults of core v1 at the end of a block.
 *
 * State changes only in blocks with logs, whose time is stored. So the rows a second before a block are those of the last
 * block with logs that is a second older; of a block without logs they are its own, whatever its time is.
 */
export async function loadVaultState(context: Query, block: ReadBlock): Promise<VaultState> {
  const [last, earlier] = await lastBlocks(context, block.number)
  const hasLogs = last?.block === block.number
  const rows = await loadVaultRows(context, block)
  const before = hasLogs
    ? await loadVaultRows(context, { number: earlier?.block ?? -1, isHead: false })
    : rows
  const known = BigInt(last?.time ?? 0)
  return {
    rows,
    before,
    slashes: await loadSlashes(context, block.number),
    networksWithMiddleware: await loadNetworksWithMiddleware(context, block.number),
    time: hasLogs ? known : known + 1n,
  }
}

/** The last block with logs up to a block, and the last one that is a second older. */
async function lastBlocks(context: Query, block: number) {
  return await context.query<{ block: number; time: string }>(
    `WITH last AS (SELECT block, block_time FROM block WHERE block <= $1 ORDER BY block DESC LIMIT 1)
     SELECT block, extract(epoch FROM block_time)::int8::text AS time FROM last
     UNION ALL SELECT * FROM (SELECT b.block, extract(epoch FROM b.block_time)::int8::text FROM block b, last
       WHERE b.block < last.block AND b.block_time <= last.block_time - interval '1 second'
       ORDER BY b.block DESC LIMIT 1) earlier`,
    [block],
  )
}

async function loadNetworksWithMiddleware(context: Query, block: number): Promise<Set<string>> {
  const rows = await context.query<{ network: string }>(
    `SELECT avs_id AS network FROM avs_profile WHERE ${heldAt('$1')} AND middleware IS NOT NULL`,
    [block],
  )
  return new Set(rows.map(({ network }) => network))
}

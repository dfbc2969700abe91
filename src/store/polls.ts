import type { Client } from 'pg'
import { registrationKey, versionId } from '../facts/ids'
import type {
  PolledAdapterRow,
  PolledPoolRow,
  PollRow,
  RestakedPoolsRow,
} from '../ledger/rows.generated'
import { inWriterTransaction } from './writer/fenced'
import type { Claim } from './writer/lock'

/** Answers of a pool's contracts, at the last poll that got one. */
export type PolledPool = Omit<PolledPoolRow, 'key'>

/** The answer of an adapter. */
export type PolledAdapter = Omit<PolledAdapterRow, 'key' | 'address'>

/** Answers of an AVS about an operator; `pools` is sorted. */
export type RestakedPools = Omit<RestakedPoolsRow, 'key'>

/** Ends answers of AVSs with the registration that they are about: at its end, or at once if that was before the poll's rows came. */
const CLOSE_SQL = `
  UPDATE restaked_pools q SET to_block = ended.at FROM (
    SELECT p.id, min(r.to_block) AS at FROM restaked_pools p JOIN avs_registration r ON r.key = p.key
    WHERE p.to_block IS NULL AND r.to_block > p.from_block AND ($1::text[] IS NULL OR p.key = ANY ($1))
      AND NOT EXISTS (SELECT FROM avs_registration n WHERE n.key = r.key AND n.from_block = r.to_block)
    GROUP BY p.id) ended
  WHERE q.id = ended.id`

/**
 * Ends the current rows of `restaked_pools` whose operators deregistered.
 * @param keys only these; null: all
 */
export async function closeRestakedPools(client: Client, keys: string[] | null): Promise<void> {
  await client.query(CLOSE_SQL, [keys])
}

/** Answers of a poll. */
export interface PollAnswers {
  /** Only those that changed, as `avss`. */
  pools: readonly PolledPool[]
  avss: readonly RestakedPools[]
  /** All of them: their assets change with time. */
  adapters: readonly PolledAdapter[]
}

/** Writes the answers of a poll, in one transaction. */
export async function writePoll(
  client: Client,
  claim: Claim,
  { block, questions, unanswered }: Omit<PollRow, 'id'>,
  { pools, avss, adapters }: PollAnswers,
): Promise<void> {
  let order = 0
  const replace = async (table: string, key: string, columns: Record<string, unknown>) => {
    // A row of an operator that has left since may have ended above this block.
    await client.query(
      `UPDATE "${table}" SET to_block = $2
       WHERE key = $1 AND from_block < $2 AND (to_block IS NULL OR to_block > $2)`,
      [key, block],
    )
    const names = Object.keys(columns)
    await client.query(
      `INSERT INTO "${table}" (id, key, from_block, ${names.join(', ')})
       VALUES ($1, $2, $3, ${names.map((_, index) => `$${index + 4}`).join(', ')})`,
      [versionId(block, order++), key, block, ...Object.values(columns)],
    )
  }
  await inWriterTransaction(client, claim, async () => {
    // Otherwise a deregistration that is written now would not see the rows, nor they it.
    await client.query(
      'LOCK TABLE poll, polled_pool, polled_adapter, restaked_pools IN SHARE ROW EXCLUSIVE MODE',
    )
    for (const { pool, rate, token, decimals, unknownSinceBlock } of pools) {
      await replace('polled_pool', pool, {
        rate: rate === null ? null : rate.toString(),
        token: token === null ? null : Buffer.from(token.slice(2), 'hex'),
        decimals,
        unknown_since_block: unknownSinceBlock,
        pool_id: pool,
      })
    }
    for (const { operator, avs, pools: list, unknownSinceBlock } of avss) {
      await replace('restaked_pools', registrationKey(operator, avs, null), {
        pools: list,
        unknown_since_block: unknownSinceBlock,
        operator_id: operator,
        avs_id: avs,
      })
    }
    for (const { adapter, totalAssets, nullReason } of adapters) {
      await replace('polled_adapter', adapter, {
        address: Buffer.from(adapter.slice(2), 'hex'),
        adapter_id: adapter,
        block,
        total_assets: totalAssets === null ? null : totalAssets.toString(),
        null_reason: nullReason,
      })
    }
    await closeRestakedPools(client, null)
    await client.query(
      'INSERT INTO poll (id, block, questions, unanswered) VALUES ($1, $2, $3, $4)',
      [`${block}`, block, questions, unanswered],
    )
  })
}

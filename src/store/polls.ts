import type { Client } from 'pg'
import { registrationKey, versionId } from '../facts/ids'
import type { PolledPoolRow, PollRow, RestakedPoolsRow } from '../ledger/rows.generated'
import { inWriterTransaction } from './fenced'
import type { Claim } from './lock'

/** Answers of a pool's contracts, at the last poll that got one. */
export type PolledPool = Omit<PolledPoolRow, 'key'>

/** Answers of an AVS about an operator; `pools` is sorted. */
export type RestakedPools = Omit<RestakedPoolsRow, 'key'>

/** Writes the answers of a poll, in one transaction. @param pools only those that changed, as `avss` */
export async function writePoll(
  client: Client,
  claim: Claim,
  { block, questions, unanswered }: Omit<PollRow, 'id'>,
  pools: readonly PolledPool[],
  avss: readonly RestakedPools[],
): Promise<void> {
  let order = 0
  const replace = async (table: string, key: string, columns: Record<string, unknown>) => {
    await client.query(`UPDATE "${table}" SET to_block = $2 WHERE key = $1 AND to_block IS NULL`, [
      key,
      block,
    ])
    const names = Object.keys(columns)
    await client.query(
      `INSERT INTO "${table}" (id, key, from_block, ${names.join(', ')})
       VALUES ($1, $2, $3, ${names.map((_, index) => `$${index + 4}`).join(', ')})`,
      [versionId(block, order++), key, block, ...Object.values(columns)],
    )
  }
  await inWriterTransaction(client, claim, async () => {
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
    await client.query(
      'INSERT INTO poll (id, block, questions, unanswered) VALUES ($1, $2, $3, $4)',
      [`${block}`, block, questions, unanswered],
    )
  })
}

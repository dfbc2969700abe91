import type { Client } from 'pg'
import { versionId } from '../facts/ids'

/** What a pool's contracts answered; null: nothing so far. */
export interface PolledPool {
  pool: string
  rate: bigint | null
  token: string | null
  decimals: number | null
  /** Block since which they do not answer; null: they did. */
  unknownSinceBlock: number | null
}

/** What an AVS answered about an operator. */
export interface RestakedPools {
  operator: string
  avs: string
  /** Sorted addresses; null: it never answered. */
  pools: string[] | null
  unknownSinceBlock: number | null
}

/** What there is to ask about at a block, and what was answered last. */
export interface PollState {
  /** Block of the last poll; null: none yet. */
  last: number | null
  /** Pools with a contract of their own. */
  pools: PolledPool[]
  /** Operators registered to an AVS by the AVSDirectory. */
  services: RestakedPools[]
}

const POOLS_SQL = `
  SELECT p.key AS pool, q.rate::text AS rate, '0x' || encode(q.token, 'hex') AS token, q.decimals,
    q.unknown_since_block AS "unknownSinceBlock"
  FROM pool p LEFT JOIN polled_pool q ON q.key = p.key AND q.to_block IS NULL
  WHERE p.from_block <= $1 AND (p.to_block IS NULL OR p.to_block > $1) AND p.key <> $2 ORDER BY p.key`

const SERVICES_SQL = `
  SELECT r.operator_id AS operator, r.avs_id AS avs, q.pools, q.unknown_since_block AS "unknownSinceBlock"
  FROM avs_registration r LEFT JOIN restaked_pools q ON q.key = r.key AND q.to_block IS NULL
  WHERE r.operator_set_id IS NULL AND r.from_block <= $1 AND (r.to_block IS NULL OR r.to_block > $1)
  ORDER BY r.key`

/** Reads what there is to ask at a block. @param native the pool that is no contract */
export async function readPollState(
  client: Client,
  block: number,
  native: string,
): Promise<PollState> {
  const { rows: last } = await client.query('SELECT max(block) AS block FROM poll')
  const { rows: pools } = await client.query(POOLS_SQL, [block, native])
  const { rows: services } = await client.query(SERVICES_SQL, [block])
  return {
    last: last[0].block,
    pools: pools.map((row) => ({ ...row, rate: row.rate === null ? null : BigInt(row.rate) })),
    services,
  }
}

/** Writes the answers of a poll: new versions of what changed, in one transaction. */
export async function writePoll(
  client: Client,
  block: number,
  counts: { questions: number; unanswered: number },
  pools: readonly PolledPool[],
  services: readonly RestakedPools[],
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
  await client.query('BEGIN')
  try {
    for (const { pool, rate, token, decimals, unknownSinceBlock } of pools) {
      await replace('polled_pool', pool, {
        rate: rate === null ? null : rate.toString(),
        token: token === null ? null : Buffer.from(token.slice(2), 'hex'),
        decimals,
        unknown_since_block: unknownSinceBlock,
        pool_id: pool,
      })
    }
    for (const { operator, avs, pools: list, unknownSinceBlock } of services) {
      await replace('restaked_pools', `${operator}-${avs}`, {
        pools: list,
        unknown_since_block: unknownSinceBlock,
        operator_id: operator,
        avs_id: avs,
      })
    }
    await client.query(
      'INSERT INTO poll (id, block, questions, unanswered) VALUES ($1, $2, $3, $4)',
      [`${block}`, block, counts.questions, counts.unanswered],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

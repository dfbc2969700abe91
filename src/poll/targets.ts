import type { Client } from 'pg'
import { BEACON_CHAIN_ETH } from '../facts/native-eth'
import { heldAt } from '../reads/at-block'
import type { PolledPool, RestakedPools } from '../store/polls'

/** What to poll at a block, each with the answers so far. */
export interface PollTargets {
  /** Pools of EigenLayer with a contract. */
  pools: PolledPool[]
  /** Operators registered to an AVS by the AVSDirectory. */
  avss: RestakedPools[]
  /** Adapters whose assets no log says, by id. */
  adapters: string[]
}

const POOLS_SQL = `
  SELECT p.key AS pool, q.rate::text AS rate, '0x' || encode(q.token, 'hex') AS token, q.decimals,
    q.unknown_since_block AS "unknownSinceBlock"
  FROM pool p LEFT JOIN polled_pool q ON q.key = p.key AND ${heldAt('$1', 'q')}
  WHERE ${heldAt('$1', 'p')} AND p.protocol = 'EIGENLAYER' AND p.key <> $2 ORDER BY p.key`

const AVSS_SQL = `
  SELECT r.operator_id AS operator, r.avs_id AS avs, q.pools, q.unknown_since_block AS "unknownSinceBlock"
  FROM avs_registration r LEFT JOIN restaked_pools q ON q.key = r.key AND ${heldAt('$1', 'q')}
  WHERE r.operator_set_id IS NULL AND NOT starts_with(r.key, 'symbiotic-') AND ${heldAt('$1', 'r')} ORDER BY r.key`

const ADAPTERS_SQL = `
  SELECT a.key FROM vault_adapter a LEFT JOIN adapter_source s ON s.key = a.source_id AND ${heldAt('$1', 's')}
  WHERE ${heldAt('$1', 'a')} AND a.vault_id IS NOT NULL
    AND (a.assets IS NULL OR a.operator_id IS NULL AND s.is_priced IS NOT TRUE) ORDER BY a.key`

/** Reads what to poll at a block. */
export async function readPollTargets(client: Client, block: number): Promise<PollTargets> {
  const { rows: pools } = await client.query(POOLS_SQL, [block, BEACON_CHAIN_ETH])
  const { rows: avss } = await client.query(AVSS_SQL, [block])
  const { rows: adapters } = await client.query(ADAPTERS_SQL, [block])
  return {
    adapters: adapters.map(({ key }) => key),
    pools: pools.map((row) => ({ ...row, rate: row.rate === null ? null : BigInt(row.rate) })),
    avss,
  }
}

/** Block of the last poll; null: none yet. */
export async function readLastPoll(client: Client): Promise<number | null> {
  const { rows } = await client.query('SELECT max(block) AS block FROM poll')
  return rows[0].block
}

import type { ApiDatabase } from './api-db'
import { address, bytea, hash, version } from './api-db'

/** Addresses of the operators. */
export const OP = [1, 2, 3, 4].map(address) as [string, string, string, string]
export const POOL = [101, 102].map(address) as [string, string]
export const AVS = address(201)
export const TOKEN = address(301)
/** More stakers than a page has rows. */
export const STAKERS = 1_203
/** Larger than 64 bits and than the precision of a double. */
export const HUGE = (2n ** 255n + 1n).toString()

const TIME = (block: number) => new Date((1_700_000_000 + block * 12) * 1000).toISOString()

/**
 * Blocks 100 to 200; 150 is the last final one, 205 the head of the chain. Operator 1 changes at 120, operator 3 starts at
 * 190, operator 4 ends at 150; stakes change at 130 and 150.
 */
export async function insertHistory(db: ApiDatabase): Promise<void> {
  await db.insert('cursor', [
    {
      one: true,
      chain_id: 31337,
      network: 'custom',
      deployment: 'test',
      start_block: 100,
      height: 200,
      hash: hash(200),
      block_timestamp: 1_700_000_000 + 200 * 12,
      finalized_height: 150,
      finalized_hash: hash(150),
      head: 205,
      digest: hash(9190),
      updated_at: TIME(200),
    },
  ])
  // An indexer that runs, for as long as the test does.
  await db.query(`UPDATE indexer_state SET source = 'RPC', head = 205, head_seen_at = now(), blocks_per_second = 1,
    level_at = now() + '1 hour', complete_at = now() + '1 hour'`)
  await db.query(`UPDATE writer SET heartbeat = now() + '1 hour'`)
  await db.insert(
    'block',
    [100, 110, 120, 130, 140, 150, 160, 190].map((block) => ({
      id: `${block}`,
      block,
      hash: bytea(hash(block)),
      parent_hash: bytea(hash(block - 1)),
      block_time: TIME(block),
      digest: bytea(hash(9000 + block)),
    })),
  )
  await insertStates(db)
  await insertStakes(db)
  await insertEvents(db)
}

async function insertStates(db: ApiDatabase): Promise<void> {
  const operator = (n: 0 | 1 | 2 | 3, from: number, to: number | null, uri: string | null) => ({
    ...version(OP[n], from, to),
    address: bytea(OP[n]),
    protocol: 'EIGENLAYER',
    metadata_uri: uri,
    first_seen_block: from,
    stored_delay: n === 1 ? 7 : null,
  })
  await db.insert('operator', [
    operator(0, 100, 120, null),
    operator(0, 120, null, 'https://one.example/100%_sure'),
    operator(1, 110, null, 'https://TWO.example/1000sure'),
    operator(2, 190, null, null),
    operator(3, 110, 150, 'gone'),
  ])
  await db.insert('asset', [{ ...version(TOKEN, 100, null), address: bytea(TOKEN), decimals: 18 }])
  await db.insert(
    'pool',
    POOL.map((pool, index) => ({
      ...version(pool, 100, null),
      address: bytea(pool),
      protocol: 'EIGENLAYER',
      whitelisted: index === 0,
      burnable_shares: '0',
      exchange_rate: index === 0 ? '1000000000000000001' : null,
      first_seen_block: 100,
      asset_id: index === 0 ? TOKEN : null,
    })),
  )
  await db.insert('avs', [
    {
      ...version(AVS, 100, null),
      address: bytea(AVS),
      protocol: 'EIGENLAYER',
      first_seen_block: 100,
    },
  ])
  await db.insert('operator_set', [
    {
      ...version(`${AVS}/0`, 105, null),
      set_id: '0',
      slash_count: '3',
      avs_id: AVS,
      first_seen_block: 105,
    },
  ])
}

async function insertStakes(db: ApiDatabase): Promise<void> {
  const stake = (n: 0 | 1 | 3, pool: 0 | 1, from: number, to: number | null, shares: string) => ({
    ...version(`${OP[n]}-${POOL[pool]}`, from, to),
    shares,
    operator_id: OP[n],
    pool_id: POOL[pool],
  })
  await db.insert('operator_stake', [
    stake(0, 0, 100, 130, '5'),
    stake(0, 0, 130, null, '10'),
    stake(0, 1, 110, null, HUGE),
    stake(1, 0, 115, null, '10'),
    stake(1, 1, 115, null, '0'),
    stake(3, 0, 112, 150, '7'),
  ])
  const staker = (n: number) => address(10_000 + n)
  await db.insert(
    'stake',
    Array.from({ length: STAKERS }, (_, n) => ({
      ...version(`${staker(n)}-${POOL[0]}`, 100 + (n % 50), null),
      deposit_shares: `${n % 7}`,
      scaling_factor: '1000000000000000000',
      staker_id: staker(n),
      pool_id: POOL[0],
    })),
  )
}

async function insertEvents(db: ApiDatabase): Promise<void> {
  const slashing = (block: number, logIndex: number, description: string) => ({
    id: `${`${block}`.padStart(9, '0')}-${`${logIndex}`.padStart(6, '0')}`,
    block,
    log_index: logIndex,
    block_time: TIME(block),
    transaction_hash: bytea(hash(block)),
    slash_id: `${block}`,
    description,
    operator_id: OP[1],
    operator_set_id: `${AVS}/0`,
  })
  const slashings = [
    slashing(140, 3, 'late'),
    slashing(140, 12, 'down 100%'),
    slashing(160, 1, 'x'),
  ]
  await db.insert('slashing', slashings)
  await db.insert(
    'slashed_pool',
    slashings.flatMap(({ id, block }) =>
      POOL.map((pool, position) => ({
        id: `${id}-${position}`,
        block,
        position,
        wad_slashed: `${position + 1}00000000000000000`,
        max_magnitude_before: '1000000000000000000',
        max_magnitude_after: '1000000000000000000',
        shares_before: '0',
        shares_after: '0',
        queued_shares_slashed: '0',
        slashing_id: id,
        pool_id: pool,
      })),
    ),
  )
  const event = (logIndex: number, status: string) => ({
    id: `000000140-00000${logIndex}`,
    block: 140,
    log_index: logIndex,
    transaction_index: 0,
    transaction_hash: bytea(hash(140)),
    block_time: TIME(140),
    address: bytea(address(401)),
    kind: 'STRATEGY',
    status,
    name: status === 'DECODED' ? 'Named' : null,
    arguments: status === 'DECODED' ? { shares: HUGE, to: address(5) } : null,
    topics: status === 'DECODED' ? null : [hash(1), hash(2)],
  })
  await db.insert('contract_event', [
    event(1, 'DECODED'),
    event(2, 'UNKNOWN_TOPIC'),
    event(3, 'UNKNOWN_TOPIC'),
    event(4, 'MALFORMED'),
  ])
}

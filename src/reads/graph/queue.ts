import type { StakeGraph } from '../../risk/graph/graph'
import { withdrawalOf } from '../../vaults/balances'
import { heldAt } from '../at-block'
import type { ApiContext } from '../context'
import { KeptWith } from './kept-with'
import type { BlockState } from './stakes'
import type { BlockGraph } from './timeline'

/** A graph, and blocks for which a queued withdrawal can be slashed; null: for ever. */
export type QueueGraph = Pick<BlockGraph, 'graph' | 'withdrawalDelay'>

const kept = new KeptWith<QueueGraph, readonly bigint[]>()

/**
 * Scaled shares in the withdrawal queue that can still be slashed, by bucket of the graph
 * (DelegationManager.getSlashableSharesInQueue, before the max magnitude); of vaults what withdrawals are worth that a slashing can
 * take of.
 *
 * @param stakers only their withdrawals; null: all
 */
export async function loadQueued(
  context: ApiContext,
  block: BlockState,
  at: QueueGraph,
  stakers: readonly string[] | null = null,
): Promise<readonly bigint[]> {
  const read = () => readQueued(context, block, at, stakers)
  return stakers === null ? kept.get(at, read) : read()
}

async function readQueued(
  context: ApiContext,
  { number }: BlockState,
  { graph: { operators, pools, buckets }, withdrawalDelay: delay }: QueueGraph,
  stakers: readonly string[] | null,
): Promise<bigint[]> {
  const rows = await context.query<{ operator: string; pool: string; scaled: string }>(
    // Withdrawals queued before the slashing release are not in the contract's history of scaled shares.
    `SELECT w.operator_id AS operator, i.pool_id AS pool, sum(i.scaled_shares)::text AS scaled
     FROM withdrawal_item i JOIN withdrawal w ON w.key = i.withdrawal_id AND i.block BETWEEN $2 AND $1
     WHERE ${heldAt('$1', 'w')} AND w.start_block >= $2 AND w.operator_id IS NOT NULL
       AND i.shares_at_queue IS NOT NULL AND ($3::text[] IS NULL OR w.staker_id = ANY($3))
     GROUP BY 1, 2`,
    [number, delay === null ? 0 : number - delay, stakers],
  )
  const own = stakers && (await loadWithdrawn(context, number, buckets, pools, stakers))
  const scaledOf = new Map(
    rows.map(({ operator, pool, scaled }) => [`${operator}-${pool}`, scaled]),
  )
  return buckets.cap.map((_, bucket) => {
    if (buckets.operator[bucket]! < 0) {
      if (own === null) return exitsFrom(buckets, bucket)
      return own.get(pools[buckets.pool[bucket]!]!) ?? 0n
    }
    const operator = operators[buckets.operator[bucket]!]
    return BigInt(scaledOf.get(`${operator}-${pools[buckets.pool[bucket]!]!}`) ?? 0)
  })
}

/** Withdrawals from a vault that a slashing can take of. */
export function exitsFrom({ exits }: StakeGraph['buckets'], bucket: number): bigint {
  return (exits?.current[bucket] ?? 0n) + (exits?.next[bucket] ?? 0n)
}

/** The same of some stakers, by vault (Vault.withdrawalsOf). */
async function loadWithdrawn(
  context: ApiContext,
  block: number,
  { operator, pool, exits }: StakeGraph['buckets'],
  pools: readonly string[],
  stakers: readonly string[],
): Promise<Map<string, bigint>> {
  const found = new Map<string, bigint>()
  const epochs = new Map<string, bigint>()
  pool.forEach((of, bucket) => {
    const epoch = exits?.epoch[bucket] ?? null
    if (operator[bucket]! < 0 && epoch !== null) epochs.set(pools[of]!, epoch)
  })
  if (epochs.size === 0) return found
  const rows = await context.query<{ vault: string; own: string; assets: string; shares: string }>(
    `SELECT w.vault_id AS vault, w.shares::text AS own, t.assets::text AS assets, t.shares::text AS shares
     FROM unnest($2::text[], $3::numeric[]) AS e(vault, epoch)
     JOIN vault_withdrawal w ON w.vault_id = e.vault AND w.epoch IN (e.epoch, e.epoch + 1)
     JOIN vault_epoch_total t ON t.key = w.vault_id || '/' || w.epoch AND ${heldAt('$1', 't')}
     WHERE ${heldAt('$1', 'w')} AND w.staker_id = ANY($4)`,
    [block, [...epochs.keys()], [...epochs.values()].map(String), stakers],
  )
  for (const { vault, own, assets, shares } of rows) {
    const total = { assets: BigInt(assets), shares: BigInt(shares) }
    found.set(vault, (found.get(vault) ?? 0n) + withdrawalOf(BigInt(own), total))
  }
  return found
}

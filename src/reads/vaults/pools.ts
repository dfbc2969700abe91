import { totalStakeOf } from '../../vaults/balances'
import type { VaultState } from '../../vaults/commitments'
import { epochAt } from '../../vaults/epoch'
import type { Vault } from '../../vaults/rows'
import { heldAt } from '../at-block'
import { type AtTime, atTimeOf } from '../at-time'
import type { ApiContext, BlockHeader, BlockPoint } from '../context'
import { loadVaultsV2 } from '../vaults-v2/load'
import type { Protocol } from './commitments'
import { loadVaultRows } from './rows'

/** What a pool holds that operators can be slashed for, in its base units. */
export interface PoolStake {
  readonly protocol: Protocol
  readonly pool: string
  /** Delegated shares of a strategy, total stake of a vault, assets of one of version 3; null: unknown. */
  readonly stake: bigint | null
  readonly nullReason: 'CONSTANT_UNKNOWN' | 'ASSETS_UNKNOWN' | 'BLOCK_TIME_UNKNOWN' | null
}

/** What each pool holds at a block, by protocol and pool. */
export async function loadPoolStakes(
  context: Pick<ApiContext, 'query'>,
  block: BlockPoint,
): Promise<PoolStake[]> {
  const delegated = await loadDelegatedShares(context, block.number)
  const rows = await loadVaultRows(context, block)
  const ofVaults = [...totalStakes({ rows }, block), ...(await loadAssets(context, block.number))]
  return [...delegated, ...ofVaults.sort((a, b) => (a.pool < b.pool ? -1 : 1))]
}

/** Delegated shares of each pool of EigenLayer at a block, by pool. */
async function loadDelegatedShares(
  context: Pick<ApiContext, 'query'>,
  block: number,
): Promise<PoolStake[]> {
  const rows = await context.query<{ pool: string; shares: string }>(
    // Added up before they are joined: pools are few.
    `SELECT p.key AS pool, coalesce(s.shares, 0)::text AS shares FROM pool p
     LEFT JOIN (SELECT pool_id, sum(shares) AS shares FROM operator_stake WHERE ${heldAt('$1')} GROUP BY pool_id) s
       ON s.pool_id = p.key
     WHERE ${heldAt('$1', 'p')} AND p.protocol = 'EIGENLAYER' ORDER BY p.key`,
    [block],
  )
  return rows.map(({ pool, shares }) => {
    return { protocol: 'EIGENLAYER', pool, stake: BigInt(shares), nullReason: null }
  })
}

/** Assets of each vault of version 3 at a block. */
async function loadAssets(context: Pick<ApiContext, 'query'>, block: number): Promise<PoolStake[]> {
  const state = await loadVaultsV2(context, block)
  return [...state.vaults.keys()].map((pool) => {
    const { value: stake } = state.totalAssets(pool)
    const nullReason = stake === null ? 'ASSETS_UNKNOWN' : null
    return { protocol: 'SYMBIOTIC', pool, stake, nullReason }
  })
}

/** Total stake of each vault of core v1. @param header of the block of the state */
function totalStakes({ rows }: Pick<VaultState, 'rows'>, header: BlockHeader): PoolStake[] {
  return [...rows.vaults.values()].map((vault) => {
    const { value, nullReason } = totalStake(vault, rows.epochs.get(vault.address), header)
    const isUnknown = value === null && nullReason === null
    return {
      protocol: 'SYMBIOTIC',
      pool: vault.address,
      stake: value,
      nullReason: isUnknown ? 'CONSTANT_UNKNOWN' : nullReason,
    }
  })
}

function totalStake(
  vault: Vault,
  epochs: Parameters<typeof totalStakeOf>[1],
  header: BlockHeader,
): AtTime<bigint | null> {
  const { epochStart: start, epochDuration: duration } = vault
  if (duration === null) return { value: null, nullReason: null }
  // Without a log it only falls.
  return atTimeOf(header, (time) => totalStakeOf(vault, epochs, epochAt({ start, duration }, time)))
}

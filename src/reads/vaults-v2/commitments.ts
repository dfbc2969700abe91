import type { UnknownV2 } from '../../vaults/v2/vaults'
import { atTimeOf } from '../at-time'
import type { ApiContext, BlockHeader, BlockPoint } from '../context'
import { loadVaultsV2 } from './load'

/** Stake that an adapter of a vault of version 3 guarantees to a subnetwork. */
export interface AdapterCommitment {
  operator: string
  /** Key of the subnetwork. */
  set: string
  vault: string
  adapter: string
  /** Token that amounts are in; null: that of the vault. */
  unit: string | null
  /** Null: unknown. */
  stake: bigint | null
  slashable: bigint | null
  nullReason: 'CONSTANT_UNKNOWN' | 'ASSETS_UNKNOWN' | 'BLOCK_TIME_UNKNOWN' | null
}

/** Reasons of answers for what is unknown of vaults of version 3. */
export const REASONS: Record<UnknownV2, 'CONSTANT_UNKNOWN' | 'ASSETS_UNKNOWN'> = {
  ADAPTER_ASSETS_UNKNOWN: 'ASSETS_UNKNOWN',
  GUARANTEE_UNKNOWN: 'ASSETS_UNKNOWN',
  ADAPTER_UNKNOWN: 'CONSTANT_UNKNOWN',
  DECIMALS_UNKNOWN: 'CONSTANT_UNKNOWN',
}

/** What adapters guarantee at a block (AppAdapter.stake, slashable). Those that guarantee nothing are left out. */
export async function loadAdapterCommitments(
  context: Pick<ApiContext, 'query'>,
  block: BlockHeader & Pick<BlockPoint, 'number'>,
): Promise<AdapterCommitment[]> {
  const state = await loadVaultsV2(context, block.number)
  const found: AdapterCommitment[] = []
  for (const { address, vault, operator, operatorSet } of state.adapters.values()) {
    if (vault === null || operator === null || operatorSet === null) continue
    const of = { operator, set: operatorSet, vault, adapter: address }
    const { value: known, nullReason } = atTimeOf(block, (time) => state.commitment(address, time))
    const unknown = { unit: null, stake: null, slashable: null }
    if (nullReason) found.push({ ...of, ...unknown, nullReason })
    else if (known?.unknown) found.push({ ...of, ...unknown, nullReason: REASONS[known.unknown] })
    else if (known?.value && known.value.slashable > 0n) {
      const { unit, stake, slashable } = known.value
      const isOfVault = unit === state.vaults.get(vault)!.asset
      found.push({ ...of, unit: isOfVault ? null : unit, stake, slashable, nullReason: null })
    }
  }
  return found
}

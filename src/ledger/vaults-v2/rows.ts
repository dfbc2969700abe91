import { vaultAssets } from '../../vaults/v2/assets'
import type { RowRef } from '../rows'
import type { VaultAccountRow, VaultAdapterRow } from '../rows.generated'
import type { LedgerState } from '../state'

export const accountRef = (vault: string): RowRef => ({ table: 'vaultAccount', key: vault })
export const adapterRef = (adapter: string): RowRef => ({ table: 'vaultAdapter', key: adapter })
export const sourceRef = (source: string): RowRef => ({ table: 'adapterSource', key: source })

/** The row of an adapter, created by the first log that names it. */
export function ensureAdapter(state: LedgerState, adapter: string): VaultAdapterRow {
  return (
    state.get('vaultAdapter', adapter) ?? {
      key: adapter,
      adapter,
      vault: null,
      factory: null,
      family: null,
      isAdded: false,
      index: null,
      absoluteLimit: 0n,
      shareLimit: 0n,
      reportedAssets: null,
      reportedAtBlock: null,
      assets: 0n,
      source: null,
      sourceShares: 0n,
      operator: null,
      operatorSet: null,
      duration: null,
      burner: null,
      baseAsset: null,
      initialStake: 0n,
      slashedInRecord: 0n,
      storedDebtTimes: [],
      storedDebtAmounts: [],
    }
  )
}

/** Changes some fields of an adapter. */
export function changeAdapter(
  state: LedgerState,
  adapter: string,
  change: Partial<VaultAdapterRow>,
): void {
  state.put('vaultAdapter', { ...ensureAdapter(state, adapter), ...change })
}

/** Changes some fields of an account; nothing if the vault is not of version 3. */
export function changeAccount(
  state: LedgerState,
  vault: string,
  change: (account: VaultAccountRow) => Partial<VaultAccountRow>,
): void {
  const account = state.get('vaultAccount', vault)
  if (account) state.put('vaultAccount', { ...account, ...change(account) })
}

/** Rows that the assets of a vault depend on, as far as their keys are known. */
export function assetRefs(state: LedgerState, vault: string): RowRef[] {
  const account = state.has(accountRef(vault)) ? state.get('vaultAccount', vault) : null
  if (!account) return []
  return account.adapters.flatMap((adapter) => {
    const ref = adapterRef(adapter)
    const source = state.has(ref) ? state.get('vaultAdapter', adapter)?.source : null
    return source ? [ref, sourceRef(source)] : [ref]
  })
}

/** Assets of a vault, as far as the block has come. */
export function assetsOf(
  state: LedgerState,
  { freeAssets, adapters }: VaultAccountRow,
  block: number,
) {
  return vaultAssets(
    freeAssets,
    adapters.map((adapter) => {
      const row = ensureAdapter(state, adapter)
      const source = row.source === null ? null : state.get('adapterSource', row.source)
      // Rows follow from logs alone, never from polls.
      return { ...row, source, polled: null }
    }),
    block,
  )
}

/** Null for the zero address, which the contracts use for "none". */
export function orNull(address: string): string | null {
  return /^0x0+$/.test(address) ? null : address
}

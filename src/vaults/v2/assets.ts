/** What the assets of an adapter are computed from. */
export interface AdapterHoldings {
  /** Assets that it holds itself. */
  assets: bigint
  /** Operator by which it guarantees stake; null: none. */
  operator: string | null
  /** ERC-4626 vault in which it holds shares; null: none. */
  source: SourceHoldings | null
  sourceShares: bigint
  /** Assets that it reported at the last allocation; null: none yet. */
  reportedAssets: bigint | null
}

export interface SourceHoldings {
  assets: bigint
  shares: bigint
  /** Whether its price is assets by shares. */
  isPriced: boolean
}

/** Assets, as far as they are known. */
export interface KnownAssets {
  /** Sum of what is known. */
  known: bigint
  /** Whether that is all. */
  isAll: boolean
}

/** Assets of an adapter (IAdapter.totalAssets); null: no log says them. */
export function adapterAssets(adapter: AdapterHoldings): bigint | null {
  const { assets, operator, source, sourceShares, reportedAssets } = adapter
  if (operator !== null) return assets
  if (source) {
    if (sourceShares === 0n) return assets
    if (!source.isPriced) return null
    return assets + (sourceShares * (source.assets + 1n)) / (source.shares + 1n)
  }
  // Where it puts them is unknown; what it has none of has no interest.
  return reportedAssets === null || reportedAssets === 0n ? assets : null
}

/** Assets of a vault: its own, and those of its adapters (VaultV2.totalAssets). */
export function vaultAssets(freeAssets: bigint, adapters: readonly AdapterHoldings[]): KnownAssets {
  let known = freeAssets
  let isAll = true
  for (const adapter of adapters) {
    const assets = adapterAssets(adapter)
    known += assets ?? 0n
    isAll &&= assets !== null
  }
  return { known, isAll }
}

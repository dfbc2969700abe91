/** What the assets of an adapter are computed from. */
export interface AdapterHoldings {
  /** Assets that it holds itself. */
  assets: bigint
  /** Operator by which it guarantees stake; null: none. */
  operator: string | null
  /** ERC-4626 vault in which it holds shares; null: none. */
  source: SourceHoldings | null
  sourceShares: bigint
  /** Assets that it reported when assets last came or left; null: none yet. */
  reportedAssets: bigint | null
  /** Block of that report. */
  reportedAtBlock: number | null
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

/** Assets of an adapter (IAdapter.totalAssets) at a block; null: no log says them. */
export function adapterAssets(adapter: AdapterHoldings, block: number): bigint | null {
  const { assets, operator, source, sourceShares, reportedAssets, reportedAtBlock } = adapter
  if (operator !== null || (source && sourceShares === 0n)) return assets
  if (source?.isPriced) {
    return assets + (sourceShares * (source.assets + 1n)) / (source.shares + 1n)
  }
  // Interest comes with time alone.
  if (reportedAtBlock === block) return reportedAssets
  // Where it puts them is unknown; what it has none of has no interest.
  return !source && (reportedAssets ?? 0n) === 0n ? assets : null
}

/** Assets of a vault at a block: its own, and those of its adapters (VaultV2.totalAssets). */
export function vaultAssets(
  freeAssets: bigint,
  adapters: readonly AdapterHoldings[],
  block: number,
): KnownAssets {
  let known = freeAssets
  let isAll = true
  for (const adapter of adapters) {
    const assets = adapterAssets(adapter, block)
    known += assets ?? 0n
    isAll &&= assets !== null
  }
  return { known, isAll }
}

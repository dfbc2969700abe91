/** What the assets of an adapter are computed from. */
export interface AdapterHoldings {
  /** Assets that it holds itself; null: unknown. */
  assets: bigint | null
  /** Operator by which it guarantees stake; null: none. */
  operator: string | null
  /** ERC-4626 vault in which it holds shares; null: none. */
  source: SourceHoldings | null
  sourceShares: bigint
  /** Assets that it reported when assets last came or left; null: none yet. */
  reportedAssets: bigint | null
  /** Block of that report. */
  reportedAtBlock: number | null
  /** The last poll of its contract; null: none. */
  polled: PolledAssets | null
}

/** What an adapter answered to a poll. */
export interface PolledAssets {
  /** Null: it gave no number. */
  assets: bigint | null
  /** Block at whose end it answered. */
  block: number
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

/**
 * Assets of an adapter (IAdapter.totalAssets) at a block; null: neither a log nor a poll says them. Between two polls interest is
 * not counted: the last answer or report counts.
 */
export function adapterAssets(adapter: AdapterHoldings, block: number): bigint | null {
  const { assets, operator, source, sourceShares, reportedAssets, reportedAtBlock, polled } =
    adapter
  const isOwn = operator !== null || (source !== null && sourceShares === 0n)
  if (isOwn && assets !== null) return assets
  if (source?.isPriced && assets !== null) {
    return assets + (sourceShares * (source.assets + 1n)) / (source.shares + 1n)
  }
  if (polled && polled.block >= (reportedAtBlock ?? 0)) return polled.assets
  // Interest comes with time alone: without polls nobody knows it a block later.
  if (reportedAtBlock !== null && (polled || reportedAtBlock === block)) return reportedAssets
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

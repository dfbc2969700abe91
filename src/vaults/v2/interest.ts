/** A fraction of all: fees of VaultV2 are of this (MAX_FEE), share limits of a delegator too (MAX_SHARE). */
const WHOLE = 10n ** 18n
/** Decimals that shares of a VaultV2 have at least (SHARES_DECIMALS). */
export const SHARE_DECIMALS = 18

/** What the interest of a VaultV2 is computed from. Receivers: null is none, and then there is no fee. */
export interface InterestTerms {
  /** Assets after the last log that counted them (`_totalAssets`). */
  storedTotalAssets: bigint
  /** Shares that exist, without fees to come. */
  totalShares: bigint
  /** Time of the last AccrueInterest, Unix seconds. */
  lastUpdate: bigint
  /** Per second, of 1e18. */
  managementFee: bigint
  managementFeeReceiver: string | null
  /** Of interest, of 1e18. */
  performanceFee: bigint
  performanceFeeReceiver: string | null
  protocolFeeReceiver: string | null
  /** Per second, of 1e18. */
  protocolManagementFee: bigint
  /** Of interest, of 1e18. */
  protocolPerformanceFee: bigint
}

/** Shares that the next AccrueInterest mints. */
export interface FeeShares {
  management: bigint
  performance: bigint
  protocol: bigint
}

/** A price: assets for shares, as the contract rounds it. */
export interface SharePrice {
  totalAssets: bigint
  /** With fee shares to come. */
  totalSupply: bigint
  /** Virtual shares, a power of ten. */
  virtualShares: bigint
}

/** Virtual shares of a vault: 10 ** max(0, 18 - decimals of its asset). */
export function virtualShares(assetDecimals: number): bigint {
  return 10n ** BigInt(Math.max(0, SHARE_DECIMALS - assetDecimals))
}

/**
 * Fee shares to come (VaultV2.getAccrueInterest).
 * @param totalAssets assets of the vault now, those of its adapters included
 * @param now Unix seconds
 */
export function feeSharesToCome(
  terms: InterestTerms,
  totalAssets: bigint,
  virtual: bigint,
  now: bigint,
): FeeShares {
  const elapsed = now - terms.lastUpdate
  const gained = totalAssets - terms.storedTotalAssets
  const interest = gained > 0n ? gained : 0n
  const managementOf = (fee: bigint, receiver: string | null) =>
    receiver === null ? 0n : (totalAssets * elapsed * fee) / WHOLE
  const performanceOf = (fee: bigint, receiver: string | null) =>
    receiver === null ? 0n : (interest * fee) / WHOLE

  const management = managementOf(terms.managementFee, terms.managementFeeReceiver)
  const performance = performanceOf(terms.performanceFee, terms.performanceFeeReceiver)
  const protocol =
    managementOf(terms.protocolManagementFee, terms.protocolFeeReceiver) +
    performanceOf(terms.protocolPerformanceFee, terms.protocolFeeReceiver)
  const withoutFees = totalAssets - management - performance - protocol
  const sharesOf = (fee: bigint) => (fee * (terms.totalShares + virtual)) / (withoutFees + 1n)
  return {
    management: sharesOf(management),
    performance: sharesOf(performance),
    protocol: sharesOf(protocol),
  }
}

/** Assets for shares, rounded down (convertToAssets, previewRedeem). */
export function assetsFor(shares: bigint, price: SharePrice): bigint {
  return (shares * (price.totalAssets + 1n)) / (price.totalSupply + price.virtualShares)
}

/** What a delegator may have in an adapter (UniversalDelegator.limitOf). @param totalAssets of the vault */
export function limitOf(
  { absoluteLimit, shareLimit }: { absoluteLimit: bigint; shareLimit: bigint },
  totalAssets: bigint,
): bigint {
  const share = (totalAssets * shareLimit) / WHOLE
  return share < absoluteLimit ? share : absoluteLimit
}

/**
 * Least and most of `limitOf` while some of the assets of the vault are unknown.
 * @param known assets that are known
 * @param isAll whether that is all
 */
export function limitBounds(
  limits: { absoluteLimit: bigint; shareLimit: bigint },
  known: bigint,
  isAll: boolean,
): { least: bigint; most: bigint } {
  const least = limitOf(limits, known)
  if (isAll || limits.shareLimit === 0n) return { least, most: least }
  return { least, most: limits.absoluteLimit }
}

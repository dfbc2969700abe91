/** Assets that shares are worth, rounded down (ERC4626Math.previewRedeem, with one virtual share and asset). */
export function worthOf(shares: bigint, assets: bigint, totalShares: bigint): bigint {
  return (shares * (assets + 1n)) / (totalShares + 1n)
}

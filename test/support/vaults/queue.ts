/** Shares and assets that a queue has paid out in all, after a fill. */
export interface FillSum {
  shares: bigint
  assets: bigint
}

/** A request to redeem shares, in a queue that pays in the order of requests. */
export interface QueuedRequest {
  shares: bigint
  sharesClaimed: bigint
  /** Shares of all requests before. */
  sharesBefore: bigint
}

/**
 * What a request can claim (WithdrawalQueue.claimable). Between two fills assets are proportional to shares.
 * @param fills sums after each fill, ascending; without the empty one at the beginning
 */
export function claimableOf(request: QueuedRequest, fills: readonly FillSum[]): FillSum {
  const start = request.sharesBefore + request.sharesClaimed
  const requested = request.sharesBefore + request.shares
  const filled = fills.at(-1)?.shares ?? 0n
  const end = requested < filled ? requested : filled
  if (end <= start) return { shares: 0n, assets: 0n }
  const first = assetsAt(start, fillOf(start, fills), fills)
  const last = assetsAt(end, fillOf(end - 1n, fills), fills)
  return { shares: end - start, assets: last - first }
}

/** Position of the fill that paid the share of a number. */
function fillOf(share: bigint, fills: readonly FillSum[]): number {
  let low = 0
  let high = fills.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (fills[middle]!.shares > share) high = middle
    else low = middle + 1
  }
  return low
}

function assetsAt(shares: bigint, fill: number, fills: readonly FillSum[]): bigint {
  const before = fills[fill - 1] ?? { shares: 0n, assets: 0n }
  const after = fills[fill]!
  const rate = after.assets - before.assets
  return before.assets + ((shares - before.shares) * rate) / (after.shares - before.shares)
}

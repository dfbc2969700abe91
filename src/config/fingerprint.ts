import { createHash } from 'node:crypto'
import type { Network } from './networks'

/**
 * Fingerprint of a deployment: chain, first block, constants and followed contracts. Two indexes with the same fingerprint
 * have the same data at the same block. Names and finality do not change the data, so they are not part of it.
 */
export function fingerprint({
  chainId,
  startBlock,
  constants,
  contracts,
  priceFeeds = [],
}: Network): string {
  const { minWithdrawalDelayBlocks, deallocationDelayBlocks } = constants
  const followed = contracts.map(({ address, kind }) => `${address} ${kind}`)
  // The asset, numeraire and decimals of a feed change the data too.
  const feeds = priceFeeds.map((one) => `${one.feed} ${one.asset} ${one.numeraire} ${one.decimals}`)
  const data = [...followed, ...feeds].sort()
  return createHash('sha256')
    .update(
      [chainId, startBlock, minWithdrawalDelayBlocks, deallocationDelayBlocks, ...data].join('\n'),
    )
    .digest('hex')
}

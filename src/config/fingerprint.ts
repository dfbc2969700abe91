import { createHash } from 'node:crypto'
import type { Network } from './networks'

/**
 * Fingerprint of what is indexed: chain, first block, constants and followed contracts. Two indexes with the same fingerprint
 * hold the same data at the same block. Names and finality do not change the data, so they are not in it.
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
  // What a feed's answers mean is in the data too.
  const feeds = priceFeeds.map((one) => `${one.feed} ${one.asset} ${one.numeraire} ${one.decimals}`)
  const data = [...followed, ...feeds].sort()
  return createHash('sha256')
    .update(
      [chainId, startBlock, minWithdrawalDelayBlocks, deallocationDelayBlocks, ...data].join('\n'),
    )
    .digest('hex')
}

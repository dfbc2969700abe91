import { createHash } from 'node:crypto'
import type { Network } from './networks'

/**
 * Fingerprint of what is indexed: chain, first block, constants and followed contracts. Two indexes with the same fingerprint
 * hold the same data at the same block. Names and finality do not change the data, so they are not in it.
 */
export function fingerprint({ chainId, startBlock, constants, contracts }: Network): string {
  const { minWithdrawalDelayBlocks, deallocationDelayBlocks } = constants
  const followed = contracts.map(({ address, kind }) => `${address} ${kind}`).sort()
  return createHash('sha256')
    .update(
      [chainId, startBlock, minWithdrawalDelayBlocks, deallocationDelayBlocks, ...followed].join(
        '\n',
      ),
    )
    .digest('hex')
}

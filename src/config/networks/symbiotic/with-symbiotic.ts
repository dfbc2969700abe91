import type { KnownContract, Network } from '../../networks'

/**
 * A network with both protocols. Indexes of EigenLayer alone, which earlier versions began, are continued as they are.
 * @param startBlock before the first log of Symbiotic, if that is below the network's first block
 */
export function withSymbiotic(
  eigenLayer: Network,
  contracts: readonly KnownContract[],
  startBlock: number = eigenLayer.startBlock,
): Network {
  return {
    ...eigenLayer,
    startBlock: Math.min(startBlock, eigenLayer.startBlock),
    contracts: [...eigenLayer.contracts, ...contracts],
    earlier: eigenLayer,
  }
}

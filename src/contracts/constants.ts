import type { Constants, Network } from '../config/networks'
import type { Caller } from './calls'
import { DEALLOCATION_DELAY, minWithdrawalDelayBlocks } from './view'

/**
 * Constants of the contracts: those of the network, and where it has none the answers of the contracts. Null: no answer.
 *
 * They apply to the whole index, so an index keeps those that it was created with.
 */
export async function readConstants(network: Network, caller: Caller): Promise<Constants> {
  const { constants, contracts } = network
  const read = async (known: number | null, contract: string, fun: typeof DEALLOCATION_DELAY) => {
    const to = contracts.find(({ name }) => name === contract)?.address
    if (known !== null || to === undefined) return known
    const [answer] = await caller([{ to, data: fun.encode({}) }])
    return answer == null ? null : blocksOf(() => fun.decodeResult(answer))
  }
  return {
    minWithdrawalDelayBlocks: await read(
      constants.minWithdrawalDelayBlocks,
      'DelegationManager',
      minWithdrawalDelayBlocks,
    ),
    deallocationDelayBlocks: await read(
      constants.deallocationDelayBlocks,
      'AllocationManager',
      DEALLOCATION_DELAY,
    ),
  }
}

/** Maximum of a column: more than 800 years. */
const MAX_BLOCKS = 2 ** 31 - 1

/** A number of blocks; null if the answer cannot be decoded. */
function blocksOf(decode: () => number): number | null {
  try {
    const blocks = decode()
    return blocks <= MAX_BLOCKS ? blocks : null
  } catch {
    return null
  }
}

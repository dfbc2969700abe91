import type { Constants, Network } from '../config/networks'
import type { Caller } from './calls'
import { DEALLOCATION_DELAY, minWithdrawalDelayBlocks } from './view'

/**
 * Constants of the contracts: those of the network's data, and where it has none what the contracts answer.
 *
 * They hold for the whole index, so an index that was begun keeps those it began with. Null: no answer.
 */
export async function readConstants(network: Network, caller: Caller): Promise<Constants> {
  const { constants, contracts } = network
  const ask = async (known: number | null, contract: string, fun: typeof DEALLOCATION_DELAY) => {
    const to = contracts.find(({ name }) => name === contract)?.address
    if (known !== null || to === undefined) return known
    const [answer] = await caller([{ to, data: fun.encode({}) }])
    return answer == null ? null : blocksOf(() => fun.decodeResult(answer))
  }
  return {
    minWithdrawalDelayBlocks: await ask(
      constants.minWithdrawalDelayBlocks,
      'DelegationManager',
      minWithdrawalDelayBlocks,
    ),
    deallocationDelayBlocks: await ask(
      constants.deallocationDelayBlocks,
      'AllocationManager',
      DEALLOCATION_DELAY,
    ),
  }
}

/** Most blocks that a column can hold; it would be thousands of years. */
const MOST_BLOCKS = 2 ** 31 - 1

/** A number of blocks; null for bytes that are none, such as those of an address without code. */
function blocksOf(decode: () => number): number | null {
  try {
    const blocks = decode()
    return blocks <= MOST_BLOCKS ? blocks : null
  } catch {
    return null
  }
}

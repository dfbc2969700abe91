import type { Constants, Network } from '../config/networks'
import type { Caller } from './calls'
import { DEALLOCATION_DELAY, minWithdrawalDelayBlocks } from './view'

/** Constants, and the contracts and functions that answer them. */
const SOURCES = [
  {
    name: 'minWithdrawalDelayBlocks',
    contract: 'DelegationManager',
    label: 'DelegationManager.minWithdrawalDelayBlocks',
    fun: minWithdrawalDelayBlocks,
  },
  {
    name: 'deallocationDelayBlocks',
    contract: 'AllocationManager',
    label: 'AllocationManager.DEALLOCATION_DELAY',
    fun: DEALLOCATION_DELAY,
  },
] as const

/** Constants that the network does not have, and that one of its contracts can be asked for. */
export function askedConstants({
  constants,
  contracts,
}: Network): { name: keyof Constants; contract: string }[] {
  return SOURCES.filter(
    ({ name, contract }) =>
      constants[name] === null && contracts.some((one) => one.name === contract),
  ).map(({ name, label }) => ({ name, contract: label }))
}

/** Constants of the contracts: those of the network, and where it has none the answers of the contracts. Null: no answer. */
export async function readConstants(network: Network, caller: Caller): Promise<Constants> {
  const { constants, contracts } = network
  const known = { ...constants }
  for (const { name, contract, fun } of SOURCES) {
    const to = contracts.find((one) => one.name === contract)?.address
    if (known[name] !== null || to === undefined) continue
    const [answer] = await caller([{ to, data: fun.encode({}) }])
    known[name] = answer == null ? null : blocksOf(() => fun.decodeResult(answer))
  }
  return known
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

import type { SubnetworkRef } from '../../facts/vaults'

/** Hex digits of an address, with 0x. */
const ADDRESS = 42

/** A subnetwork from its bytes32: the network's address, then the identifier (uint96). */
export function subnetworkOf(bytes: string): SubnetworkRef {
  return { network: bytes.slice(0, ADDRESS), identifier: BigInt(`0x${bytes.slice(ADDRESS)}`) }
}

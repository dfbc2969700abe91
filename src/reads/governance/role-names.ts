import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * What holders of a role can do, by its name in the contracts (Symbiotic core v1 and V2, staker rewards). The hash of the name
 * is what logs carry.
 */
const POWERS: Readonly<Record<string, string>> = {
  ADD_ADAPTER_ROLE: 'adds adapters to the vault',
  ADMIN_FEE_CLAIM_ROLE: 'claims the fees of a rewards contract',
  ADMIN_FEE_SET_ROLE: 'sets the fee of a rewards contract',
  ALLOCATE_ROLE: 'moves assets of the vault to adapters',
  DEALLOCATE_ROLE: 'takes assets back from adapters',
  DEPOSITOR_WHITELIST_ROLE: 'says who may deposit',
  DEPOSIT_LIMIT_SET_ROLE: 'sets the limit of deposits',
  DEPOSIT_WHITELIST_SET_ROLE: 'says whether only listed accounts may deposit',
  FORCE_DEALLOCATE_ROLE: 'takes assets back from adapters, at a later time if need be',
  HOOK_SET_ROLE: 'sets the hook, which can change limits when the vault is slashed',
  IS_DEPOSIT_LIMIT_SET_ROLE: 'says whether deposits have a limit',
  MANAGEMENT_FEE_ROLE: 'sets the fee on assets',
  NETWORK_LIMIT_SET_ROLE: 'says how much of the vault a subnetwork may use',
  OPERATOR_NETWORK_LIMIT_SET_ROLE: 'says how much of a subnetwork an operator gets',
  OPERATOR_NETWORK_SHARES_SET_ROLE: 'divides a subnetwork among operators',
  PERFORMANCE_FEE_ROLE: 'sets the fee on gains',
  REMOVE_ADAPTER_ROLE: 'removes adapters',
  SET_ADAPTER_LIMITS_ROLE: 'says how much of the vault an adapter may hold',
  SET_AUTO_ALLOCATE_ADAPTERS_ROLE: 'says to which adapters deposits go',
  SWAP_ADAPTERS_ROLE: 'changes the order of adapters',
}

/** A role that the contracts name. */
export interface NamedRole {
  name: string
  power: string
}

const DEFAULT_ADMIN = `0x${'0'.repeat(64)}`

const BY_HASH = new Map<string, NamedRole>([
  [DEFAULT_ADMIN, { name: 'DEFAULT_ADMIN_ROLE', power: 'gives and takes all roles' }],
  ...Object.entries(POWERS).map(([name, power]): [string, NamedRole] => [
    `0x${bytesToHex(keccak_256(utf8ToBytes(name)))}`,
    { name, power },
  ]),
])

/** The role of a hash; null: none that is known. */
export function namedRole(hash: string): NamedRole | null {
  return BY_HASH.get(hash) ?? null
}

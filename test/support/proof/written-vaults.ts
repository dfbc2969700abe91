import { keccak_256 } from '@noble/hashes/sha3.js'
import type { VaultsTruth } from './vault-truth'
import type { Written } from './written-storage'

// Slots are those that the compiler prints for core 1.0.3, here by hand: a second source beside the layouts of the product.

const IMPLEMENTATION = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbcn
/** Code of a contract that does nothing. */
const PLAIN = '0x00'

const hex = (value: bigint) => value.toString(16).padStart(64, '0')
const hash = (...words: bigint[]) =>
  BigInt(
    `0x${Buffer.from(keccak_256(Buffer.from(words.map(hex).join(''), 'hex'))).toString('hex')}`,
  )
const slotOf = (base: bigint, ...keys: string[]) =>
  keys.reduce((slot, key) => hash(BigInt(key), slot), base)
/** Code of a minimal proxy (EIP-1167). */
export const cloneOf = (implementation: string) =>
  `0x363d3d373d3d3d363d73${implementation.slice(2).toLowerCase()}5af43d82803e903d91602b57fd5bf3`

/** Code and storage of contracts whose view functions would return what a checkpoint has. */
export function vaultsOf(
  truth: VaultsTruth,
  contracts: Record<string, string>,
): { code: Map<string, string>; written: Written } {
  const code = new Map<string, string>()
  const written: Written = new Map()
  const put = (contract: string, slot: bigint, word: bigint) => {
    // A trie has no zeros.
    if (word === 0n) return
    const slots = written.get(contract) ?? new Map<bigint, bigint>()
    written.set(contract, slots.set(slot, word))
  }
  /** Checkpoints.Trace256 with an earlier value; sometimes without a checkpoint, which is 0 as well. */
  let count = 0
  const putTrace = (contract: string, slot: bigint, value: string) => {
    if (value === '0' && count++ % 2 === 0) return
    put(contract, slot, 2n)
    put(contract, hash(slot), 100n + (1n << 48n))
    put(contract, hash(slot) + 1n, 200n + (2n << 48n))
    put(contract, slot + 1n, 3n)
    put(contract, hash(slot + 1n) + 1n, 7n)
    put(contract, hash(slot + 1n) + 2n, BigInt(value))
  }
  for (const [address, vault] of Object.entries(truth.vaults)) {
    const { version, delegator: kind } = vault.type
    const implementation = version === 1 ? 'VaultImplementation' : 'VaultTokenizedImplementation'
    code.set(address, PLAIN)
    put(address, IMPLEMENTATION, BigInt(contracts[implementation]!))
    put(address, 2n, BigInt(vault.delegator) + (1n << 160n))
    putTrace(address, 12n, vault.activeStake)
    for (const [account, { activeShares }] of Object.entries(vault.accounts))
      putTrace(address, slotOf(14n, account), activeShares)
    const { delegator } = vault
    code.set(delegator, cloneOf(contracts[`${kind}Implementation`]!))
    put(delegator, 0n, BigInt(address))
    for (const [id, subnetwork] of Object.entries(vault.subnetworks)) {
      put(delegator, slotOf(2n, id), BigInt(subnetwork.maxNetworkLimit))
      const { networkLimit, totalOperatorNetworkShares: total } = subnetwork
      if (networkLimit !== undefined) putTrace(delegator, slotOf(3n, id), networkLimit)
      if (total !== undefined) putTrace(delegator, slotOf(4n, id), total)
      for (const [operator, one] of Object.entries(subnetwork.operators)) {
        if (one.operatorNetworkShares !== undefined)
          putTrace(delegator, slotOf(5n, id, operator), one.operatorNetworkShares)
        if (one.operatorNetworkLimit !== undefined)
          putTrace(delegator, slotOf(4n, id, operator), one.operatorNetworkLimit)
        if (kind === 'OperatorSpecificDelegator') put(delegator, 4n, BigInt(operator))
        if (kind !== 'OperatorNetworkSpecificDelegator') continue
        put(delegator, 4n, BigInt(id.slice(0, 42)))
        put(delegator, 5n, BigInt(operator))
      }
    }
  }
  const services = [
    ['OperatorVaultOptInService', truth.optedInVault],
    ['OperatorNetworkOptInService', truth.optedInNetwork],
  ] as const
  for (const [name, pairs] of services) {
    const service = contracts[name]!
    code.set(service, PLAIN)
    for (const [operator, where] of pairs) {
      const trace = slotOf(3n, operator, where)
      put(service, trace, 1n)
      put(service, hash(trace), 300n + (1n << 48n))
    }
  }
  // One that opted out.
  const { optedInVault: pairs, symbioticOperators, vaults } = truth
  const isIn = (one: string, vault: string) => pairs.some(([a, b]) => a === one && b === vault)
  const [out] = symbioticOperators.flatMap((operator) =>
    Object.keys(vaults)
      .filter((vault) => !isIn(operator, vault))
      .map((vault) => [operator, vault] as const),
  )
  const trace = slotOf(3n, ...out!)
  put(contracts.OperatorVaultOptInService!, trace, 2n)
  put(contracts.OperatorVaultOptInService!, hash(trace), 300n + (1n << 48n))
  put(contracts.OperatorVaultOptInService!, hash(trace) + 1n, 400n)
  return { code, written }
}

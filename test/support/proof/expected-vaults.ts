import type { Arguments, FigureValue } from '../../../src/state-proof/figure'
import type { Expected } from './expected-figures'
import type { VaultsTruth } from './vault-truth'

const lower = (text: string) => text.toLowerCase()

/** Figures of vaults of all kinds with the answers of a checkpoint: of everybody, so many are 0. */
export function expectedVaults(truth: VaultsTruth): Expected[] {
  const all: Expected[] = []
  const add = (name: string, args: Arguments, value: FigureValue) =>
    all.push({ name, arguments: args, value })
  const { vaults, symbioticOperators: operators, symbioticNetworks: networks } = truth
  for (const [address, one] of Object.entries(vaults)) {
    const vault = lower(address)
    add('vaultActiveStake', { vault }, one.activeStake)
    for (const [account, { activeShares }] of Object.entries(one.accounts))
      add('vaultActiveShares', { vault, account: lower(account) }, activeShares)
    // A network holds nothing.
    add('vaultActiveShares', { vault, account: lower(networks[0]!) }, '0')
    for (const [id, limits] of Object.entries(one.subnetworks)) {
      const subnetwork = lower(id)
      add('vaultMaxNetworkLimit', { vault, subnetwork }, limits.maxNetworkLimit)
      if (limits.networkLimit !== undefined)
        add('vaultNetworkLimit', { vault, subnetwork }, limits.networkLimit)
      for (const operator of operators) {
        const stake = limits.operators[operator]?.stake ?? '0'
        add('vaultStake', { vault, subnetwork, operator: lower(operator) }, stake)
      }
    }
  }
  const isIn = (pairs: [string, string][], operator: string, where: string) =>
    pairs.some(([a, b]) => a === operator && b === where)
  for (const operator of operators) {
    for (const vault of Object.keys(vaults)) {
      const args = { operator: lower(operator), vault: lower(vault) }
      add('vaultOptIn', args, isIn(truth.optedInVault, operator, vault))
    }
    for (const network of networks) {
      const args = { operator: lower(operator), network: lower(network) }
      add('networkOptIn', args, isIn(truth.optedInNetwork, operator, network))
    }
  }
  return all
}

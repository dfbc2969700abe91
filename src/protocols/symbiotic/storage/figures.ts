import type { Arguments, Figure, FigureReader } from '../../../state-proof/figure'
import { ProofRefused } from '../../../state-proof/refused'
import { delegatorOf, latest208, latest256, networkOf, vaultAt } from './reads'

const ofVault = { vault: 'address' } as const
const ofSubnetwork = { vault: 'address', subnetwork: 'hash' } as const
const ofOperator = { vault: 'address', subnetwork: 'hash', operator: 'address' } as const

/** Whose contract a vault is, no storage of it says. */
const notProven = [
  'that the address is of a vault of the protocol: its factory knows, and any contract can name an implementation as its own',
]

const text = (args: Arguments, name: string) => args[name] as string
const min = (one: bigint, other: bigint) => (one < other ? one : other)

function optIn(service: string, what: string, where: string): Figure {
  return {
    doc: `Whether an operator opted in to a ${what} (${service}.isOptedIn).`,
    arguments: { operator: 'address', [where]: 'address' },
    formula: `whether the last checkpoint of _isOptedIn[operator][${where}] is 1`,
    compute(reader, args) {
      const status = reader
        .instance(reader.address(service), ['OptInService'])
        .variable('_isOptedIn')
      return latest208(status.at(text(args, 'operator')).at(text(args, where))) === 1n
    },
  }
}

/** Last limit of a subnetwork. */
function networkLimit(reader: FigureReader, vault: string, subnetwork: string): bigint {
  const delegator = delegatorOf(reader, vault)
  if (delegator.contract === 'OperatorNetworkSpecificDelegator')
    throw new ProofRefused(`the delegator of ${vault} has no limits of networks`)
  return latest256(delegator.variable('_networkLimit').at(subnetwork))
}

/** BaseDelegator._stake, of each kind of delegator. */
function stakeOf(reader: FigureReader, vault: string, subnetwork: string, operator: string) {
  const delegator = delegatorOf(reader, vault)
  const active = latest256(vaultAt(reader, vault).variable('_activeStake'))
  const { contract } = delegator
  if (contract === 'OperatorNetworkSpecificDelegator') {
    const isOwn =
      delegator.variable('network').address() === networkOf(subnetwork) &&
      delegator.variable('operator').address() === operator
    return isOwn ? min(active, delegator.variable('maxNetworkLimit').at(subnetwork).number()) : 0n
  }
  const limited = min(active, latest256(delegator.variable('_networkLimit').at(subnetwork)))
  if (contract === 'OperatorSpecificDelegator')
    return delegator.variable('operator').address() === operator ? limited : 0n
  if (contract === 'FullRestakeDelegator') {
    const limits = delegator.variable('_operatorNetworkLimit').at(subnetwork)
    return min(limited, latest256(limits.at(operator)))
  }
  const total = latest256(delegator.variable('_totalOperatorNetworkShares').at(subnetwork))
  const shares = delegator.variable('_operatorNetworkShares').at(subnetwork).at(operator)
  return total === 0n ? 0n : (latest256(shares) * limited) / total
}

/** Stake of vaults, what curators promise of it, and who opted in. */
export const VAULT_FIGURES: Record<string, Figure> = {
  vaultActiveStake: {
    doc: 'Stake of a vault without withdrawals (Vault.activeStake).',
    arguments: ofVault,
    formula: 'value of the last checkpoint of _activeStake; 0 without one',
    notProven,
    compute: (reader, args) =>
      String(latest256(vaultAt(reader, text(args, 'vault')).variable('_activeStake'))),
  },
  vaultActiveShares: {
    doc: 'Shares of an account in the active stake of a vault (Vault.activeSharesOf).',
    arguments: { vault: 'address', account: 'address' },
    formula: 'value of the last checkpoint of _activeSharesOf[account]; 0 without one',
    notProven,
    compute(reader, args) {
      const shares = vaultAt(reader, text(args, 'vault')).variable('_activeSharesOf')
      return String(latest256(shares.at(text(args, 'account'))))
    },
  },
  vaultMaxNetworkLimit: {
    doc: 'The most that a network takes of a vault for a subnetwork (maxNetworkLimit of its delegator).',
    arguments: ofSubnetwork,
    formula: 'maxNetworkLimit[subnetwork] of the delegator that the vault names',
    notProven,
    compute(reader, args) {
      const limits = delegatorOf(reader, text(args, 'vault')).variable('maxNetworkLimit')
      return String(limits.at(text(args, 'subnetwork')).number())
    },
  },
  vaultNetworkLimit: {
    doc: 'Limit of a subnetwork that the curator of a vault set (networkLimit of its delegator).',
    arguments: ofSubnetwork,
    formula:
      'value of the last checkpoint of _networkLimit[subnetwork] of the delegator that the vault names; 0 without one',
    notProven,
    compute: (reader, args) =>
      String(networkLimit(reader, text(args, 'vault'), text(args, 'subnetwork'))),
  },
  vaultStake: {
    doc: 'Stake of a vault that an operator has for a subnetwork (stake of its delegator).',
    arguments: ofOperator,
    formula:
      '0 unless the operator opted in to the vault and to the network; else at most the active stake and the limit, by the kind of the delegator: shares * limited / total shares; limited by operatorNetworkLimit; limited, of its operator; active stake limited by maxNetworkLimit, of its operator and network',
    notProven,
    compute(reader, args) {
      const { vault, subnetwork, operator } = args as Record<string, string>
      const toVault = reader.input('vaultOptIn', { operator: operator!, vault: vault! })
      const network = networkOf(subnetwork!)
      const toNetwork = reader.input('networkOptIn', { operator: operator!, network })
      if (!toVault || !toNetwork) return '0'
      return String(stakeOf(reader, vault!, subnetwork!, operator!))
    },
  },
  vaultOptIn: optIn('OperatorVaultOptInService', 'vault', 'vault'),
  networkOptIn: optIn('OperatorNetworkOptInService', 'network', 'network'),
}

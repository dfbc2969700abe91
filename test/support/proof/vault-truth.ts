import { BOTH, groundTruth } from '../recordings'

interface OperatorTruth {
  stake: string
  operatorNetworkShares?: string
  operatorNetworkLimit?: string
}

interface SubnetworkTruth {
  maxNetworkLimit: string
  networkLimit?: string
  totalOperatorNetworkShares?: string
  operators: Record<string, OperatorTruth>
}

interface VaultTruth {
  type: { delegator: string; version: number }
  activeStake: string
  delegator: string
  accounts: Record<string, { activeShares: string }>
  subnetworks: Record<string, SubnetworkTruth>
}

/** What contracts of Symbiotic answered at a block. */
export interface VaultsTruth {
  block: number
  vaults: Record<string, VaultTruth>
  /** Pairs of operator and vault, and of operator and network. */
  optedInVault: [string, string][]
  optedInNetwork: [string, string][]
  symbioticOperators: string[]
  symbioticNetworks: string[]
}

/** At all checkpoints of the recording with both protocols. */
export const vaultsTruths = (): VaultsTruth[] => groundTruth(BOTH) as unknown as VaultsTruth[]

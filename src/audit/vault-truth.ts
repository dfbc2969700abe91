/** Answers of the contracts of Symbiotic core v1 at one block, in a recording. Zero and default values may be left out. */
export interface VaultTruth {
  /** By address. */
  vaults: Record<string, RecordedVault>
  /** Operator and vault. */
  optedInVault: [string, string][]
  /** Operator and network. */
  optedInNetwork: [string, string][]
  /** By network. */
  middleware: Record<string, string>
}

/** A vault, its delegator and its slasher. */
export interface RecordedVault {
  delegator: string
  slasher: string
  currentEpoch: string
  activeStake: string
  activeShares: string
  totalStake: string
  /** By epoch. */
  withdrawals: Record<string, { assets: string; shares: string }>
  accounts: Record<
    string,
    { activeShares: string; activeBalance: string; slashableBalance: string }
  >
  /** By network and identifier in hex. */
  subnetworks: Record<
    string,
    {
      maxNetworkLimit?: string
      networkLimit?: string
      resolver?: string
      operators: Record<string, RecordedPair>
    }
  >
  slashRequests?: {
    subnetwork: string
    operator: string
    amount: string
    captureTimestamp: string | number
    vetoDeadline: string | number
    completed: boolean
  }[]
}

/** An operator in a subnetwork. */
export interface RecordedPair {
  stake: string
  operatorNetworkShares?: string
  operatorNetworkLimit?: string
  cumulativeSlash?: string
  slashableStakeAtTimestampMinus1?: string
}

/** A truth file of a chain without vaults. */
export const NO_VAULTS: VaultTruth = {
  vaults: {},
  optedInVault: [],
  optedInNetwork: [],
  middleware: {},
}

/** Key of a subnetwork in hex: 20 bytes of its network, 12 of its identifier. */
export function setOfSubnetwork(subnetwork: string): string {
  return `symbiotic-${subnetwork.slice(0, 42)}/${BigInt(`0x${subnetwork.slice(42)}`)}`
}

/** The subnetwork of such a key. */
export function subnetworkOf(set: string): string {
  const [network, identifier] = set.replace('symbiotic-', '').split('/') as [string, string]
  return `${network}${BigInt(identifier).toString(16).padStart(24, '0')}`
}

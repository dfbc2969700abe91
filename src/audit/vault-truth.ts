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
  /** Vaults of core V2, by address. */
  vaultsV2: Record<string, RecordedVaultV2>
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

/** A vault of version 3, its delegator, its queue and its adapters. */
export interface RecordedVaultV2 {
  totalAssets: string
  totalSupply: string
  /** By account. */
  balances: Record<string, string>
  delegator: { address: string }
  withdrawalQueue: {
    address: string
    /** By position, which is the token id. */
    requests: { claimable: { assets: string; shares: string } }[]
  }
  /** By address. */
  adapters: Record<string, RecordedAdapter>
}

/** An adapter of a vault; stake of those that guarantee it. */
export interface RecordedAdapter {
  totalAssets: string
  absoluteLimit: string
  shareLimit: string
  limitOf: string
  stake?: string
  slashable?: string
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
  vaultsV2: {},
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

import type { DelegatorType, SlasherType } from './enums.generated'

/*
 * Facts of vaults (Symbiotic core v1). As in facts.ts: what a log says, not what it does to the state. Times are unix
 * seconds. A subnetwork is the operator set of a network.
 */

/** A subnetwork: its network, and the identifier (uint96) that the network chose. */
export interface SubnetworkRef {
  network: string
  identifier: bigint
}

/** What no log says of a vault, its delegator and its slasher; null: unknown, undefined: not asked. */
export interface VaultConstants {
  collateral?: string | null
  /** Decimals of the collateral. */
  decimals?: number | null
  burner?: string | null
  epochDuration?: bigint | null
  delegatorType?: DelegatorType | null
  /** The zero address: none. */
  hook?: string | null
  specificOperator?: string | null
  specificNetwork?: string | null
  slasherType?: SlasherType | null
  isBurnerHook?: boolean | null
  vetoDuration?: bigint | null
  resolverSetEpochsDelay?: bigint | null
  depositWhitelist?: boolean | null
  isDepositLimit?: boolean | null
  depositLimit?: bigint | null
}

export type VaultFact =
  | { kind: 'vaultCreated'; vault: string }
  /** Initialized(version), before the vault is registered. */
  | { kind: 'vaultVersion'; vault: string; version: bigint }
  /** Answers of the vault, its delegator or its slasher at the block of discovery. */
  | { kind: 'vaultConstants'; vault: string; constants: VaultConstants }
  | { kind: 'vaultDelegator'; vault: string; delegator: string }
  /** The zero address: it can never be slashed. */
  | { kind: 'vaultSlasher'; vault: string; slasher: string }
  | { kind: 'vaultDeposited'; vault: string; account: string; amount: bigint; shares: bigint }
  | {
      kind: 'vaultWithdrawn'
      vault: string
      account: string
      claimer: string
      amount: bigint
      burnedShares: bigint
      mintedShares: bigint
    }
  | { kind: 'vaultClaimed'; vault: string; claimer: string; epochs: bigint[] }
  /** Loss of the vault (Vault.OnSlash). */
  | { kind: 'vaultLoss'; vault: string; amount: bigint; captureTimestamp: bigint; lost: bigint }
  /** Shares moved between accounts; neither is the zero address. */
  | { kind: 'vaultSharesMoved'; vault: string; from: string; to: string; shares: bigint }
  | { kind: 'vaultWhitelist'; vault: string; enabled: boolean }
  | { kind: 'vaultDepositor'; vault: string; account: string; allowed: boolean }
  /** Null: not in this log. */
  | { kind: 'vaultDepositLimit'; vault: string; enabled: boolean | null; limit: bigint | null }
  | { kind: 'vaultHook'; vault: string; hook: string }
  /** Opted in to a vault, or out. */
  | { kind: 'vaultOptIn'; operator: string; vault: string; active: boolean }
  /** Opted in to a network, or out. */
  | { kind: 'networkOptIn'; operator: string; network: string; active: boolean }
  | { kind: 'maxNetworkLimit'; delegator: string; subnetwork: SubnetworkRef; limit: bigint }
  | { kind: 'networkLimit'; delegator: string; subnetwork: SubnetworkRef; limit: bigint }
  | {
      kind: 'operatorNetworkLimit'
      delegator: string
      subnetwork: SubnetworkRef
      operator: string
      limit: bigint
    }
  | {
      kind: 'operatorNetworkShares'
      delegator: string
      subnetwork: SubnetworkRef
      operator: string
      shares: bigint
    }
  | {
      kind: 'resolver'
      /** Null: the slasher is not linked. */
      vault: string | null
      slasher: string
      subnetwork: SubnetworkRef
      resolver: string
    }
  /** A slashing at once; `realized` is null if the transaction has no loss of the vault. */
  | {
      kind: 'vaultSlashed'
      vault: string | null
      slasher: string
      subnetwork: SubnetworkRef
      operator: string
      /** Null: none (core V2). */
      captureTimestamp: bigint | null
      accounted: bigint
      realized: bigint | null
    }
  | {
      kind: 'slashRequested'
      vault: string | null
      slasher: string
      slashIndex: bigint
      subnetwork: SubnetworkRef
      operator: string
      amount: bigint
      captureTimestamp: bigint
      vetoDeadline: bigint
    }
  | {
      kind: 'slashExecuted'
      slasher: string
      slashIndex: bigint
      accounted: bigint
      realized: bigint | null
    }
  | { kind: 'slashVetoed'; slasher: string; slashIndex: bigint; resolver: string }
  | { kind: 'operatorEntered'; operator: string }
  | { kind: 'networkEntered'; network: string }
  /** Whose metadata service it is says whether it is an operator or a network; null: unknown. */
  | { kind: 'profileMetadata'; of: 'OPERATOR' | 'NETWORK' | null; address: string; uri: string }
  | { kind: 'middleware'; network: string; middleware: string }
  | { kind: 'role'; contract: string; role: string; account: string; granted: boolean }

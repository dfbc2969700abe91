import type { ContractKind, GovernanceKind, PriceNumeraire } from './enums.generated'
import type { LogPosition } from './log-position'
import type { MiddlewareFact } from './middleware'
import type { RewardFact } from './rewards'
import type { BurnerFact, VaultPowerFact } from './vault-powers'
import type { MerkleRewardFact, StakerRewardFact } from './vault-rewards'
import type { VaultFact } from './vaults'
import type { VaultV2Fact } from './vaults-v2'
import type { VotingPowerFact } from './voting-power'

/*
 * Facts: what happened, in one vocabulary for all protocols.
 *
 * `protocols` decodes the logs of a transaction into facts; `ledger` applies facts to the state. Addresses and roots
 * are lower-case 0x-hex, amounts are bigint. A fact says what an event says, not what it does to the state.
 */

/** An operator set: its AVS, and the number that the AVS chose. */
export interface OperatorSetRef {
  avs: string
  setId: bigint
}

/** Shares of one pool in a withdrawal. */
export interface QueuedShares {
  pool: string
  /** Deposit shares times scaling factor; plain shares before the slashing release. */
  scaledShares: bigint
  /** Shares that would be paid in this block; null before the slashing release. */
  sharesAtQueue: bigint | null
  /** The deposit fell to zero, and the scaling factor was reset to 1e18. */
  emptied: boolean
  /** Whether this event reduces the deposit shares. False if another event carries the new deposit. */
  takesDeposit: boolean
}

/** What a slashing took in one pool. */
export interface PoolSlashing {
  pool: string
  /** Fraction of the operator's stake, of 1e18, rounded down. */
  wadSlashed: bigint
  /** Shares taken from the operator's delegated shares. */
  sharesTaken: bigint
  /** Shares taken from withdrawals in the queue. */
  queuedSharesTaken: bigint
}

/** Governance changes whose event carries all of the change: no state is needed to record them. */
export type SelfContainedChange = Extract<
  GovernanceKind,
  'BEACON' | 'PROXY_ADMIN' | 'PAUSER' | 'ADMIN' | 'APPOINTEE' | 'PARAMETER' | 'VERSION' | 'ROLE'
>

/** Something that happened. Each kind has one rule in the ledger. */
export type Fact =
  | RewardFact
  | VaultFact
  | VaultV2Fact
  | StakerRewardFact
  | MerkleRewardFact
  | VaultPowerFact
  | BurnerFact
  | VotingPowerFact
  | MiddlewareFact
  /** Constants of the contracts, which are in no event; null: unknown. */
  | {
      kind: 'protocolConstants'
      minWithdrawalDelayBlocks: number | null
      deallocationDelayBlocks: number | null
    }
  | { kind: 'contractFound'; address: string; contractKind: ContractKind; name: string }
  /** A contract belongs to another, as a delegator to its vault. */
  | { kind: 'contractLinked'; address: string; parent: string }
  | { kind: 'poolWhitelisted'; pool: string; allowed: boolean }
  | { kind: 'poolAsset'; pool: string; asset: string; decimals: number }
  | { kind: 'exchangeRate'; pool: string; rate: bigint }
  /** Signed change of the burnable shares of a pool, from releases without slash ids. */
  | { kind: 'burnableShares'; pool: string; delta: bigint }
  /** Native shares slashed. */
  | { kind: 'burnableNativeShares'; shares: bigint }
  | { kind: 'operatorRegistered'; operator: string; delegationApprover: string }
  | { kind: 'delegationApprover'; operator: string; delegationApprover: string }
  | { kind: 'operatorMetadata'; operator: string; uri: string }
  | { kind: 'allocationDelay'; operator: string; delay: bigint; effectBlock: bigint }
  | { kind: 'delegated'; staker: string; operator: string }
  | { kind: 'undelegated'; staker: string; operator: string }
  /** Signed change of the shares delegated to an operator. */
  | { kind: 'operatorShares'; operator: string; pool: string; delta: bigint }
  /** Deposit shares added (`shares` > 0), or taken by a release that emits it (< 0). */
  | { kind: 'deposited'; staker: string; pool: string; shares: bigint }
  /** Native deposit shares after the change, signed. */
  | { kind: 'nativeShares'; staker: string; pool: string; total: bigint }
  | { kind: 'scalingFactor'; staker: string; pool: string; factor: bigint }
  | { kind: 'beaconChainFactor'; staker: string; factor: bigint }
  | { kind: 'podDeployed'; staker: string; pod: string }
  /** What was proven to a pod about one of its validators; null: not in the event. */
  | {
      kind: 'validator'
      pod: string
      validator: string
      change: 'RESTAKED' | 'BALANCE' | 'CHECKPOINTED' | 'WITHDRAWN'
      gwei: bigint | null
      /** Unix seconds. */
      provenAt: bigint | null
    }
  /** A checkpoint of a pod was started or finalized. */
  | { kind: 'podCheckpoint'; pod: string; timestamp: bigint; finalized: boolean }
  /** A pod stopped restaking for ever. */
  | { kind: 'podRetired'; pod: string }
  /** ETH withdrawn from a pod that no longer restakes. */
  | { kind: 'retiredPodWithdrawn'; pod: string; wei: bigint }
  | {
      kind: 'withdrawalQueued'
      root: string
      staker: string
      operator: string | null
      withdrawer: string
      nonce: bigint
      startBlock: number
      items: QueuedShares[]
    }
  | { kind: 'withdrawalCompleted'; root: string }
  /** Taken from the queue without a payment. */
  | { kind: 'withdrawalCleared'; root: string }
  /** Migrated to another root, for which another event is emitted. */
  | { kind: 'withdrawalMigrated'; root: string }
  | { kind: 'avsMetadata'; avs: string; uri: string }
  | { kind: 'avsRegistrar'; avs: string; registrar: string }
  /** Registered to an operator set or (`setId` null) to the AVS as a whole, or deregistered. */
  | {
      kind: 'avsRegistration'
      operator: string
      avs: string
      setId: bigint | null
      registered: boolean
    }
  | { kind: 'operatorSetCreated'; set: OperatorSetRef }
  | { kind: 'operatorSetPool'; set: OperatorSetRef; pool: string; accepted: boolean }
  | { kind: 'redistributionRecipient'; set: OperatorSetRef; recipient: string }
  | { kind: 'slasher'; set: OperatorSetRef; slasher: string; effectBlock: bigint }
  /** Signed change of the shares of one slashing that are still to be burned or redistributed. */
  | { kind: 'slashedShares'; set: OperatorSetRef; slashId: bigint; pool: string; delta: bigint }
  /** Block after which the shares of a slashing may be burned or redistributed. */
  | { kind: 'slashResolution'; set: OperatorSetRef; slashId: bigint; block: bigint }
  /** Shares of one pool of a slashing went into escrow. */
  | {
      kind: 'escrowStarted'
      set: OperatorSetRef
      slashId: bigint
      pool: string
      escrow: string
      startBlock: bigint
    }
  /** Shares of one pool of a slashing left escrow. */
  | { kind: 'escrowReleased'; set: OperatorSetRef; slashId: bigint; pool: string }
  | { kind: 'escrowPaused'; set: OperatorSetRef; slashId: bigint; paused: boolean }
  /** Delay of escrows that start later, of one pool or (null) of all. */
  | { kind: 'escrowDelay'; pool: string | null; blocks: bigint }
  /** The magnitude from `effectBlock` on. */
  | {
      kind: 'allocated'
      operator: string
      set: OperatorSetRef
      pool: string
      magnitude: bigint
      effectBlock: bigint
    }
  | { kind: 'maxMagnitude'; operator: string; pool: string; magnitude: bigint }
  | { kind: 'encumberedMagnitude'; operator: string; pool: string; magnitude: bigint }
  | {
      kind: 'slashed'
      operator: string
      set: OperatorSetRef
      pools: PoolSlashing[]
      /** Slash id from the events of the slashing; null if none carries it, `NONE` before there were slash ids. */
      slashId: bigint | 'NONE' | null
      description: string
    }
  /** Implementation of a proxy, or (`beacon`) behind a beacon. */
  | { kind: 'upgraded'; contract: string; event: string; beacon: boolean; implementation: string }
  /** All paused functions after the event, one bit each. */
  | { kind: 'pausedFunctions'; contract: string; event: string; paused: boolean; status: bigint }
  | { kind: 'ownerChanged'; contract: string; event: string; before: string; owner: string }
  | {
      kind: 'slasherChanged'
      contract: string
      event: string
      set: OperatorSetRef
      slasher: string
      effectBlock: bigint
    }
  | {
      kind: 'governanceChange'
      contract: string
      event: string
      change: SelfContainedChange
      subject: string | null
      before: string | null
      after: string
    }
  /** An account that may act for another in all matters, or was proposed to. */
  | { kind: 'admin'; account: string; admin: string; standing: 'ADMIN' | 'PENDING' | 'NONE' }
  /** An account that may call one function for another. */
  | {
      kind: 'appointee'
      account: string
      appointee: string
      target: string
      selector: string
      appointed: boolean
    }
  | { kind: 'protocolVersion'; version: string }
  /** A configured price feed, of a token in a numeraire. */
  | { kind: 'priceFeed'; feed: string; asset: string; numeraire: PriceNumeraire; decimals: number }
  /** Answer of a feed; 0 or less is no price. `updatedAt` in unix seconds. */
  | { kind: 'price'; feed: string; answer: bigint; roundId: bigint; updatedAt: bigint }

export type FactKind = Fact['kind']
export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>

/** A fact and the position of the log that it comes from. */
export interface LocatedFact {
  at: LogPosition
  fact: Fact
}

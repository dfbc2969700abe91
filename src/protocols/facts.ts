/**
 * What the protocols say happened, in one vocabulary.
 *
 * A protocol room turns the logs of a transaction into facts; the ledger turns facts into state. Addresses and roots
 * are lower-case 0x-hex, amounts are bigint. A fact says what an event says, not what it does to the state.
 */

/** An operator set: the AVS that made it, and the number the AVS gave it. */
export interface SetRef {
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
  /** The deposit fell to zero, and the scaling factor went back to 1e18. */
  emptied: boolean
  /** Whether the deposit shares leave with this event. False if another event tells the deposit itself. */
  takesDeposit: boolean
}

/** What a slashing took in one pool. */
export interface SlashedPart {
  pool: string
  /** Fraction of the operator's stake, of 1e18, rounded down. */
  wadSlashed: bigint
  /** Shares taken from the operator's delegated shares. */
  sharesTaken: bigint
  /** Shares taken from withdrawals in the queue. */
  queuedSharesTaken: bigint
}

export type Fact =
  /** Constants of the contracts, which no event tells; null: not known. */
  | {
      kind: 'protocolConstants'
      minWithdrawalDelayBlocks: number | null
      deallocationDelayBlocks: number | null
    }
  | { kind: 'contractFound'; address: string; contractKind: string; name: string }
  | { kind: 'poolWhitelisted'; pool: string; allowed: boolean }
  | { kind: 'poolAsset'; pool: string; asset: string; decimals: number }
  | { kind: 'exchangeRate'; pool: string; rate: bigint }
  /** Signed change of slashed shares that wait to be burned, from before slash ids. */
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
  /** Deposit shares added (`shares` > 0) or taken by a release that says so itself (< 0). */
  | { kind: 'deposited'; staker: string; pool: string; shares: bigint }
  /** Native deposit shares after the change, signed. */
  | { kind: 'nativeShares'; staker: string; pool: string; total: bigint }
  | { kind: 'scalingFactor'; staker: string; pool: string; factor: bigint }
  | { kind: 'beaconChainFactor'; staker: string; factor: bigint }
  | { kind: 'podDeployed'; staker: string; pod: string }
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
  | { kind: 'avsMetadata'; avs: string; uri: string }
  | { kind: 'avsRegistrar'; avs: string; registrar: string }
  /** Registered or not, to an operator set or (`setId` null) to the AVS as a whole. */
  | {
      kind: 'avsRegistration'
      operator: string
      avs: string
      setId: bigint | null
      registered: boolean
    }
  | { kind: 'operatorSetCreated'; set: SetRef }
  | { kind: 'operatorSetPool'; set: SetRef; pool: string; accepted: boolean }
  | { kind: 'redistributionRecipient'; set: SetRef; recipient: string }
  | { kind: 'slasher'; set: SetRef; slasher: string; effectBlock: bigint }
  /** Signed change of the shares of one slashing that wait to be burned or redistributed. */
  | { kind: 'slashedShares'; set: SetRef; slashId: bigint; pool: string; delta: bigint }
  /** The magnitude that holds from `effectBlock` on. */
  | {
      kind: 'allocated'
      operator: string
      set: SetRef
      pool: string
      magnitude: bigint
      effectBlock: bigint
    }
  | { kind: 'maxMagnitude'; operator: string; pool: string; magnitude: bigint }
  | { kind: 'encumberedMagnitude'; operator: string; pool: string; magnitude: bigint }
  | {
      kind: 'slashed'
      operator: string
      set: SetRef
      pools: SlashedPart[]
      description: string
    }

export type FactKind = Fact['kind']
export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>

/** Where a fact comes from. */
export interface LogPosition {
  block: number
  /** Unix seconds. */
  timestamp: number
  transactionHash: string
  transactionIndex: number
  logIndex: number
}

/** A fact and the log that told it. */
export interface PlacedFact {
  at: LogPosition
  fact: Fact
}

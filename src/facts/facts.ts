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

/** Who earns a reward. */
export type RewardEarners =
  | 'AVS'
  | 'ALL_STAKERS'
  | 'PROGRAMMATIC'
  | 'OPERATOR_DIRECTED'
  | 'OPERATOR_DIRECTED_SET'
  | 'UNIQUE_STAKE'
  | 'TOTAL_STAKE'

/** What a reward pays, for what and when. */
export interface RewardTerms {
  token: string
  /** Base units of the token; the sum over `operators` if they are named. */
  amount: bigint
  /** Unix seconds. */
  startTime: number
  /** Seconds; 0 is possible in old releases. */
  duration: bigint
  /** Multipliers are of 1e18. */
  pools: { pool: string; multiplier: bigint }[]
  /** Null: the kind names none. */
  operators: { operator: string; amount: bigint }[] | null
  description: string | null
}

export type RewardFact =
  | {
      kind: 'rewardSubmitted'
      earners: RewardEarners
      /** Null: the event does not tell. */
      submitter: string | null
      /** Null: it is for all. */
      avs: string | null
      /** Null: it is not for an operator set. */
      setId: bigint | null
      nonce: bigint
      hash: string
      terms: RewardTerms
    }
  | {
      kind: 'rewardClaimed'
      root: string
      earner: string
      claimer: string
      recipient: string
      token: string
      amount: bigint
    }
  /** Times are unix seconds. */
  | {
      kind: 'distributionRoot'
      rootIndex: bigint
      root: string
      calculationEnd: number
      activatedAt: number
    }
  | { kind: 'distributionRootDisabled'; rootIndex: bigint }
  /** Share of 10000 for an AVS, for one of its sets, or (`avs` null) of programmatic incentives. */
  | {
      kind: 'rewardSplit'
      operator: string
      avs: string | null
      setId: bigint | null
      oldBips: number
      newBips: number
      /** Unix seconds from which `newBips` holds. */
      activatedAt: number
    }
  /** Seconds until a new root or split holds. */
  | { kind: 'rewardsActivationDelay'; delay: bigint }
  /** Split of who never set one, of 10000. */
  | { kind: 'defaultSplit'; bips: number }

/** Governance changes that their event tells whole. */
export type GovernanceKind =
  | 'BEACON'
  | 'PROXY_ADMIN'
  | 'PAUSER'
  | 'ADMIN'
  | 'APPOINTEE'
  | 'PARAMETER'
  | 'VERSION'

export type Fact =
  | RewardFact
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
  /** What a pod was shown of one of its validators; null: the event does not tell. */
  | {
      kind: 'validator'
      pod: string
      validator: string
      change: 'RESTAKED' | 'BALANCE' | 'CHECKPOINTED' | 'WITHDRAWN'
      gwei: bigint | null
      /** Unix seconds. */
      provenAt: bigint | null
    }
  /** A checkpoint of a pod that began or was finalized. */
  | { kind: 'podCheckpoint'; pod: string; timestamp: bigint; finalized: boolean }
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
  /** Carried over under another root, which is queued by an event of its own. */
  | { kind: 'withdrawalMigrated'; root: string }
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
      /** Number of the slashing as its own events tell it; null if none does, `NONE` before there were numbers. */
      slashId: bigint | 'NONE' | null
      description: string
    }
  /** Implementation of a proxy, or (`beacon`) behind a beacon. */
  | { kind: 'upgraded'; contract: string; event: string; beacon: boolean; implementation: string }
  /** All paused functions after the event, a bit each. */
  | { kind: 'pausedFunctions'; contract: string; event: string; paused: boolean; status: bigint }
  | { kind: 'ownerChanged'; contract: string; event: string; before: string; owner: string }
  | {
      kind: 'slasherChanged'
      contract: string
      event: string
      set: SetRef
      slasher: string
      effectBlock: bigint
    }
  /** A change that its event tells whole. */
  | {
      kind: 'governanceChange'
      contract: string
      event: string
      change: GovernanceKind
      subject: string | null
      before: string | null
      after: string
    }
  /** Who may act for an account in all matters, or was proposed for it. */
  | { kind: 'admin'; account: string; admin: string; standing: 'ADMIN' | 'PENDING' | 'NONE' }
  /** Who may call one function for an account. */
  | {
      kind: 'appointee'
      account: string
      appointee: string
      target: string
      selector: string
      appointed: boolean
    }
  | { kind: 'protocolVersion'; version: string }
  /** A price feed that the configuration names, of a token in a numeraire. */
  | { kind: 'priceFeed'; feed: string; asset: string; numeraire: 'ETH' | 'USD'; decimals: number }
  /** What a feed answered; 0 or less is no price. `updatedAt` in unix seconds. */
  | { kind: 'price'; feed: string; answer: bigint; roundId: bigint; updatedAt: bigint }

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

import type {
  ContractKind,
  MiddlewareKind,
  MiddlewareSource,
  QuorumStakeType,
} from './enums.generated'

/*
 * Facts of contracts of an AVS on eigenlayer-middleware. As in facts.ts: what a log says, not what it does to the state.
 * `middleware` is the address of the registry coordinator, or of the ECDSA stake registry. Times are unix seconds.
 */

/** A quorum: the coordinator that it is of, and its number. */
export interface QuorumRef {
  middleware: string
  number: number
}

/** Operator of a middleware: `id` is the hash of its key, or the operator itself for an ECDSA stake registry. */
export interface VoterRef {
  middleware: string
  id: string
}

/** Values of a quorum; undefined: not in this log. */
export interface QuorumValues {
  /** Null: a type that the release does not have. */
  stakeType?: QuorumStakeType | null
  lookAhead?: bigint
  minimumStake?: bigint
  maxOperatorCount?: bigint
  kickBipsOfOperatorStake?: number
  kickBipsOfTotalStake?: number
  updatedAtBlock?: bigint
  thresholdWeight?: bigint
  loggedTotal?: bigint
}

/** Values of a middleware; undefined: not in this log. */
export interface MiddlewareValues {
  ejector?: string
  churnApprover?: string
  ejectionCooldown?: bigint
  vetoPeriod?: bigint | null
  vetoCommittee?: string | null
}

export type MiddlewareFact =
  | { kind: 'middlewareFound'; middleware: string; by: MiddlewareKind }
  /** A contract of the deployment; `middleware` null: nobody says whose it is. */
  | {
      kind: 'middlewareContract'
      address: string
      contractKind: ContractKind
      middleware: string | null
      foundBy: MiddlewareSource
    }
  | { kind: 'middlewareAvs'; middleware: string; avs: string; foundBy: MiddlewareSource }
  | { kind: 'middlewareValues'; middleware: string; values: MiddlewareValues }
  /** Creates the quorum if it is the first log that names it. */
  | { kind: 'quorumValues'; quorum: QuorumRef; values: QuorumValues }
  /** It can be logged before the quorum is created, which it does not create. */
  | {
      kind: 'ejectionLimit'
      manager: string
      quorum: QuorumRef
      rateLimitWindow: bigint
      ejectableStakeBips: number
    }
  /** Look-ahead of the quorum of which it was `before`: the log does not say which. */
  | { kind: 'quorumLookAhead'; middleware: string; before: bigint; lookAhead: bigint }
  | { kind: 'quorumStrategy'; quorum: QuorumRef; pool: string; counts: boolean }
  | { kind: 'quorumMultiplier'; quorum: QuorumRef; pool: string; multiplier: bigint }
  /** All strategies of a quorum, in order. */
  | {
      kind: 'quorumStrategies'
      quorum: QuorumRef
      before: string[]
      strategies: { pool: string; multiplier: bigint }[]
    }
  | { kind: 'voterRegistered'; voter: VoterRef; operator: string; registered: boolean }
  /** An operator entered quorums, or left them. */
  | { kind: 'voterQuorums'; voter: VoterRef; operator: string; numbers: number[]; member: boolean }
  | { kind: 'voterStake'; voter: VoterRef; number: number; stake: bigint }
  | {
      kind: 'voterEjected'
      voter: VoterRef
      number: number
      manager: string
      removed: boolean
      rateLimitHit: boolean
    }
  | {
      kind: 'slashingRequested'
      middleware: string
      slasher: string
      requestId: bigint
      operator: string
      operatorSetId: bigint
      wads: bigint[]
      description: string
    }
  | { kind: 'slashingCancelled'; slasher: string; requestId: bigint }
  /** `slashing` is the position of the core's slashing in the transaction, with its strategies; null: there is none. */
  | {
      kind: 'slashingFulfilled'
      slasher: string
      requestId: bigint
      slashing: { logIndex: number; pools: string[] } | null
    }

import type { RewardKind } from './enums.generated'

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
  /** Null: this kind names no operators. */
  operators: { operator: string; amount: bigint }[] | null
  description: string | null
}

/** Facts about rewards. */
export type RewardFact =
  | {
      kind: 'rewardSubmitted'
      rewardKind: RewardKind
      /** Null: not in the event. */
      submitter: string | null
      /** Null: for the operators of all AVSs. */
      avs: string | null
      /** Null: not for one operator set. */
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
  /** Share of 10000 for an AVS, for one of its operator sets, or (`avs` null) of programmatic incentives. */
  | {
      kind: 'rewardSplit'
      operator: string
      avs: string | null
      setId: bigint | null
      oldBips: number
      newBips: number
      /** Unix seconds from which `newBips` applies. */
      activatedAt: number
    }
  /** Seconds until a new root or split takes effect. */
  | { kind: 'rewardsActivationDelay'; delay: bigint }
  /** Split of operators that never set one, of 10000. */
  | { kind: 'defaultSplit'; bips: number }

import type { VaultRewardClaimKind } from './enums.generated'

/*
 * Facts of Symbiotic's rewards: contracts of stakers and of operators (v1), and the one contract of V2. As in facts.ts: what
 * a log says, not what it does to the state. Amounts are base units of the token, times unix seconds.
 */

/** A reward that a network pays to stakers of a vault. */
export interface PaidToVault {
  contract: string
  network: string
  /** Null: the contract does not know subnetworks. */
  identifier: bigint | null
  token: string
  /** Time of the shares by which it is divided. */
  snapshotTime: bigint
}

/** Rewards by a Merkle root that are funded for one network and token. */
export interface MerkleFunds {
  contract: string
  network: string
  token: string
}

/** Facts of rewards of stakers, and of claims. */
export type StakerRewardFact =
  | { kind: 'stakerRewardsVault'; contract: string; vault: string }
  /** Of 10000. */
  | { kind: 'stakerRewardsFee'; contract: string; adminFee: number }
  /** Staker rewards contract: what is left for stakers, and the fee. */
  | ({ kind: 'vaultDistribution'; amount: bigint; adminFee: bigint } & PaidToVault)
  /** The older release logs both together. */
  | ({ kind: 'vaultDistributionTotal'; total: bigint } & PaidToVault)
  /** Rewards V2, which names the vault. */
  | ({
      kind: 'vaultSnapshotReward'
      vault: string
      amount: bigint
      curatorFee: bigint
      operatorsFee: bigint
    } & PaidToVault)
  /** An account claimed the rewards before `nextReward`. */
  | {
      kind: 'vaultRewardsClaimedUpTo'
      contract: string
      network: string
      token: string
      account: string
      nextReward: bigint
    }
  | {
      kind: 'vaultRewardClaimed'
      claim: VaultRewardClaimKind
      contract: string
      /** Null: not in the log, like the next ones. */
      vault: string | null
      network: string | null
      token: string
      claimer: string | null
      recipient: string | null
      amount: bigint
    }
  | { kind: 'adminFeeClaimed'; contract: string; token: string; amount: bigint }

/** Facts of rewards by Merkle roots. */
export type MerkleRewardFact =
  /** New root of operators of a network, with what was paid in. */
  | ({ kind: 'operatorRewards'; amount: bigint; root: string } & MerkleFunds)
  | ({
      kind: 'operatorRewardsClaimed'
      operator: string
      recipient: string
      amount: bigint
    } & MerkleFunds)
  /** New root of a network for all tokens (V2). */
  | { kind: 'networkRewardsRoot'; contract: string; network: string; root: string }
  /** Paid in, or taken out again by the network (V2). */
  | ({ kind: 'networkRewardsFunds'; amount: bigint; added: boolean } & MerkleFunds)
  /** `claimed`: in all, as the leaf of the root says (V2). */
  | ({
      kind: 'networkRewardsClaimed'
      account: string
      /** What the account is: operator, staker, curator ... as the protocol numbers them. */
      accountType: bigint
      claimed: bigint
    } & MerkleFunds)

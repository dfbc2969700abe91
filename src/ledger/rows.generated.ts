/*
 * Rows of the tables of schema.graphql, written by scripts/rows.mjs. Do not edit.
 *
 * References hold keys, bytes are lower-case 0x-hex, times are unix seconds. The store adds `id`, `fromBlock` and
 * `toBlock` to rows with versions.
 */

import type {
  ContractKind,
  DecodeStatus,
  GovernanceKind,
  PriceNumeraire,
  ProtocolName,
  RewardKind,
  SplitKind,
  ValidatorStatus,
  WithdrawalStatus,
} from '../facts/enums.generated'

/** A restaking protocol: its constants, and what it counts as a whole. */
export interface ProtocolRow {
  key: string
  name: ProtocolName
  minWithdrawalDelayBlocks: number | null
  deallocationDelayBlocks: number | null
  version: string | null
  rewardsActivationDelay: bigint | null
  defaultSplitBips: number | null
  burnableNativeShares: bigint
}

/** A block with at least one log of a followed contract. */
export interface BlockRow {
  id: string
  block: number
  hash: string
  parentHash: string
  blockTime: number
  digest: string
}

/** A contract whose logs are followed, from the configuration or found in the logs. */
export interface ContractRow {
  key: string
  address: string
  kind: ContractKind
  name: string
  implementation: string | null
  pausedStatus: bigint | null
  owner: string | null
}

/** A token that pools hold. */
export interface AssetRow {
  key: string
  address: string
  decimals: number | null
}

/** Where stake lies: an EigenLayer strategy, or native ETH (beaconChainETHStrategy). */
export interface PoolRow {
  key: string
  address: string
  protocol: ProtocolName
  asset: string | null
  whitelisted: boolean
  exchangeRate: bigint | null
  burnableShares: bigint
  firstSeenBlock: number
}

/** Someone to whom stakers delegate. */
export interface OperatorRow {
  key: string
  address: string
  protocol: ProtocolName
  registeredAtBlock: number | null
  delegationApprover: string | null
  metadataURI: string | null
  storedDelay: bigint | null
  storedPendingDelay: bigint | null
  storedDelayEffectBlock: bigint | null
  firstSeenBlock: number
}

/** Someone who deposits stake. */
export interface StakerRow {
  key: string
  address: string
  beaconChainSlashingFactor: bigint
  pod: string | null
  firstSeenBlock: number
}

/** A contract that holds a staker's validators (EigenPod). */
export interface PodRow {
  key: string
  address: string
  staker: string | null
  activeValidators: number
  openCheckpoint: bigint | null
  lastCheckpoint: bigint | null
}

/** A validator of a pod (EigenPod), as far as the pod was shown proofs of it. */
export interface ValidatorRow {
  key: string
  pod: string
  validator: string
  status: ValidatorStatus
  restakedGwei: bigint | null
  provenAt: bigint | null
  restakedAtBlock: number | null
  withdrawnAtBlock: number | null
}

/** A service secured by restaked stake (actively validated service). */
export interface AvsRow {
  key: string
  address: string
  protocol: ProtocolName
  metadataURI: string | null
  registrar: string | null
  firstSeenBlock: number
}

/** A group of operators that an AVS made, with the pools it accepts. */
export interface OperatorSetRow {
  key: string
  avs: string
  setId: bigint
  createdAtBlock: number | null
  storedRecipient: string | null
  storedSlasher: string | null
  storedPendingSlasher: string | null
  storedSlasherEffectBlock: bigint | null
  slashCount: bigint
  firstSeenBlock: number
}

/** A pool that an operator set accepts (StrategyAddedToOperatorSet). */
export interface OperatorSetPoolRow {
  key: string
  operatorSet: string
  pool: string
}

/** What one staker deposited in one pool. */
export interface StakeRow {
  key: string
  staker: string
  pool: string
  depositShares: bigint
  scalingFactor: bigint
}

/** Shares of one pool delegated to one operator (DelegationManager.operatorShares). */
export interface OperatorStakeRow {
  key: string
  operator: string
  pool: string
  shares: bigint
}

/** Who delegates to whom (DelegationManager.delegatedTo). */
export interface DelegationRow {
  key: string
  staker: string
  operator: string
}

/** An operator registered to an operator set, or to an AVS by the AVSDirectory. */
export interface AvsRegistrationRow {
  key: string
  operator: string
  avs: string
  operatorSet: string | null
}

/** An operator left an operator set. It stays slashable until `block` + deallocation delay, inclusive. */
export interface DeregistrationRow {
  id: string
  block: number
  operator: string
  operatorSet: string
}

/** Slashed stake of one slashing and pool that waits to be burned or redistributed (StrategyManager). */
export interface SlashedSharesRow {
  key: string
  operatorSet: string
  slashId: bigint
  pool: string
  shares: bigint
}

/** Part of an operator's stake in one pool that one operator set may slash. */
export interface AllocationRow {
  key: string
  operator: string
  operatorSet: string
  pool: string
  storedMagnitude: bigint
  storedDiff: bigint
  storedEffectBlock: bigint
}

/** Magnitudes of one operator in one pool. */
export interface OperatorMagnitudeRow {
  key: string
  operator: string
  pool: string
  max: bigint
  storedEncumbered: bigint
}

/** A withdrawal from the queue. */
export interface WithdrawalRow {
  key: string
  root: string
  staker: string
  operator: string | null
  withdrawer: string
  nonce: bigint
  status: WithdrawalStatus
  startBlock: number
  queuedAtBlock: number
  completedAtBlock: number | null
}

/** Shares of one pool in a withdrawal. Happened in the block that queued it. */
export interface WithdrawalItemRow {
  id: string
  block: number
  position: number
  withdrawal: string
  pool: string
  scaledShares: bigint
  sharesAtQueue: bigint | null
}

/** One call of slashOperator (AllocationManager.OperatorSlashed). */
export interface SlashingRow {
  id: string
  block: number
  logIndex: number
  blockTime: number
  transactionHash: string
  operator: string
  operatorSet: string
  slashId: bigint | null
  redistributionRecipient: string | null
  description: string
}

/** One pool of a slashing. */
export interface SlashedPoolRow {
  id: string
  block: number
  position: number
  slashing: string
  pool: string
  wadSlashed: bigint
  maxMagnitudeBefore: bigint
  maxMagnitudeAfter: bigint
  sharesBefore: bigint
  sharesAfter: bigint
  queuedSharesSlashed: bigint
}

/** A log of a followed contract: every one is here. */
export interface ContractEventRow {
  id: string
  block: number
  logIndex: number
  transactionIndex: number
  transactionHash: string
  blockTime: number
  address: string
  kind: ContractKind
  status: DecodeStatus
  name: string | null
  signature: string | null
  arguments: unknown
  topics: string[] | null
  data: string | null
}

/** Rewards that somebody pays (RewardsCoordinator). */
export interface RewardSubmissionRow {
  id: string
  block: number
  logIndex: number
  blockTime: number
  transactionHash: string
  kind: RewardKind
  submitter: string | null
  avs: string | null
  operatorSet: string | null
  submissionNonce: bigint
  submissionHash: string
  token: string
  amount: bigint
  startTime: number
  duration: bigint
  pools: unknown
  operators: unknown
  description: string | null
}

/** Rewards claimed (RewardsCoordinator.RewardsClaimed). */
export interface RewardClaimRow {
  id: string
  block: number
  logIndex: number
  blockTime: number
  transactionHash: string
  root: string
  earner: string
  claimer: string
  recipient: string
  token: string
  amount: bigint
}

/** Root of the rewards earned up to a time (RewardsCoordinator.getDistributionRootAtIndex). */
export interface DistributionRootRow {
  key: string
  rootIndex: bigint
  root: string
  calculationEnd: number
  activatedAt: number
  disabled: boolean
}

/** A price feed that the configuration names: an aggregator that emits AnswerUpdated. */
export interface PriceFeedRow {
  key: string
  address: string
  asset: string
  numeraire: PriceNumeraire
  decimals: number
}

/** Last price of a feed. Ends when the feed answers 0 or less: that is no price, and the one before it no longer holds. */
export interface PricePointRow {
  key: string
  source: string
  asset: string
  numeraire: PriceNumeraire
  answer: bigint
  decimals: number
  roundId: bigint
  updatedAt: bigint
}

/** A round of calls that asked contracts what no event tells. Not in the digest: answers of contracts are not logs. */
export interface PollRow {
  id: string
  block: number
  questions: number
  unanswered: number
}

/** What a pool's contracts answered to polls: its rate and token, which events do not tell of every pool. Not in the digest. */
export interface PolledPoolRow {
  key: string
  pool: string
  rate: bigint | null
  token: string | null
  decimals: number | null
  unknownSinceBlock: number | null
}

/** Which pools an AVS of the AVSDirectory counts for an operator, as its service manager answered to polls. Not in the digest. */
export interface RestakedPoolsRow {
  key: string
  operator: string
  avs: string
  pools: string[] | null
  unknownSinceBlock: number | null
}

/** Share of rewards that an operator keeps (RewardsCoordinator). */
export interface RewardSplitRow {
  key: string
  kind: SplitKind
  operator: string
  avs: string | null
  operatorSet: string | null
  oldBips: number
  newBips: number
  activatedAt: number
}

/** A change of who or what rules a contract. */
export interface GovernanceChangeRow {
  id: string
  block: number
  logIndex: number
  blockTime: number
  transactionHash: string
  contract: string
  kind: GovernanceKind
  event: string
  subject: string | null
  before: string | null
  after: string
  effectBlock: bigint | null
}

/** Who may act for an account in all matters (PermissionController). */
export interface AdminRow {
  key: string
  account: string
  admin: string
  pending: boolean
}

/** Who may call one function for an account (PermissionController). */
export interface AppointeeRow {
  key: string
  account: string
  appointee: string
  target: string
  selector: string
}

/** Tables whose rows have versions. */
export interface StateTables {
  protocol: ProtocolRow
  contract: ContractRow
  asset: AssetRow
  pool: PoolRow
  operator: OperatorRow
  staker: StakerRow
  pod: PodRow
  validator: ValidatorRow
  avs: AvsRow
  operatorSet: OperatorSetRow
  operatorSetPool: OperatorSetPoolRow
  stake: StakeRow
  operatorStake: OperatorStakeRow
  delegation: DelegationRow
  avsRegistration: AvsRegistrationRow
  slashedShares: SlashedSharesRow
  allocation: AllocationRow
  operatorMagnitude: OperatorMagnitudeRow
  withdrawal: WithdrawalRow
  distributionRoot: DistributionRootRow
  priceFeed: PriceFeedRow
  pricePoint: PricePointRow
  polledPool: PolledPoolRow
  restakedPools: RestakedPoolsRow
  rewardSplit: RewardSplitRow
  admin: AdminRow
  appointee: AppointeeRow
}

/** Tables whose rows are written once. */
export interface EventTables {
  block: BlockRow
  deregistration: DeregistrationRow
  withdrawalItem: WithdrawalItemRow
  slashing: SlashingRow
  slashedPool: SlashedPoolRow
  contractEvent: ContractEventRow
  rewardSubmission: RewardSubmissionRow
  rewardClaim: RewardClaimRow
  poll: PollRow
  governanceChange: GovernanceChangeRow
}

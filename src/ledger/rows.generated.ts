/*
 * Rows of the tables of schema.graphql, written by scripts/rows.mjs. Do not edit.
 *
 * References hold keys, bytes are lower-case 0x-hex, times are unix seconds. The store adds `id`, `fromBlock` and
 * `toBlock` to rows with versions.
 */

import type {
  AdapterFamily,
  ContractKind,
  DecodeStatus,
  DelegatorType,
  GovernanceKind,
  MiddlewareKind,
  MiddlewareSource,
  PollNullReason,
  PriceNumeraire,
  ProtocolName,
  QuorumOperatorStatus,
  QuorumStakeType,
  RewardKind,
  SlasherType,
  SlashingRequestStatus,
  SplitKind,
  ValidatorStatus,
  VaultRewardClaimKind,
  WithdrawalStatus,
} from '../facts/enums.generated'

/** A restaking protocol: its constants and totals. */
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

/** A contract whose logs are followed: from the configuration, or revealed by a log. */
export interface ContractRow {
  key: string
  address: string
  kind: ContractKind
  name: string
  implementation: string | null
  pausedStatus: bigint | null
  owner: string | null
  parent: string | null
}

/** A token that pools hold. */
export interface AssetRow {
  key: string
  address: string
  decimals: number | null
}

/** One kind of stake with its own shares: an EigenLayer strategy, or native ETH (beaconChainETHStrategy). */
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

/** An account to which stakers delegate. */
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

/** An account that deposits stake. */
export interface StakerRow {
  key: string
  address: string
  beaconChainSlashingFactor: bigint
  pod: string | null
  firstSeenBlock: number
}

/** A contract with a staker's validators (EigenPod). */
export interface PodRow {
  key: string
  address: string
  staker: string | null
  activeValidators: number
  openCheckpoint: bigint | null
  lastCheckpoint: bigint | null
}

/** A validator of a pod (EigenPod), as far as it was proven to the pod. */
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

/** A pod that no longer restakes, for ever (EigenPodManager.disablePod, improvement proposal 018). */
export interface RetiredPodRow {
  key: string
  pod: string
  retiredAtBlock: number
  withdrawnWei: bigint
}

/** An autonomous verifiable service: what restaked stake secures. */
export interface AvsRow {
  key: string
  address: string
  protocol: ProtocolName
  metadataURI: string | null
  registrar: string | null
  firstSeenBlock: number
}

/** A group of operators of an AVS, with the pools that it accepts. */
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

/** Deposit of one staker in one pool. */
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

/** Delegation of a staker to an operator (DelegationManager.delegatedTo). */
export interface DelegationRow {
  key: string
  staker: string
  operator: string
}

/** Registration of an operator to an operator set, or to an AVS by the AVSDirectory. */
export interface AvsRegistrationRow {
  key: string
  operator: string
  avs: string
  operatorSet: string | null
}

/** Deregistration of an operator from an operator set. It is slashable until `block` + deallocation delay, inclusive. */
export interface DeregistrationRow {
  id: string
  block: number
  operator: string
  operatorSet: string
}

/** Shares of one slashing and pool that are still to be burned or redistributed (StrategyManager). */
export interface SlashedSharesRow {
  key: string
  operatorSet: string
  slashId: bigint
  pool: string
  shares: bigint
}

/** What holds back the shares of one slashing. Only slashings with a resolution block or an escrow have a row, also once they are cleared. */
export interface SlashDelayRow {
  key: string
  operatorSet: string
  slashId: bigint
  resolutionBlock: bigint | null
  escrow: string | null
  escrowEndBlock: bigint | null
  escrowedPools: number
  escrowPaused: boolean
}

/** Delay of the escrow of slashed shares (SlashEscrowFactory, on test networks in 2025); it holds for slashings after it. */
export interface EscrowDelayRow {
  key: string
  blocks: bigint
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

/** Shares of one pool in a withdrawal. */
export interface WithdrawalItemRow {
  id: string
  block: number
  position: number
  withdrawal: string
  pool: string
  scaledShares: bigint
  sharesAtQueue: bigint | null
}

/** A slashing of an operator: one call of slashOperator (EigenLayer AllocationManager.OperatorSlashed), or a slash of a vault (Symbiotic Slash, or RequestSlash of a veto slasher). */
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
  wadSlashed: bigint | null
  maxMagnitudeBefore: bigint | null
  maxMagnitudeAfter: bigint | null
  sharesBefore: bigint | null
  sharesAfter: bigint | null
  queuedSharesSlashed: bigint | null
}

/** A log of a followed contract. All of them are stored. */
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

/** A reward submission (RewardsCoordinator). */
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
  submissionNonce: bigint | null
  submissionHash: string | null
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

/** A configured price feed: an aggregator that emits AnswerUpdated. */
export interface PriceFeedRow {
  key: string
  address: string
  asset: string
  numeraire: PriceNumeraire
  decimals: number
}

/** Last price of a feed. An answer of 0 or less is no price, and invalidates the one before. */
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

/** A poll of contracts for values that no event carries. Not in the digest, because answers of contracts are not logs. */
export interface PollRow {
  id: string
  block: number
  questions: number
  unanswered: number
}

/** Polled rate and token of a pool, which are not emitted for every pool. Not in the digest. */
export interface PolledPoolRow {
  key: string
  pool: string
  rate: bigint | null
  token: string | null
  decimals: number | null
  unknownSinceBlock: number | null
}

/** Assets of an adapter of a vault of version 3 that no log says, as its contract answered a poll. Not in the digest. */
export interface PolledAdapterRow {
  key: string
  address: string
  adapter: string
  block: number
  totalAssets: bigint | null
  nullReason: PollNullReason | null
}

/** Pools that an AVS of the AVSDirectory counts for an operator, as polled from its service manager. Not in the digest. */
export interface RestakedPoolsRow {
  key: string
  operator: string
  avs: string
  pools: string[] | null
  unknownSinceBlock: number | null
}

/** Split of an operator: the share of rewards that it keeps (RewardsCoordinator). */
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

/** A change of who or what controls a contract. */
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
  effectTime: bigint | null
}

/** Account that may act for another in all matters (PermissionController). */
export interface AdminRow {
  key: string
  account: string
  admin: string
  pending: boolean
}

/** Account that may call one function for another (PermissionController). */
export interface AppointeeRow {
  key: string
  account: string
  appointee: string
  target: string
  selector: string
}

/** A Symbiotic vault: one pool of stake whose losses all its depositors share. */
export interface VaultRow {
  key: string
  address: string
  pool: string
  version: number | null
  collateral: string | null
  createdAtBlock: number
  epochStart: bigint
  epochDuration: bigint | null
  delegator: string | null
  delegatorType: DelegatorType | null
  hook: string | null
  specificOperator: string | null
  specificNetwork: string | null
  isSlasherSet: boolean
  slasher: string | null
  slasherType: SlasherType | null
  vetoDuration: bigint | null
  resolverSetEpochsDelay: bigint | null
  burner: string | null
  isBurnerHook: boolean | null
  depositWhitelist: boolean | null
  isDepositLimit: boolean | null
  depositLimit: bigint | null
  activeStake: bigint | null
  activeShares: bigint | null
}

/** Withdrawals from a vault in one epoch: slashable until the epoch ends (Symbiotic core v1). */
export interface VaultEpochTotalRow {
  key: string
  vault: string
  epoch: bigint
  assets: bigint
  shares: bigint
}

/** An account's shares of a vault. */
export interface VaultPositionRow {
  key: string
  vault: string
  staker: string
  shares: bigint
}

/** An account's withdrawal from a vault in one epoch (Symbiotic core v1). */
export interface VaultWithdrawalRow {
  key: string
  vault: string
  epoch: bigint
  staker: string
  shares: bigint
  claimed: boolean
}

/** An account that may deposit to a vault with a whitelist. */
export interface VaultDepositorRow {
  key: string
  vault: string
  account: string
}

/** An operator that opted in to a vault (Symbiotic core v1). */
export interface VaultOptInRow {
  key: string
  operator: string
  vault: string
}

/** How much of a vault a subnetwork may use (Symbiotic core v1). */
export interface NetworkLimitRow {
  key: string
  delegator: string
  operatorSet: string
  maxNetworkLimit: bigint
  networkLimit: bigint
  totalOperatorShares: bigint
}

/** How much of a subnetwork's part of a vault an operator gets (Symbiotic core v1). */
export interface OperatorLimitRow {
  key: string
  delegator: string
  operatorSet: string
  operator: string
  stakeLimit: bigint
  shares: bigint
}

/** Who may veto slash requests of a subnetwork in a vault (Symbiotic core v1). */
export interface ResolverRow {
  key: string
  slasher: string
  operatorSet: string
  storedResolver: string | null
  hasPending: boolean
  storedPendingResolver: string | null
  storedPendingFrom: bigint | null
}

/** What became of a slashing of a vault. */
export interface VaultSlashingRow {
  key: string
  slashing: string
  slasher: string
  vault: string | null
  operatorSet: string
  operator: string
  slashIndex: bigint | null
  captureTimestamp: bigint | null
  vetoDeadline: bigint | null
  requested: bigint | null
  accounted: bigint | null
  realized: bigint | null
  vetoed: boolean
  vetoedBy: string | null
  resolvedAtBlock: number | null
}

/** What one protocol says of an operator, besides EigenLayer, whose values are in Operator. */
export interface OperatorProfileRow {
  key: string
  operator: string
  protocol: ProtocolName
  registeredAtBlock: number | null
  metadataURI: string | null
}

/** What one protocol says of a service, besides EigenLayer, whose values are in Avs. */
export interface AvsProfileRow {
  key: string
  avs: string
  protocol: ProtocolName
  registeredAtBlock: number | null
  metadataURI: string | null
  middleware: string | null
}

/** A role of an account on a contract (AccessControl). */
export interface RoleGrantRow {
  key: string
  contract: string
  role: string
  account: string
}

/** Accounts of a vault of version 3 (VaultV2), beside its row in Vault. */
export interface VaultAccountRow {
  key: string
  vault: string
  asset: string
  storedTotalAssets: bigint
  totalShares: bigint
  freeAssets: bigint
  lastUpdate: bigint
  managementFee: bigint
  managementFeeReceiver: string | null
  performanceFee: bigint
  performanceFeeReceiver: string | null
  protocolFeeReceiver: string | null
  protocolManagementFee: bigint
  protocolPerformanceFee: bigint
  queue: string | null
  adapters: string[]
  autoAllocateAdapters: string[]
  adaptersWithPending: string[]
}

/** An adapter: where a vault of version 3 puts its assets. */
export interface VaultAdapterRow {
  key: string
  adapter: string
  vault: string | null
  factory: string | null
  family: AdapterFamily | null
  isAdded: boolean
  index: number | null
  absoluteLimit: bigint
  shareLimit: bigint
  reportedAssets: bigint | null
  reportedAtBlock: number | null
  assets: bigint | null
  source: string | null
  sourceShares: bigint
  operator: string | null
  operatorSet: string | null
  duration: bigint | null
  burner: string | null
  baseAsset: string | null
  initialStake: bigint | null
  slashedInRecord: bigint
  storedDebtTimes: string[]
  storedDebtAmounts: string[]
}

/** An ERC-4626 vault in which adapters hold shares. */
export interface AdapterSourceRow {
  key: string
  address: string
  asset: string
  assets: bigint
  shares: bigint
  isPriced: boolean
}

/** The withdrawal queue of a vault of version 3: it pays requests in their order, whenever there are free assets. */
export interface VaultQueueRow {
  key: string
  queue: string
  vault: string
  requestedShares: bigint
  filledShares: bigint
  filledAssets: bigint
  requestCount: number
}

/** A request to redeem shares of a vault of version 3, which is an ERC-721 token of its queue. */
export interface QueueRequestRow {
  key: string
  queue: string
  tokenId: bigint
  requester: string
  owner: string | null
  shares: bigint
  sharesClaimed: bigint
  sharesBefore: bigint
}

/** A payment of a withdrawal queue for the oldest shares in it, whose price is fixed by it. */
export interface QueueFillRow {
  id: string
  block: number
  logIndex: number
  queue: string
  assets: bigint
  shares: bigint
  filledAssets: bigint
  filledShares: bigint
}

/** Protocol fees that vaults of version 3 take over when they next count their assets (ProtocolFeeRegistry). */
export interface ProtocolFeeSettingRow {
  key: string
  vault: string | null
  isEnabled: boolean
  receiver: string | null
  managementFee: bigint
  performanceFee: bigint
}

/** Rewards contract of the stakers of one vault (Symbiotic DefaultStakerRewards). */
export interface StakerRewardsContractRow {
  key: string
  vault: string | null
  adminFee: number | null
}

/** Admin fees that were not claimed, of one token of a rewards contract (claimableAdminFee). */
export interface AdminFeeBalanceRow {
  key: string
  contract: string
  token: string
  amount: bigint | null
}

/** What a network paid to the stakers of a vault, for their shares at one time (Symbiotic). */
export interface VaultDistributionRow {
  id: string
  block: number
  logIndex: number
  blockTime: number
  transactionHash: string
  contract: string
  vault: string | null
  avs: string
  operatorSet: string | null
  token: string
  amount: bigint | null
  adminFee: bigint | null
  operatorsFee: bigint
  snapshotTime: bigint
  rewardIndex: bigint | null
}

/** How many rewards of a network in one token a staker rewards contract has (rewardsLength). */
export interface VaultRewardCountRow {
  key: string
  contract: string
  avs: string
  token: string
  rewards: bigint
}

/** Up to which reward of a staker rewards contract an account claimed (lastUnclaimedReward). */
export interface VaultRewardCursorRow {
  key: string
  contract: string
  avs: string
  token: string
  account: string
  nextReward: bigint
}

/** Rewards that a network pays by a Merkle root: what each account may claim in all is calculated off-chain (Symbiotic). */
export interface MerkleRewardRow {
  key: string
  contract: string
  avs: string
  token: string | null
  root: string | null
  balance: bigint | null
}

/** What an account claimed of rewards by a Merkle root. */
export interface MerkleRewardAccountRow {
  key: string
  contract: string
  avs: string
  token: string
  account: string
  claimed: bigint
}

/** Rewards or fees that were claimed from a rewards contract of Symbiotic. */
export interface VaultRewardClaimRow {
  id: string
  block: number
  logIndex: number
  blockTime: number
  transactionHash: string
  kind: VaultRewardClaimKind
  contract: string
  vault: string | null
  avs: string | null
  token: string
  claimer: string | null
  recipient: string | null
  amount: bigint
}

/** Account that a burner router sends slashed stake to (Symbiotic BurnerRouter). */
export interface BurnerReceiverRow {
  key: string
  router: string
  avs: string | null
  operator: string | null
  isKnown: boolean
  receiver: string | null
  hasPending: boolean
  pendingReceiver: string | null
  pendingFrom: bigint | null
}

/** Burner router: sends the stake that was slashed in a vault to its receivers (Symbiotic). */
export interface BurnerRouterRow {
  key: string
  collateral: string | null
  delay: bigint | null
  pendingDelay: bigint | null
  pendingDelayFrom: bigint | null
}

/** Slashed stake that a burner router sent on (TriggerTransfer). */
export interface BurnerTransferRow {
  id: string
  block: number
  logIndex: number
  blockTime: number
  transactionHash: string
  router: string
  receiver: string
  amount: bigint
}

/** Curator of a vault, and the fees that it set (Symbiotic CuratorRegistry and FeeRegistry). */
export interface VaultCuratorRow {
  key: string
  vault: string
  curator: string | null
  curatorFee: bigint | null
  operatorsFee: bigint | null
}

/** Rules by which a network that uses the relay makes voting power of stake (Symbiotic ValSetDriver). A driver is followed if the configuration names it: no factory reveals one. */
export interface VotingPowerRuleRow {
  key: string
  driver: string
  operatorSet: string | null
  maxVotingPower: bigint | null
  minInclusionVotingPower: bigint | null
  maxValidatorsCount: bigint | null
  requiredHeaderKeyTag: number | null
}

/** Part of the voting power that must sign, for one kind of key (AddQuorumThreshold). */
export interface QuorumThresholdRow {
  key: string
  rule: string
  keyTag: number
  threshold: bigint
}

/** Contracts of one AVS on eigenlayer-middleware, by its registry coordinator. What an AVS on other contracts does is not known. */
export interface AvsMiddlewareRow {
  key: string
  coordinator: string
  kind: MiddlewareKind
  avs: string | null
  avsFoundBy: MiddlewareSource | null
  quorumCount: number
  ejector: string | null
  churnApprover: string | null
  ejectionCooldown: bigint | null
  vetoPeriod: bigint | null
  vetoCommittee: string | null
}

/** A followed contract of an AVS, and how it was found. */
export interface MiddlewareContractRow {
  key: string
  address: string
  kind: ContractKind
  middleware: string | null
  foundBy: MiddlewareSource
}

/** A group of operators whose votes an AVS counts together (StakeRegistry, or ECDSAStakeRegistry with number 0). */
export interface QuorumRow {
  key: string
  middleware: string
  avs: string | null
  operatorSet: string | null
  number: number
  stakeType: QuorumStakeType | null
  lookAhead: bigint | null
  minimumStake: bigint | null
  maxOperatorCount: bigint | null
  kickBipsOfOperatorStake: number | null
  kickBipsOfTotalStake: number | null
  updatedAtBlock: bigint | null
  thresholdWeight: bigint | null
  loggedTotal: bigint | null
  strategyOrder: string[]
}

/** A strategy that counts in a quorum. */
export interface QuorumStrategyRow {
  key: string
  quorum: string
  pool: string
  multiplier: bigint
}

/** An operator of an AVS on eigenlayer-middleware. */
export interface QuorumOperatorRow {
  key: string
  middleware: string
  operator: string | null
  keyHash: string | null
  status: QuorumOperatorStatus | null
  bitmap: bigint
  lastEjectedAt: bigint | null
}

/** Recorded stake of an operator in a quorum. Weights that are recorded change only when somebody updates them. */
export interface QuorumStakeRow {
  key: string
  quorum: string
  operator: string | null
  keyHash: string | null
  isMember: boolean
  stake: bigint
  updatedAtBlock: number | null
}

/** A slashing that an AVS asked for and that can be vetoed (VetoableSlasher). */
export interface SlashingRequestRow {
  key: string
  middleware: string
  slasher: string
  requestId: bigint
  operator: string
  setId: bigint
  operatorSet: string | null
  description: string
  status: SlashingRequestStatus
  requestedAtBlock: number
  requestedAt: bigint
  vetoDeadline: bigint | null
  resolvedAtBlock: number | null
  slashing: string | null
}

/** What a slashing request asks for in one strategy. */
export interface SlashingRequestPoolRow {
  key: string
  request: string
  position: number
  pool: string | null
  wad: bigint
}

/** An operator that was ejected from a quorum for what it did or missed (EjectionManager.OperatorEjected). The core knows nothing of it: the operator stays in the operator set. */
export interface EjectionRow {
  id: string
  block: number
  logIndex: number
  blockTime: number
  transactionHash: string
  quorum: string | null
  operator: string | null
  keyHash: string
  manager: string
  stake: bigint
  isRemoved: boolean
  isRateLimitHit: boolean
}

/** How much stake an ejection manager may eject from a quorum (QuorumEjectionParamsSet). It can be set before the quorum is created. */
export interface EjectionLimitRow {
  key: string
  middleware: string
  manager: string
  number: number
  rateLimitWindow: bigint
  ejectableStakeBips: number
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
  retiredPod: RetiredPodRow
  avs: AvsRow
  operatorSet: OperatorSetRow
  operatorSetPool: OperatorSetPoolRow
  stake: StakeRow
  operatorStake: OperatorStakeRow
  delegation: DelegationRow
  avsRegistration: AvsRegistrationRow
  slashedShares: SlashedSharesRow
  slashDelay: SlashDelayRow
  escrowDelay: EscrowDelayRow
  allocation: AllocationRow
  operatorMagnitude: OperatorMagnitudeRow
  withdrawal: WithdrawalRow
  distributionRoot: DistributionRootRow
  priceFeed: PriceFeedRow
  pricePoint: PricePointRow
  polledPool: PolledPoolRow
  polledAdapter: PolledAdapterRow
  restakedPools: RestakedPoolsRow
  rewardSplit: RewardSplitRow
  admin: AdminRow
  appointee: AppointeeRow
  vault: VaultRow
  vaultEpochTotal: VaultEpochTotalRow
  vaultPosition: VaultPositionRow
  vaultWithdrawal: VaultWithdrawalRow
  vaultDepositor: VaultDepositorRow
  vaultOptIn: VaultOptInRow
  networkLimit: NetworkLimitRow
  operatorLimit: OperatorLimitRow
  resolver: ResolverRow
  vaultSlashing: VaultSlashingRow
  operatorProfile: OperatorProfileRow
  avsProfile: AvsProfileRow
  roleGrant: RoleGrantRow
  vaultAccount: VaultAccountRow
  vaultAdapter: VaultAdapterRow
  adapterSource: AdapterSourceRow
  vaultQueue: VaultQueueRow
  queueRequest: QueueRequestRow
  protocolFeeSetting: ProtocolFeeSettingRow
  stakerRewardsContract: StakerRewardsContractRow
  adminFeeBalance: AdminFeeBalanceRow
  vaultRewardCount: VaultRewardCountRow
  vaultRewardCursor: VaultRewardCursorRow
  merkleReward: MerkleRewardRow
  merkleRewardAccount: MerkleRewardAccountRow
  burnerReceiver: BurnerReceiverRow
  burnerRouter: BurnerRouterRow
  vaultCurator: VaultCuratorRow
  votingPowerRule: VotingPowerRuleRow
  quorumThreshold: QuorumThresholdRow
  avsMiddleware: AvsMiddlewareRow
  middlewareContract: MiddlewareContractRow
  quorum: QuorumRow
  quorumStrategy: QuorumStrategyRow
  quorumOperator: QuorumOperatorRow
  quorumStake: QuorumStakeRow
  slashingRequest: SlashingRequestRow
  slashingRequestPool: SlashingRequestPoolRow
  ejectionLimit: EjectionLimitRow
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
  queueFill: QueueFillRow
  vaultDistribution: VaultDistributionRow
  vaultRewardClaim: VaultRewardClaimRow
  burnerTransfer: BurnerTransferRow
  ejection: EjectionRow
}

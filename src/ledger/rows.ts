/**
 * The rows of the database as the ledger sees them: the columns of schema.graphql, references as keys, bytes as
 * lower-case 0x-hex, times as unix seconds, integers as bigint. `store/` adds ids and the range of blocks.
 */

interface Keyed {
  key: string
}

export interface ProtocolRow extends Keyed {
  name: string
  minWithdrawalDelayBlocks: number | null
  deallocationDelayBlocks: number | null
  version: string | null
  rewardsActivationDelay: bigint | null
  defaultSplitBips: number | null
  burnableNativeShares: bigint
}

export interface PodRow extends Keyed {
  address: string
  staker: string | null
  activeValidators: number
  openCheckpoint: bigint | null
  lastCheckpoint: bigint | null
}

export interface ValidatorRow extends Keyed {
  pod: string
  validator: string
  status: 'ACTIVE' | 'WITHDRAWN'
  restakedGwei: bigint | null
  /** Unix seconds. */
  provenAt: bigint | null
  restakedAtBlock: number | null
  withdrawnAtBlock: number | null
}

export interface PriceFeedRow extends Keyed {
  address: string
  asset: string
  numeraire: 'ETH' | 'USD'
  decimals: number
}

export interface PricePointRow extends Keyed {
  source: string
  asset: string
  numeraire: 'ETH' | 'USD'
  answer: bigint
  decimals: number
  roundId: bigint
  /** Unix seconds. */
  updatedAt: bigint
}

export interface DistributionRootRow extends Keyed {
  rootIndex: bigint
  root: string
  /** Unix seconds. */
  calculationEnd: number
  /** Unix seconds. */
  activatedAt: number
  disabled: boolean
}

export interface RewardSplitRow extends Keyed {
  kind: 'AVS' | 'PROGRAMMATIC' | 'OPERATOR_SET'
  operator: string
  avs: string | null
  operatorSet: string | null
  oldBips: number
  newBips: number
  /** Unix seconds. */
  activatedAt: number
}

export interface AdminRow extends Keyed {
  account: string
  admin: string
  pending: boolean
}

export interface AppointeeRow extends Keyed {
  account: string
  appointee: string
  target: string
  selector: string
}

export interface ContractRow extends Keyed {
  address: string
  kind: string
  name: string
  implementation: string | null
  pausedStatus: bigint | null
  owner: string | null
}

export interface AssetRow extends Keyed {
  address: string
  decimals: number | null
}

export interface PoolRow extends Keyed {
  address: string
  protocol: string
  asset: string | null
  whitelisted: boolean
  exchangeRate: bigint | null
  burnableShares: bigint
  firstSeenBlock: number
}

export interface OperatorRow extends Keyed {
  address: string
  protocol: string
  registeredAtBlock: number | null
  delegationApprover: string | null
  metadataURI: string | null
  storedDelay: bigint | null
  storedPendingDelay: bigint | null
  storedDelayEffectBlock: bigint | null
  firstSeenBlock: number
}

export interface StakerRow extends Keyed {
  address: string
  beaconChainSlashingFactor: bigint
  pod: string | null
  firstSeenBlock: number
}

export interface AvsRow extends Keyed {
  address: string
  protocol: string
  metadataURI: string | null
  registrar: string | null
  firstSeenBlock: number
}

export interface OperatorSetRow extends Keyed {
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

export interface SlashedSharesRow extends Keyed {
  operatorSet: string
  slashId: bigint
  pool: string
  shares: bigint
}

export interface OperatorSetPoolRow extends Keyed {
  operatorSet: string
  pool: string
}

export interface StakeRow extends Keyed {
  staker: string
  pool: string
  depositShares: bigint
  scalingFactor: bigint
}

export interface OperatorStakeRow extends Keyed {
  operator: string
  pool: string
  shares: bigint
}

export interface DelegationRow extends Keyed {
  staker: string
  operator: string
}

export interface AvsRegistrationRow extends Keyed {
  operator: string
  avs: string
  operatorSet: string | null
}

export interface AllocationRow extends Keyed {
  operator: string
  operatorSet: string
  pool: string
  storedMagnitude: bigint
  storedDiff: bigint
  storedEffectBlock: bigint
}

export interface OperatorMagnitudeRow extends Keyed {
  operator: string
  pool: string
  max: bigint
  storedEncumbered: bigint
}

export interface WithdrawalRow extends Keyed {
  root: string
  staker: string
  operator: string | null
  withdrawer: string
  nonce: bigint
  status: 'QUEUED' | 'COMPLETED' | 'MIGRATED'
  startBlock: number
  queuedAtBlock: number
  completedAtBlock: number | null
}

/** Tables whose rows have versions. */
export interface StateTables {
  protocol: ProtocolRow
  contract: ContractRow
  asset: AssetRow
  pool: PoolRow
  operator: OperatorRow
  staker: StakerRow
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
  pod: PodRow
  validator: ValidatorRow
  priceFeed: PriceFeedRow
  pricePoint: PricePointRow
  distributionRoot: DistributionRootRow
  rewardSplit: RewardSplitRow
  admin: AdminRow
  appointee: AppointeeRow
}

export interface BlockRow {
  id: string
  block: number
  hash: string
  parentHash: string
  blockTime: number
  digest: string
}

export interface WithdrawalItemRow {
  id: string
  block: number
  position: number
  withdrawal: string
  pool: string
  scaledShares: bigint
  sharesAtQueue: bigint | null
}

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

export interface DeregistrationRow {
  id: string
  block: number
  operator: string
  operatorSet: string
}

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

export interface ContractEventRow {
  id: string
  block: number
  logIndex: number
  transactionIndex: number
  transactionHash: string
  blockTime: number
  address: string
  kind: string
  status: 'DECODED' | 'UNKNOWN_TOPIC' | 'MALFORMED'
  name: string | null
  signature: string | null
  /** JSON value; integers as decimal text, bytes as 0x-hex. */
  arguments: unknown
  topics: string[] | null
  data: string | null
}

/** Of one log. */
interface LogRow {
  id: string
  block: number
  logIndex: number
  blockTime: number
  transactionHash: string
}

export interface RewardSubmissionRow extends LogRow {
  kind: string
  submitter: string | null
  avs: string | null
  operatorSet: string | null
  submissionNonce: bigint
  submissionHash: string
  token: string
  amount: bigint
  /** Unix seconds. */
  startTime: number
  duration: bigint
  /** JSON value: [{pool, multiplier}]. */
  pools: unknown
  /** JSON value: [{operator, amount}]. */
  operators: unknown
  description: string | null
}

export interface RewardClaimRow extends LogRow {
  root: string
  earner: string
  claimer: string
  recipient: string
  token: string
  amount: bigint
}

export interface GovernanceChangeRow extends LogRow {
  contract: string
  kind: string
  event: string
  subject: string | null
  before: string | null
  after: string
  effectBlock: bigint | null
}

/** Tables whose rows are written once. */
export interface EventTables {
  rewardSubmission: RewardSubmissionRow
  rewardClaim: RewardClaimRow
  governanceChange: GovernanceChangeRow
  block: BlockRow
  withdrawalItem: WithdrawalItemRow
  slashing: SlashingRow
  slashedPool: SlashedPoolRow
  deregistration: DeregistrationRow
  contractEvent: ContractEventRow
}

export type StateTable = keyof StateTables
export type EventTable = keyof EventTables
export type TableName = StateTable | EventTable

/** A state row by table and key. */
export interface RowRef {
  table: StateTable
  key: string
}

/**
 * The rows of the database as the ledger sees them: the columns of schema.graphql, references as keys, bytes as
 * lower-case 0x-hex, times as unix seconds, integers as bigint. `store/` adds ids and the range of blocks.
 */

interface Keyed {
  key: string
}

export interface ContractRow extends Keyed {
  address: string
  kind: string
  name: string
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
  firstSeenBlock: number
}

export interface OperatorRow extends Keyed {
  address: string
  protocol: string
  registeredAtBlock: number | null
  delegationApprover: string | null
  metadataURI: string | null
  allocationDelay: number | null
  pendingAllocationDelay: number | null
  allocationDelayEffectBlock: number | null
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
  redistributionRecipient: string | null
  firstSeenBlock: number
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
  currentMagnitude: bigint
  pendingDiff: bigint
  effectBlock: number
}

export interface OperatorMagnitudeRow extends Keyed {
  operator: string
  pool: string
  max: bigint
  encumberedStored: bigint
}

export interface WithdrawalRow extends Keyed {
  root: string
  staker: string
  operator: string | null
  withdrawer: string
  nonce: bigint
  status: 'QUEUED' | 'COMPLETED'
  startBlock: number
  queuedAtBlock: number
  completedAtBlock: number | null
}

/** Tables whose rows have versions. */
export interface StateTables {
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
  allocation: AllocationRow
  operatorMagnitude: OperatorMagnitudeRow
  withdrawal: WithdrawalRow
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
  description: string
}

export interface SlashedPoolRow {
  id: string
  block: number
  position: number
  slashing: string
  pool: string
  wadSlashed: bigint
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

/** Tables whose rows are written once. */
export interface EventTables {
  block: BlockRow
  withdrawalItem: WithdrawalItemRow
  slashing: SlashingRow
  slashedPool: SlashedPoolRow
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

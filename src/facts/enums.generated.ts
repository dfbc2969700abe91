/* Enums of schema.graphql, written by scripts/rows.mjs. Do not edit. */

/** Restaking protocol whose contracts are indexed. */
export type ProtocolName = 'EIGENLAYER'

/** What a followed contract is, and so which ABI decodes its logs. */
export type ContractKind =
  | 'ALLOCATION_MANAGER'
  | 'AVS_DIRECTORY'
  | 'BEACON'
  | 'CROSS_CHAIN'
  | 'DELEGATION_MANAGER'
  | 'EIGEN_POD'
  | 'EIGEN_POD_MANAGER'
  | 'EMISSIONS_CONTROLLER'
  | 'KEY_REGISTRAR'
  | 'LEGACY'
  | 'PAUSER_REGISTRY'
  | 'PERMISSION_CONTROLLER'
  | 'PRICE_FEED'
  | 'PROTOCOL_REGISTRY'
  | 'PROXY_ADMIN'
  | 'RELEASE_MANAGER'
  | 'REWARDS_COORDINATOR'
  | 'STRATEGY'
  | 'STRATEGY_FACTORY'
  | 'STRATEGY_MANAGER'
  | 'TASK_MAILBOX'
  | 'TIMELOCK'

/** Where a withdrawal stands. */
export type WithdrawalStatus = 'QUEUED' | 'COMPLETED' | 'MIGRATED'

/** Who earns a reward submission, and how its amount is shared out (RewardsCoordinator). */
export type RewardKind =
  | 'AVS'
  | 'ALL_STAKERS'
  | 'PROGRAMMATIC'
  | 'OPERATOR_DIRECTED'
  | 'OPERATOR_DIRECTED_SET'
  | 'UNIQUE_STAKE'
  | 'TOTAL_STAKE'

/** What a reward split is for. */
export type SplitKind = 'AVS' | 'PROGRAMMATIC' | 'OPERATOR_SET'

/** What a governance change changed. */
export type GovernanceKind =
  | 'UPGRADE'
  | 'BEACON_UPGRADE'
  | 'BEACON'
  | 'PROXY_ADMIN'
  | 'PAUSE'
  | 'UNPAUSE'
  | 'OWNER'
  | 'PAUSER'
  | 'ADMIN'
  | 'APPOINTEE'
  | 'SLASHER'
  | 'PARAMETER'
  | 'VERSION'

/** What a price is in. */
export type PriceNumeraire = 'ETH' | 'USD'

/** Where a validator stands. */
export type ValidatorStatus = 'ACTIVE' | 'WITHDRAWN'

/** How well a log of a followed contract was understood. */
export type DecodeStatus = 'DECODED' | 'UNKNOWN_TOPIC' | 'MALFORMED'

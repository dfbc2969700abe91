/* Enums of schema.graphql, written by scripts/rows.mjs. Do not edit. */

/** Restaking protocol whose contracts are indexed. */
export type ProtocolName = 'EIGENLAYER'

/** Kind of a followed contract; decides which ABI decodes its logs. */
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

/** Status of a withdrawal. */
export type WithdrawalStatus = 'QUEUED' | 'COMPLETED' | 'MIGRATED' | 'CLEARED'

/** Where the shares of a slashing are, between the slashing and the end of the protocol's hold on them. */
export type SlashState = 'PENDING' | 'PAUSED' | 'CLEARABLE' | 'CLEARED'

/** Who earns a reward submission, and how its amount is distributed (RewardsCoordinator). */
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

/** Kind of a governance change. */
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

/** Unit of a price. */
export type PriceNumeraire = 'ETH' | 'USD'

/** Status of a validator. */
export type ValidatorStatus = 'ACTIVE' | 'WITHDRAWN'

/** Whether a log of a followed contract was decoded. */
export type DecodeStatus = 'DECODED' | 'UNKNOWN_TOPIC' | 'MALFORMED'

/** Why a symbol, or the decimals, of a token is unknown. */
export type TokenNullReason =
  | 'NOT_ASKED'
  | 'NO_CONTRACT'
  | 'NO_ANSWER'
  | 'INVALID'
  | 'EMPTY'
  | 'TOO_LONG'
  | 'UNPRINTABLE'

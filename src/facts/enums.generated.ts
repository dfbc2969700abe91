/* Enums of schema.graphql, written by scripts/rows.mjs. Do not edit. */

/** Restaking protocol whose contracts are indexed. */
export type ProtocolName = 'EIGENLAYER' | 'SYMBIOTIC'

/** Kind of a followed contract; decides which ABI decodes its logs. */
export type ContractKind =
  | 'ADAPTER'
  | 'ADAPTER_FACTORY'
  | 'ADAPTER_REGISTRY'
  | 'ALLOCATION_MANAGER'
  | 'AVS_DIRECTORY'
  | 'BEACON'
  | 'BLS_APK_REGISTRY'
  | 'BURNER_ROUTER'
  | 'BURNER_ROUTER_FACTORY'
  | 'CROSS_CHAIN'
  | 'CURATOR_REGISTRY'
  | 'DELEGATION_MANAGER'
  | 'DELEGATOR'
  | 'DELEGATOR_FACTORY'
  | 'ECDSA_STAKE_REGISTRY'
  | 'EIGEN_POD'
  | 'EIGEN_POD_MANAGER'
  | 'EJECTION_MANAGER'
  | 'EMISSIONS_CONTROLLER'
  | 'INSTANT_SLASHER'
  | 'KEY_REGISTRAR'
  | 'LEGACY'
  | 'METADATA_SERVICE'
  | 'MIDDLEWARE_SERVICE'
  | 'NETWORK_METADATA_SERVICE'
  | 'NETWORK_OPT_IN_SERVICE'
  | 'NETWORK_REGISTRY'
  | 'OPERATOR_METADATA_SERVICE'
  | 'OPERATOR_REGISTRY'
  | 'OPERATOR_REWARDS'
  | 'OPERATOR_REWARDS_FACTORY'
  | 'PAUSER_REGISTRY'
  | 'PERMISSION_CONTROLLER'
  | 'PRICE_FEED'
  | 'PROTOCOL_FEE_REGISTRY'
  | 'PROTOCOL_REGISTRY'
  | 'PROXY_ADMIN'
  | 'REGISTRY_COORDINATOR'
  | 'RELEASE_MANAGER'
  | 'REWARDS_COORDINATOR'
  | 'STAKER_REWARDS'
  | 'STAKER_REWARDS_FACTORY'
  | 'STAKE_REGISTRY'
  | 'STRATEGY'
  | 'STRATEGY_FACTORY'
  | 'STRATEGY_MANAGER'
  | 'TASK_MAILBOX'
  | 'TIMELOCK'
  | 'UNIVERSAL_DELEGATOR'
  | 'UNIVERSAL_DELEGATOR_FACTORY'
  | 'VALSET_DRIVER'
  | 'VAULT'
  | 'VAULT_FACTORY'
  | 'VAULT_OPT_IN_SERVICE'
  | 'VAULT_REWARDS'
  | 'VAULT_SLASHER'
  | 'VAULT_SLASHER_FACTORY'
  | 'VAULT_TOKEN'
  | 'VETOABLE_SLASHER'
  | 'WITHDRAWAL_QUEUE'
  | 'WITHDRAWAL_QUEUE_FACTORY'
  | 'YIELD_SOURCE'

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
  | 'VAULT_STAKERS'
  | 'NETWORK_OPERATORS'
  | 'NETWORK_ACCOUNTS'

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
  | 'ROLE'
  | 'RESOLVER'
  | 'HOOK'
  | 'MIDDLEWARE'
  | 'BURNER'
  | 'CURATOR'

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

/** Why a poll of a contract has no value. */
export type PollNullReason = 'NO_ANSWER' | 'INVALID'

/** Type of a delegator (Symbiotic core v1): how a vault's stake is promised to operators. */
export type DelegatorType =
  | 'NETWORK_RESTAKE'
  | 'FULL_RESTAKE'
  | 'OPERATOR_SPECIFIC'
  | 'OPERATOR_NETWORK_SPECIFIC'

/** Type of a slasher (Symbiotic core v1). */
export type SlasherType = 'INSTANT' | 'VETO'

/** What became of a slashing. */
export type SlashingStatus = 'REQUESTED' | 'EXECUTED' | 'VETOED' | 'EXPIRED'

/** Why a value of a vault is null. */
export type VaultNullReason =
  | 'NO_EPOCHS'
  | 'CONSTANT_UNKNOWN'
  | 'HAS_EPOCHS'
  | 'ASSETS_UNKNOWN'
  | 'BLOCK_TIME_UNKNOWN'

/** Family of an adapter: the factory that made it (Symbiotic core V2). */
export type AdapterFamily =
  | 'AAVE_V3'
  | 'APP'
  | 'ERC4626'
  | 'EULER'
  | 'LIQUID_LANE'
  | 'MORPHO_VAULT_V2'
  | 'RESTAKING_APP'
  | 'THREE_F'

/** Whose share of Symbiotic's rewards was claimed. */
export type VaultRewardClaimKind =
  | 'STAKER'
  | 'OPERATOR'
  | 'ACCOUNT'
  | 'ADMIN_FEE'
  | 'CURATOR_FEE'
  | 'PROTOCOL_FEE'

/** How it became known whose a contract is. */
export type MiddlewareSource = 'LISTED' | 'REGISTRAR' | 'OPERATOR_SET' | 'OWN_EVENT'

/** Contracts by which an AVS counts votes. */
export type MiddlewareKind = 'REGISTRY_COORDINATOR' | 'ECDSA_STAKE_REGISTRY'

/** What a quorum counts as stake (StakeRegistry). */
export type QuorumStakeType = 'TOTAL_DELEGATED' | 'TOTAL_SLASHABLE'

/** Status of an operator at a registry coordinator. */
export type QuorumOperatorStatus = 'REGISTERED' | 'DEREGISTERED'

/** What became of a slashing request. */
export type SlashingRequestStatus = 'REQUESTED' | 'CANCELLED' | 'FULFILLED'

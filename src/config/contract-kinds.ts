/** What a followed contract is; the same names as enum ContractKind in schema.graphql. */
export const CONTRACT_KINDS = [
  'ALLOCATION_MANAGER',
  'AVS_DIRECTORY',
  'BEACON',
  'CROSS_CHAIN',
  'DELEGATION_MANAGER',
  'EIGEN_POD',
  'EIGEN_POD_MANAGER',
  'EMISSIONS_CONTROLLER',
  'KEY_REGISTRAR',
  'LEGACY',
  'PAUSER_REGISTRY',
  'PERMISSION_CONTROLLER',
  'PRICE_FEED',
  'PROTOCOL_REGISTRY',
  'PROXY_ADMIN',
  'RELEASE_MANAGER',
  'REWARDS_COORDINATOR',
  'STRATEGY',
  'STRATEGY_FACTORY',
  'STRATEGY_MANAGER',
  'TASK_MAILBOX',
  'TIMELOCK',
] as const

export type ContractKind = (typeof CONTRACT_KINDS)[number]

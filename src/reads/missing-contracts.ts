import type { ApiContext } from './context'
import { apiError } from './errors'

/** Entities that would lack rows, or have wrong ones, without the events of these contracts. */
const ENTITIES: Readonly<Record<string, readonly string[]>> = {
  AllocationManager: [
    'Allocation',
    'Deregistration',
    'OperatorMagnitude',
    'OperatorSet',
    'OperatorSetPool',
    'SlashedPool',
    'Slashing',
  ],
  DelegationManager: [
    'Delegation',
    'Operator',
    'OperatorStake',
    'Stake',
    'Withdrawal',
    'WithdrawalItem',
  ],
  EigenPodManager: ['Pod', 'RetiredPod', 'Validator'],
  PermissionController: ['Admin', 'Appointee'],
  RewardsCoordinator: ['DistributionRoot', 'RewardClaim', 'RewardSplit', 'RewardSubmission'],
  StrategyManager: ['Pool', 'SlashedShares', 'Stake'],
  DelegatorFactory: ['NetworkLimit', 'OperatorLimit'],
  OperatorVaultOptInService: ['VaultOptIn'],
  SlasherFactory: ['Resolver', 'VaultSlashing'],
  VaultFactory: [
    'NetworkLimit',
    'OperatorLimit',
    'Resolver',
    'Vault',
    'VaultDepositor',
    'VaultEpoch',
    'VaultPosition',
    'VaultSlashing',
    'VaultWithdrawal',
  ],
}

/** Entities of those contracts and of the registries, by the names of their tables. */
const TABLES: ReadonlyMap<string, string> = new Map(
  [...Object.values(ENTITIES).flat(), 'AvsRegistration'].map((entity) => [
    entity.replace(/\B[A-Z]/g, '_$&').toLowerCase(),
    entity,
  ]),
)

/** Contracts of Symbiotic core v1 alone: without them a chain has vaults of V2, whose stake is computed beside that of v1. */
const V1_ALONE: ReadonlySet<string> = new Set([
  'DelegatorFactory',
  'OperatorVaultOptInService',
  'SlasherFactory',
])

/** Contracts that feed `AvsRegistration`: one of them is enough for rows that are right. */
const REGISTRIES = ['AllocationManager', 'AVSDirectory']

/**
 * Refuses to read an entity of which the index has no events: an empty list would say that there are none.
 * @param missing names of the contracts of the core that are not indexed
 * @throws ApiError NOT_INDEXED
 */
export function requireIndexedEntity(entity: string, missing: readonly string[]): void {
  if (missing.length === 0) return
  const isWithoutRegistry =
    entity === 'AvsRegistration' && REGISTRIES.every((name) => missing.includes(name))
  const contracts = isWithoutRegistry
    ? REGISTRIES
    : missing.filter((name) => ENTITIES[name]?.includes(entity))
  if (contracts.length === 0) return
  throw apiError(
    'NOT_INDEXED',
    `${entity} is not indexed. Missing in the deployment, or without code on the chain: ${contracts.join(', ')}.`,
    {
      contracts,
      hint: 'Add its address to the deployment file, if it is not there, and index into an empty database.',
    },
  )
}

/** An operation that refuses, with NOT_INDEXED, every statement that reads a table of which the index has no events. */
export function indexedOnly(context: ApiContext): ApiContext {
  return {
    head: () => context.head(),
    at: (block) => context.at(block),
    query: async (text, params) => {
      const { missingContracts } = await context.head()
      const missing = missingContracts.filter((name) => !V1_ALONE.has(name))
      if (missing.length > 0) requireIndexedTables(text, missing)
      return context.query(text, params)
    },
  }
}

function requireIndexedTables(sql: string, missing: readonly string[]): void {
  for (const [, table] of sql.matchAll(/\b(?:FROM|JOIN)\s+"?(\w+)/g)) {
    const entity = TABLES.get(table!)
    if (entity !== undefined) requireIndexedEntity(entity, missing)
  }
}

import type { ContractKind } from '../facts/enums.generated'
import type { KnownContract } from './networks'

const EIGENLAYER: Readonly<Record<string, ContractKind>> = {
  AllocationManager: 'ALLOCATION_MANAGER',
  AVSDirectory: 'AVS_DIRECTORY',
  CrossChainRegistry: 'CROSS_CHAIN',
  DelayedWithdrawalRouter: 'LEGACY',
  DelegationManager: 'DELEGATION_MANAGER',
  EigenPodManager: 'EIGEN_POD_MANAGER',
  EigenStrategy: 'STRATEGY',
  EmissionsController: 'EMISSIONS_CONTROLLER',
  KeyRegistrar: 'KEY_REGISTRAR',
  OperatorTableUpdater: 'CROSS_CHAIN',
  PauserRegistry: 'PAUSER_REGISTRY',
  PaymentCoordinator: 'LEGACY',
  PermissionController: 'PERMISSION_CONTROLLER',
  ProtocolRegistry: 'PROTOCOL_REGISTRY',
  ProxyAdmin: 'PROXY_ADMIN',
  ReleaseManager: 'RELEASE_MANAGER',
  RewardsCoordinator: 'REWARDS_COORDINATOR',
  SlashEscrowFactory: 'LEGACY',
  Slasher: 'LEGACY',
  StrategyFactory: 'STRATEGY_FACTORY',
  StrategyManager: 'STRATEGY_MANAGER',
  TaskMailbox: 'TASK_MAILBOX',
  Timelock: 'TIMELOCK',
  TimelockController: 'TIMELOCK',
}

const SYMBIOTIC: Readonly<Record<string, ContractKind>> = {
  AdapterRegistry: 'ADAPTER_REGISTRY',
  BurnerRouterFactory: 'BURNER_ROUTER_FACTORY',
  CuratorRegistry: 'CURATOR_REGISTRY',
  DelegatorFactory: 'DELEGATOR_FACTORY',
  FeeRegistry: 'CURATOR_REGISTRY',
  NetworkMetadataService: 'NETWORK_METADATA_SERVICE',
  NetworkMiddlewareService: 'MIDDLEWARE_SERVICE',
  NetworkRegistry: 'NETWORK_REGISTRY',
  OperatorMetadataService: 'OPERATOR_METADATA_SERVICE',
  OperatorNetworkOptInService: 'NETWORK_OPT_IN_SERVICE',
  OperatorRegistry: 'OPERATOR_REGISTRY',
  OperatorRewards: 'OPERATOR_REWARDS',
  OperatorRewardsFactory: 'OPERATOR_REWARDS_FACTORY',
  OperatorVaultOptInService: 'VAULT_OPT_IN_SERVICE',
  ProtocolFeeRegistry: 'PROTOCOL_FEE_REGISTRY',
  Rewards: 'VAULT_REWARDS',
  SlasherFactory: 'VAULT_SLASHER_FACTORY',
  StakerRewardsFactory: 'STAKER_REWARDS_FACTORY',
  UniversalDelegatorFactory: 'UNIVERSAL_DELEGATOR_FACTORY',
  VaultFactory: 'VAULT_FACTORY',
  WithdrawalQueueFactory: 'WITHDRAWAL_QUEUE_FACTORY',
}

/** Contracts of one AVS: a remark in parentheses tells those of several apart. */
const MIDDLEWARE: Readonly<Record<string, ContractKind>> = {
  BLSApkRegistry: 'BLS_APK_REGISTRY',
  ECDSAStakeRegistry: 'ECDSA_STAKE_REGISTRY',
  EjectionManager: 'EJECTION_MANAGER',
  InstantSlasher: 'INSTANT_SLASHER',
  RegistryCoordinator: 'REGISTRY_COORDINATOR',
  SlashingRegistryCoordinator: 'REGISTRY_COORDINATOR',
  StakeRegistry: 'STAKE_REGISTRY',
  VetoableSlasher: 'VETOABLE_SLASHER',
}

const KIND_OF_NAME: Readonly<Record<string, ContractKind>> = {
  ...EIGENLAYER,
  ...SYMBIOTIC,
  ...MIDDLEWARE,
}

/** Names of early files of EigenLayer, and other names of contracts of Symbiotic, in lower case. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  delegation: 'DelegationManager',
  eigenlayerpauserreg: 'PauserRegistry',
  eigenlayerproxyadmin: 'ProxyAdmin',
  defaultoperatorrewards: 'OperatorRewards',
  defaultoperatorrewardsfactory: 'OperatorRewardsFactory',
  defaultstakerrewardsfactory: 'StakerRewardsFactory',
}

const NAME_OF_LOWER = new Map([
  ...Object.keys(KIND_OF_NAME).map((name) => [name.toLowerCase(), name] as const),
  ...Object.entries(OTHER_NAMES),
])

/**
 * A contract's name as this project spells it; EigenLayer's files write `delegationManager`, or `delegationManagerProxy`. A
 * remark in parentheses stays: it tells contracts of one kind apart.
 */
export function canonicalName(given: string): string {
  const [, name = given, remark = ''] = given.match(/^(.*?)( \(.*\))?$/) ?? []
  const bare = name.replace(/[_-]/g, '').toLowerCase()
  const known = NAME_OF_LOWER.get(bare) ?? NAME_OF_LOWER.get(bare.replace(/proxy$/, ''))
  return known === undefined ? given : `${known}${remark}`
}

/** Names of deployment lists that nobody misses: no contracts of the protocol, or (vaults) ones that events reveal. */
const NOT_FOLLOWED =
  /impl(ementation)?$|^token|token$|multisig|registrar|multicall|multisender|deposit$|harness|view$|configurator$|^durationvault_|^feed_|^yield_|_\d+$|^(backing)?eigen$|^(empty|pausable|mock)|mock$|^(index|socket)registry$/i

/** Whether a name is neither that of a followed contract nor of one that is known not to be followed. */
export function isUnknownName(name: string): boolean {
  return kindOfContract(canonicalName(name)) === null && !NOT_FOLLOWED.test(name)
}

/**
 * Kind of a contract, by its name in a deployment list.
 *
 * A remark in parentheses is ignored: `ProxyAdmin (EIGEN)` is a ProxyAdmin. Null for contracts that are not followed: tokens,
 * registrars, implementations behind a proxy, multisigs, test harnesses.
 */
export function kindOfContract(name: string): ContractKind | null {
  const bare = name.replace(/ \(.*\)$/, '')
  if (/impl(ementation)?$/i.test(bare)) return null
  if (/beacon$/i.test(bare)) return 'BEACON'
  if (/^Strategy(_|TVL)/.test(bare)) return 'STRATEGY'
  if (/CertificateVerifier$/.test(bare)) return 'CROSS_CHAIN'
  // A network that uses the relay has one of its own.
  if (/^ValSetDriver/i.test(bare)) return 'VALSET_DRIVER'
  if (/AdapterFactory$/i.test(bare)) return 'ADAPTER_FACTORY'
  return Object.hasOwn(KIND_OF_NAME, bare) ? KIND_OF_NAME[bare]! : null
}

/**
 * The contracts of a deployment that maps names to addresses; addresses become lower case.
 * @throws Error for a name without a kind: a mistake in the table
 */
export function namedContracts(addresses: Readonly<Record<string, string>>): KnownContract[] {
  return Object.entries(addresses).map(([name, address]) => {
    const kind = kindOfContract(name)
    if (kind === null) throw new Error(`no kind for contract ${name}`)
    return { address: address.toLowerCase(), kind, name }
  })
}

import { type AbiEvent, event, indexed } from '@subsquid/evm-abi'
import * as p from '@subsquid/evm-codec'
import * as AllocationManager from '../../abi/AllocationManager'
import * as AVSDirectory from '../../abi/AVSDirectory'
import * as BeaconProxy from '../../abi/BeaconProxy'
import * as BN254CertificateVerifier from '../../abi/BN254CertificateVerifier'
import * as CrossChainRegistry from '../../abi/CrossChainRegistry'
import * as DelayedWithdrawalRouter from '../../abi/DelayedWithdrawalRouter'
import * as DelegationManager from '../../abi/DelegationManager'
import * as DurationVaultStrategy from '../../abi/DurationVaultStrategy'
import * as ECDSACertificateVerifier from '../../abi/ECDSACertificateVerifier'
import * as EigenPod from '../../abi/EigenPod'
import * as EigenPodManager from '../../abi/EigenPodManager'
import * as EigenStrategy from '../../abi/EigenStrategy'
import * as EmissionsController from '../../abi/EmissionsController'
import * as KeyRegistrar from '../../abi/KeyRegistrar'
import * as OperatorTableUpdater from '../../abi/OperatorTableUpdater'
import * as PauserRegistry from '../../abi/PauserRegistry'
import * as PaymentCoordinator from '../../abi/PaymentCoordinator'
import * as PermissionController from '../../abi/PermissionController'
import * as PriceFeed from '../../abi/PriceFeed'
import * as ProtocolRegistry from '../../abi/ProtocolRegistry'
import * as ProxyAdmin from '../../abi/ProxyAdmin'
import * as ReleaseManager from '../../abi/ReleaseManager'
import * as RewardsCoordinator from '../../abi/RewardsCoordinator'
import * as SlashEscrowFactory from '../../abi/SlashEscrowFactory'
import * as Slasher from '../../abi/Slasher'
import * as StrategyBase from '../../abi/StrategyBase'
import * as StrategyBaseTVLLimits from '../../abi/StrategyBaseTVLLimits'
import * as StrategyFactory from '../../abi/StrategyFactory'
import * as StrategyManager from '../../abi/StrategyManager'
import * as TaskMailbox from '../../abi/TaskMailbox'
import * as TimelockCompound from '../../abi/TimelockCompound'
import * as TimelockController from '../../abi/TimelockController'
import * as TransparentUpgradeableProxy from '../../abi/TransparentUpgradeableProxy'
import * as UpgradeableBeacon from '../../abi/UpgradeableBeacon'
import type { ContractKind } from '../../facts/enums.generated'

// biome-ignore lint/suspicious/noExplicitAny: events of all shapes are in one table; each is decoded by its own type
export type AnyEvent = AbiEvent<any>

interface Abi {
  events: Record<string, AnyEvent>
}

/** Events of every proxy. */
const PROXY: Abi[] = [TransparentUpgradeableProxy, BeaconProxy]

const BY_KIND: Partial<Record<ContractKind, Abi[]>> = {
  ALLOCATION_MANAGER: [AllocationManager],
  AVS_DIRECTORY: [AVSDirectory],
  BEACON: [UpgradeableBeacon],
  CROSS_CHAIN: [
    CrossChainRegistry,
    OperatorTableUpdater,
    BN254CertificateVerifier,
    ECDSACertificateVerifier,
  ],
  DELEGATION_MANAGER: [DelegationManager],
  EIGEN_POD: [EigenPod],
  EIGEN_POD_MANAGER: [EigenPodManager],
  EMISSIONS_CONTROLLER: [EmissionsController],
  KEY_REGISTRAR: [KeyRegistrar],
  LEGACY: [Slasher, DelayedWithdrawalRouter, SlashEscrowFactory, PaymentCoordinator],
  PAUSER_REGISTRY: [PauserRegistry],
  PERMISSION_CONTROLLER: [PermissionController],
  PRICE_FEED: [PriceFeed],
  PROTOCOL_REGISTRY: [ProtocolRegistry],
  PROXY_ADMIN: [ProxyAdmin],
  RELEASE_MANAGER: [ReleaseManager],
  REWARDS_COORDINATOR: [RewardsCoordinator],
  STRATEGY: [StrategyBase, StrategyBaseTVLLimits, EigenStrategy, DurationVaultStrategy],
  STRATEGY_FACTORY: [StrategyFactory],
  STRATEGY_MANAGER: [StrategyManager],
  TASK_MAILBOX: [TaskMailbox],
  TIMELOCK: [TimelockController, TimelockCompound],
}

/** Events by topic0: those of each kind of contract, and those of all (ownership, pausing, proxies). */
const TABLES = new Map<ContractKind, Map<string, AnyEvent>>()
const ANY = new Map<string, AnyEvent>()
const TOPICS = new Map<ContractKind, readonly string[]>()
for (const [kind, abis] of Object.entries(BY_KIND) as [ContractKind, Abi[]][]) {
  const table = new Map<string, AnyEvent>()
  for (const abi of [...abis, ...PROXY]) {
    for (const event of Object.values(abi.events)) {
      if (!table.has(event.topic)) table.set(event.topic, withHashedStructs(event))
      if (!ANY.has(event.topic)) ANY.set(event.topic, withHashedStructs(event))
    }
  }
  TABLES.set(kind, table)
  TOPICS.set(kind, [...table.keys()])
}

/**
 * The event of a topic, as a contract of this kind declares it. Events are found by topic, not by name: many names have
 * several signatures, and several contracts share one topic.
 */
export function eventOf(kind: ContractKind, topic0: string): AnyEvent | undefined {
  return TABLES.get(kind)?.get(topic0) ?? ANY.get(topic0)
}

/** Topic0 of all events that the ABIs of this kind of contract declare. The list is the same object on every call. */
export function topicsOf(kind: ContractKind): readonly string[] {
  return TOPICS.get(kind) ?? []
}

/** Topics by which contracts of a kind with very many members may be read, whatever their addresses; null: by address. */
export function sharedTopicsOf(kind: ContractKind): readonly string[] | null {
  return kind === 'EIGEN_POD' ? topicsOf(kind) : null
}

/** An indexed struct is only a hash in the log (ReleaseManager); the generated decoder would decode its fields. */
function withHashedStructs(source: AnyEvent): AnyEvent {
  const params: Record<string, unknown> = source.params
  const isHashed = (codec: unknown) => {
    const { indexed, baseType } = codec as { indexed?: boolean; baseType?: string }
    return indexed === true && baseType === 'struct'
  }
  if (!Object.values(params).some(isHashed)) return source
  const fixed = Object.fromEntries(
    Object.entries(params).map(([name, codec]) => [
      name,
      isHashed(codec) ? indexed(p.bytes32) : codec,
    ]),
  )
  return event(source.topic, source.signature, fixed as never)
}

/** Topic0 of events whose blocks are always verified, because they move much value: slashings and distribution roots. */
export const ALWAYS_VERIFIED_TOPICS: ReadonlySet<string> = new Set([
  AllocationManager.events.OperatorSlashed.topic,
  RewardsCoordinator.events.DistributionRootSubmitted.topic,
])

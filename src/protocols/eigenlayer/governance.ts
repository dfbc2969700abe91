import { events as am } from '../../abi/AllocationManager'
import { events as beaconProxy } from '../../abi/BeaconProxy'
import { events as dm } from '../../abi/DelegationManager'
import { events as registry } from '../../abi/PauserRegistry'
import { events as permissions } from '../../abi/PermissionController'
import { events as versions } from '../../abi/ProtocolRegistry'
import { events as rc } from '../../abi/RewardsCoordinator'
import { events as proxy } from '../../abi/TransparentUpgradeableProxy'
import type { Fact, FactOf, SelfContainedChange } from '../../facts/facts'
import { setOf } from './avs'
import { eventName } from './decode'
import { ANY_KIND, type EventHandler, type LogContext, on } from './handler'

const PERMISSIONS = 'PERMISSION_CONTROLLER'

/** The contract that emitted the change, and the name of the event. */
function source({ logs, index }: LogContext) {
  const { log, event } = logs[index]!
  return { contract: log.address, event: eventName(event!) }
}

interface Values {
  subject?: string
  before: string | null
  after: string
}

function change(context: LogContext, change: SelfContainedChange, values: Values): Fact {
  return { kind: 'governanceChange', ...source(context), change, subject: null, ...values }
}

const pausing = (paused: boolean) => (args: { newPausedStatus: bigint }, context: LogContext) => [
  { kind: 'pausedFunctions' as const, ...source(context), paused, status: args.newPausedStatus },
]

/** Upgrades, pauses and owners: events of contracts of many kinds, each about its emitter. */
const ofAnyContract: EventHandler[] = [
  on(ANY_KIND, proxy.Upgraded, ({ implementation }, context) => {
    const beacon = context.logs[context.index]!.kind === 'BEACON'
    return [{ kind: 'upgraded', ...source(context), beacon, implementation }]
  }),
  on(ANY_KIND, beaconProxy.BeaconUpgraded, ({ beacon }, context) => [
    change(context, 'BEACON', { before: null, after: beacon }),
  ]),
  on(ANY_KIND, proxy.AdminChanged, ({ previousAdmin, newAdmin }, context) => [
    change(context, 'PROXY_ADMIN', { before: previousAdmin, after: newAdmin }),
  ]),
  on(ANY_KIND, dm.Paused, pausing(true)),
  on(ANY_KIND, dm.Unpaused, pausing(false)),
  on(ANY_KIND, dm.OwnershipTransferred, ({ previousOwner, newOwner }, context) => [
    { kind: 'ownerChanged', ...source(context), before: previousOwner, owner: newOwner },
  ]),
  on(ANY_KIND, dm.PauserRegistrySet, ({ pauserRegistry, newPauserRegistry }, context) => [
    change(context, 'PAUSER', { before: pauserRegistry, after: newPauserRegistry }),
  ]),
]

/** Who may pause, and who may act for an account (PauserRegistry, PermissionController). */
const powers: EventHandler[] = [
  on('PAUSER_REGISTRY', registry.PauserStatusChanged, ({ pauser, canPause }, context) => [
    change(context, 'PAUSER', { subject: pauser, before: null, after: `${canPause}` }),
  ]),
  on('PAUSER_REGISTRY', registry.UnpauserChanged, ({ previousUnpauser, newUnpauser }, context) => [
    change(context, 'PAUSER', { before: previousUnpauser, after: newUnpauser }),
  ]),
  on(PERMISSIONS, permissions.AdminSet, admin('ADMIN')),
  on(PERMISSIONS, permissions.AdminRemoved, admin('NONE')),
  on(PERMISSIONS, permissions.PendingAdminAdded, admin('PENDING')),
  on(PERMISSIONS, permissions.PendingAdminRemoved, admin('NONE')),
  on(PERMISSIONS, permissions.AppointeeSet, appointee(true)),
  on(PERMISSIONS, permissions.AppointeeRemoved, appointee(false)),
  on('ALLOCATION_MANAGER', am.SlasherUpdated, (args, context) => [
    {
      kind: 'slasherChanged',
      ...source(context),
      set: setOf(args.operatorSet),
      slasher: args.slasher,
      effectBlock: BigInt(args.effectBlock),
    },
  ]),
]

/** Before and after a value is added or removed; empty text stands for none after a removal. */
const addedOrRemoved = (value: string, isAdded: boolean) =>
  isAdded ? { before: null, after: value } : { before: value, after: '' }

function admin(standing: FactOf<'admin'>['standing']) {
  return ({ account, admin }: { account: string; admin: string }, context: LogContext): Fact[] => [
    { kind: 'admin', account, admin, standing },
    change(context, 'ADMIN', { subject: account, ...addedOrRemoved(admin, standing !== 'NONE') }),
  ]
}

function appointee(appointed: boolean) {
  type Args = { account: string; appointee: string; target: string; selector: string }
  return ({ account, appointee, target, selector }: Args, context: LogContext): Fact[] => {
    const values = addedOrRemoved(`${appointee} ${target} ${selector}`, appointed)
    return [
      { kind: 'appointee', account, appointee, target, selector, appointed },
      change(context, 'APPOINTEE', { subject: account, ...values }),
    ]
  }
}

const numbers = (before: bigint | number, after: bigint | number) => {
  return { before: `${before}`, after: `${after}` }
}

/** Configurable delays and splits, and the release. In later releases some of them are constants, without events. */
const parameters: EventHandler[] = [
  on('DELEGATION_MANAGER', dm.MinWithdrawalDelayBlocksSet, (args, context) => [
    change(context, 'PARAMETER', numbers(args.previousValue, args.newValue)),
  ]),
  on('DELEGATION_MANAGER', dm.StrategyWithdrawalDelayBlocksSet, (args, context) => {
    const values = numbers(args.previousValue, args.newValue)
    return [change(context, 'PARAMETER', { subject: args.strategy, ...values })]
  }),
  // Release M1: StrategyManager, DelayedWithdrawalRouter.
  on(ANY_KIND, dm.WithdrawalDelayBlocksSet, (args, context) => [
    change(context, 'PARAMETER', numbers(args.previousValue, args.newValue)),
  ]),
  on('REWARDS_COORDINATOR', rc.ActivationDelaySet, (args, context) => [
    change(context, 'PARAMETER', numbers(args.oldActivationDelay, args.newActivationDelay)),
  ]),
  on('REWARDS_COORDINATOR', rc.GlobalCommissionBipsSet, (args, context) => [
    change(
      context,
      'PARAMETER',
      numbers(args.oldGlobalCommissionBips, args.newGlobalCommissionBips),
    ),
  ]),
  on('REWARDS_COORDINATOR', rc.DefaultOperatorSplitBipsSet, (args, context) => [
    change(
      context,
      'PARAMETER',
      numbers(args.oldDefaultOperatorSplitBips, args.newDefaultOperatorSplitBips),
    ),
  ]),
  on('PROTOCOL_REGISTRY', versions.SemanticVersionUpdated, (args, context) => [
    { kind: 'protocolVersion', version: args.semanticVersion },
    change(context, 'VERSION', {
      // Empty text before the first release.
      before: args.previousSemanticVersion || null,
      after: args.semanticVersion,
    }),
  ]),
]

/** Who or what controls the contracts. */
export const governanceHandlers: EventHandler[] = [...ofAnyContract, ...powers, ...parameters]

import { events as am } from '../../abi/AllocationManager'
import { events as dm } from '../../abi/DelegationManager'
import { events as registry } from '../../abi/PauserRegistry'
import { events as permissions } from '../../abi/PermissionController'
import { events as versions } from '../../abi/ProtocolRegistry'
import { events as rc } from '../../abi/RewardsCoordinator'
import type { Fact, FactOf } from '../../facts/facts'
import { change } from '../common/governance'
import { ANY_KIND, type EventHandler, type LogContext, on, sourceOf } from '../handler'
import { setOf } from './avs'

const PERMISSIONS = 'PERMISSION_CONTROLLER'

const pausing = (paused: boolean) => (args: { newPausedStatus: bigint }, context: LogContext) => [
  { kind: 'pausedFunctions' as const, ...sourceOf(context), paused, status: args.newPausedStatus },
]

/** Pauses: events of contracts of many kinds, each about its emitter. */
const ofAnyContract: EventHandler[] = [
  on(ANY_KIND, dm.Paused, pausing(true)),
  on(ANY_KIND, dm.Unpaused, pausing(false)),
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
      ...sourceOf(context),
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

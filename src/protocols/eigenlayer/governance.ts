import { events as am } from '../../abi/AllocationManager'
import { events as beaconProxy } from '../../abi/BeaconProxy'
import { events as dm } from '../../abi/DelegationManager'
import { events as registry } from '../../abi/PauserRegistry'
import { events as permissions } from '../../abi/PermissionController'
import { events as versions } from '../../abi/ProtocolRegistry'
import { events as rc } from '../../abi/RewardsCoordinator'
import { events as proxy } from '../../abi/TransparentUpgradeableProxy'
import type { Fact, FactOf, GovernanceKind } from '../../facts/facts'
import { eventName } from './decode'
import { ANY_KIND, on, type Reader, type Reading } from './reading'
import { setOf } from './services'

const PERMISSIONS = 'PERMISSION_CONTROLLER'

/** The contract whose rules changed, and the event that says so. */
function source({ logs, index }: Reader) {
  const { log, event } = logs[index]!
  return { contract: log.address, event: eventName(event!) }
}

interface Values {
  subject?: string
  before: string | null
  after: string
}

function change(reader: Reader, change: GovernanceKind, values: Values): Fact {
  return { kind: 'governanceChange', ...source(reader), change, subject: null, ...values }
}

const pausing = (paused: boolean) => (args: { newPausedStatus: bigint }, reader: Reader) => [
  { kind: 'pausedFunctions' as const, ...source(reader), paused, status: args.newPausedStatus },
]

/** Upgrades, pauses and owners: events of contracts of many kinds, each about the contract that emits it. */
const ofAnyContract: Reading[] = [
  on(ANY_KIND, proxy.Upgraded, ({ implementation }, reader) => {
    const beacon = reader.logs[reader.index]!.kind === 'BEACON'
    return [{ kind: 'upgraded', ...source(reader), beacon, implementation }]
  }),
  on(ANY_KIND, beaconProxy.BeaconUpgraded, ({ beacon }, reader) => [
    change(reader, 'BEACON', { before: null, after: beacon }),
  ]),
  on(ANY_KIND, proxy.AdminChanged, ({ previousAdmin, newAdmin }, reader) => [
    change(reader, 'PROXY_ADMIN', { before: previousAdmin, after: newAdmin }),
  ]),
  on(ANY_KIND, dm.Paused, pausing(true)),
  on(ANY_KIND, dm.Unpaused, pausing(false)),
  on(ANY_KIND, dm.OwnershipTransferred, ({ previousOwner, newOwner }, reader) => [
    { kind: 'ownerChanged', ...source(reader), before: previousOwner, owner: newOwner },
  ]),
  on(ANY_KIND, dm.PauserRegistrySet, ({ pauserRegistry, newPauserRegistry }, reader) => [
    change(reader, 'PAUSER', { before: pauserRegistry, after: newPauserRegistry }),
  ]),
]

/** Who may pause, and who may act for an account (PauserRegistry, PermissionController). */
const powers: Reading[] = [
  on('PAUSER_REGISTRY', registry.PauserStatusChanged, ({ pauser, canPause }, reader) => [
    change(reader, 'PAUSER', { subject: pauser, before: null, after: `${canPause}` }),
  ]),
  on('PAUSER_REGISTRY', registry.UnpauserChanged, ({ previousUnpauser, newUnpauser }, reader) => [
    change(reader, 'PAUSER', { before: previousUnpauser, after: newUnpauser }),
  ]),
  on(PERMISSIONS, permissions.AdminSet, admin('ADMIN')),
  on(PERMISSIONS, permissions.AdminRemoved, admin('NONE')),
  on(PERMISSIONS, permissions.PendingAdminAdded, admin('PENDING')),
  on(PERMISSIONS, permissions.PendingAdminRemoved, admin('NONE')),
  on(PERMISSIONS, permissions.AppointeeSet, appointee(true)),
  on(PERMISSIONS, permissions.AppointeeRemoved, appointee(false)),
  on('ALLOCATION_MANAGER', am.SlasherUpdated, (args, reader) => [
    {
      kind: 'slasherChanged',
      ...source(reader),
      set: setOf(args.operatorSet),
      slasher: args.slasher,
      effectBlock: BigInt(args.effectBlock),
    },
  ]),
]

/** A value that is taken away leaves nothing in its place: empty text. */
const given = (value: string, now: boolean) =>
  now ? { before: null, after: value } : { before: value, after: '' }

function admin(standing: FactOf<'admin'>['standing']) {
  return ({ account, admin }: { account: string; admin: string }, reader: Reader): Fact[] => [
    { kind: 'admin', account, admin, standing },
    change(reader, 'ADMIN', { subject: account, ...given(admin, standing !== 'NONE') }),
  ]
}

function appointee(appointed: boolean) {
  type Args = { account: string; appointee: string; target: string; selector: string }
  return ({ account, appointee, target, selector }: Args, reader: Reader): Fact[] => {
    const may = given(`${appointee} ${target} ${selector}`, appointed)
    return [
      { kind: 'appointee', account, appointee, target, selector, appointed },
      change(reader, 'APPOINTEE', { subject: account, ...may }),
    ]
  }
}

const numbers = (before: bigint | number, after: bigint | number) => {
  return { before: `${before}`, after: `${after}` }
}

/** Delays and splits that rules set, and the release. Later releases have some of them as constants, without events. */
const parameters: Reading[] = [
  on('DELEGATION_MANAGER', dm.MinWithdrawalDelayBlocksSet, (args, reader) => [
    change(reader, 'PARAMETER', numbers(args.previousValue, args.newValue)),
  ]),
  on('DELEGATION_MANAGER', dm.StrategyWithdrawalDelayBlocksSet, (args, reader) => {
    const values = numbers(args.previousValue, args.newValue)
    return [change(reader, 'PARAMETER', { subject: args.strategy, ...values })]
  }),
  // Release M1: StrategyManager, DelayedWithdrawalRouter.
  on(ANY_KIND, dm.WithdrawalDelayBlocksSet, (args, reader) => [
    change(reader, 'PARAMETER', numbers(args.previousValue, args.newValue)),
  ]),
  on('REWARDS_COORDINATOR', rc.ActivationDelaySet, (args, reader) => [
    change(reader, 'PARAMETER', numbers(args.oldActivationDelay, args.newActivationDelay)),
  ]),
  on('REWARDS_COORDINATOR', rc.GlobalCommissionBipsSet, (args, reader) => [
    change(
      reader,
      'PARAMETER',
      numbers(args.oldGlobalCommissionBips, args.newGlobalCommissionBips),
    ),
  ]),
  on('REWARDS_COORDINATOR', rc.DefaultOperatorSplitBipsSet, (args, reader) => [
    change(
      reader,
      'PARAMETER',
      numbers(args.oldDefaultOperatorSplitBips, args.newDefaultOperatorSplitBips),
    ),
  ]),
  on('PROTOCOL_REGISTRY', versions.SemanticVersionUpdated, (args, reader) => [
    { kind: 'protocolVersion', version: args.semanticVersion },
    change(reader, 'VERSION', {
      // The first one takes the place of an empty text.
      before: args.previousSemanticVersion || null,
      after: args.semanticVersion,
    }),
  ]),
]

/** Who or what rules the contracts. */
export const governance: Reading[] = [...ofAnyContract, ...powers, ...parameters]

import { events as beaconProxy } from '../../abi/BeaconProxy'
import { events as proxy } from '../../abi/TransparentUpgradeableProxy'
import { events as ownable } from '../../abi/UpgradeableBeacon'
import type { Fact, SelfContainedChange } from '../../facts/facts'
import { ANY_KIND, type EventHandler, type LogContext, on, sourceOf } from '../handler'

interface Values {
  subject?: string
  before: string | null
  after: string
}

/** The fact of a change that the log that is handled tells in full. */
export function change(context: LogContext, change: SelfContainedChange, values: Values): Fact {
  return { kind: 'governanceChange', ...sourceOf(context), change, subject: null, ...values }
}

/** Upgrades and owners: events of contracts of many kinds, each about its emitter (OpenZeppelin). */
export const proxyHandlers: EventHandler[] = [
  on(ANY_KIND, proxy.Upgraded, ({ implementation }, context) => {
    const beacon = context.logs[context.index]!.kind === 'BEACON'
    return [{ kind: 'upgraded', ...sourceOf(context), beacon, implementation }]
  }),
  on(ANY_KIND, beaconProxy.BeaconUpgraded, ({ beacon }, context) => [
    change(context, 'BEACON', { before: null, after: beacon }),
  ]),
  on(ANY_KIND, proxy.AdminChanged, ({ previousAdmin, newAdmin }, context) => [
    change(context, 'PROXY_ADMIN', { before: previousAdmin, after: newAdmin }),
  ]),
  on(ANY_KIND, ownable.OwnershipTransferred, ({ previousOwner, newOwner }, context) => [
    { kind: 'ownerChanged', ...sourceOf(context), before: previousOwner, owner: newOwner },
  ]),
]

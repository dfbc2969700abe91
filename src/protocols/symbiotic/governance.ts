import { events as delegator } from '../../abi/Delegator'
import { events as middleware } from '../../abi/NetworkMiddlewareService'
import { events as vault } from '../../abi/Vault'
import { events as slasher } from '../../abi/VaultSlasher'
import { change } from '../common/governance'
import { ANY_KIND, type EventHandler, on, parentOf, sourceOf } from '../handler'
import { subnetworkOf } from './subnetwork'

/** Who rules vaults, as changes: each is about a role, a hook, a resolver or middleware. */
export const governanceHandlers: EventHandler[] = [
  on(ANY_KIND, vault.RoleGranted, ({ role, account }, context) => [
    change(context, 'ROLE', { subject: role, before: null, after: account }),
  ]),
  on(ANY_KIND, vault.RoleRevoked, ({ role, account }, context) => [
    change(context, 'ROLE', { subject: role, before: account, after: '' }),
  ]),
  on('DELEGATOR', delegator.SetHook, ({ hook }, context) => [
    { kind: 'hookChanged', ...sourceOf(context), vault: parentOf(context), hook },
  ]),
  on('VAULT_SLASHER', slasher.SetResolver, ({ subnetwork, resolver }, context) => [
    {
      kind: 'resolverChanged',
      ...sourceOf(context),
      vault: parentOf(context),
      subnetwork: subnetworkOf(subnetwork),
      resolver,
    },
  ]),
  on('MIDDLEWARE_SERVICE', middleware.SetMiddleware, ({ network, middleware }, context) => [
    { kind: 'middlewareChanged', ...sourceOf(context), network, middleware },
  ]),
]

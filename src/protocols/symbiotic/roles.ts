import { events as vault } from '../../abi/Vault'
import { ANY_KIND, type EventHandler, emitterOf, on } from '../handler'

/** Roles on vaults and their contracts (AccessControl). */
export const roleHandlers: EventHandler[] = [
  on(ANY_KIND, vault.RoleGranted, ({ role, account }, context) => [
    { kind: 'role', contract: emitterOf(context), role, account, granted: true },
  ]),
  on(ANY_KIND, vault.RoleRevoked, ({ role, account }, context) => [
    { kind: 'role', contract: emitterOf(context), role, account, granted: false },
  ]),
]

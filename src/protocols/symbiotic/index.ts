import { events as vault } from '../../abi/Vault'
import { events as slasher } from '../../abi/VaultSlasher'
import type { Protocol } from '../protocol'
import { ABIS } from './abis'
import { answered } from './answers'
import { delegatorHandlers } from './delegators'
import { finders } from './finders'
import { registryHandlers } from './registries'
import { roleHandlers } from './roles'
import { slasherHandlers } from './slashers'
import { vaultHandlers } from './vaults'

/** Symbiotic core v1: vaults of versions 1 and 2. */
export const symbiotic: Protocol = {
  name: 'SYMBIOTIC',
  abis: ABIS,
  handlers: [
    ...roleHandlers,
    ...registryHandlers,
    ...vaultHandlers,
    ...delegatorHandlers,
    ...slasherHandlers,
  ],
  finders,
  checks: new Map(),
  unsettled: new Map(),
  readByTopic: [],
  alwaysVerified: [slasher.Slash.topic, slasher.ExecuteSlash.topic, vault.OnSlash.topic],
  genesis: () => ({ before: [], after: [] }),
  found: ({ address, kind }) =>
    kind === 'VAULT' ? [{ kind: 'vaultCreated', vault: address }] : [],
  answered,
}

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
import { v2Finders, v2Handlers } from './v2'
import { answeredV2 } from './v2/answers'
import { V2_NARROWED } from './v2/balances'
import { vaultHandlers } from './vaults'

/** Symbiotic: core v1, with vaults of versions 1 and 2, and core V2, with those of version 3. */
export const symbiotic: Protocol = {
  name: 'SYMBIOTIC',
  abis: ABIS,
  handlers: [
    ...roleHandlers,
    ...registryHandlers,
    ...vaultHandlers,
    ...delegatorHandlers,
    ...slasherHandlers,
    ...v2Handlers,
  ],
  finders: [...finders, ...v2Finders],
  checks: new Map(),
  unsettled: new Map(),
  readByTopic: [],
  narrowed: V2_NARROWED,
  alwaysVerified: [slasher.Slash.topic, slasher.ExecuteSlash.topic, vault.OnSlash.topic],
  genesis: () => ({ before: [], after: [] }),
  found: ({ address, kind }) =>
    kind === 'VAULT' ? [{ kind: 'vaultCreated', vault: address }] : [],
  answered: (answers) => [...answered(answers), ...answeredV2(answers)],
}

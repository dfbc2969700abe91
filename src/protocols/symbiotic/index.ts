import { events as vault } from '../../abi/Vault'
import { events as slasher } from '../../abi/VaultSlasher'
import type { Protocol } from '../protocol'
import { ABIS } from './abis'
import { answered, answeredByRouter } from './answers'
import { burnerHandlers } from './burners'
import { delegatorHandlers } from './delegators'
import { finders } from './finders'
import { governanceHandlers } from './governance'
import { registryHandlers } from './registries'
import { relayHandlers } from './relay'
import { rewardHandlers } from './rewards'
import { rewardV2Handlers } from './rewards-v2'
import { roleHandlers } from './roles'
import { slasherHandlers } from './slashers'
import { CHECKS } from './soundness'
import { v2Finders, v2Handlers } from './v2'
import { answeredV2 } from './v2/answers'
import { V2_NARROWED } from './v2/balances'
import { vaultHandlers } from './vaults'

/**
 * Symbiotic: core v1, with vaults of versions 1 and 2, core V2, with those of version 3, rewards, burner routers, and drivers of
 * validator sets.
 */
export const symbiotic: Protocol = {
  name: 'SYMBIOTIC',
  abis: ABIS,
  handlers: [
    // First: the values before the event are recorded before other handlers of the event change them.
    ...governanceHandlers,
    ...roleHandlers,
    ...registryHandlers,
    ...vaultHandlers,
    ...delegatorHandlers,
    ...slasherHandlers,
    ...v2Handlers,
    ...rewardHandlers,
    ...rewardV2Handlers,
    ...burnerHandlers,
    ...relayHandlers,
  ],
  finders: [...finders, ...v2Finders],
  checks: CHECKS,
  unsettled: new Map(),
  readByTopic: [],
  narrowed: V2_NARROWED,
  alwaysVerified: [slasher.Slash.topic, slasher.ExecuteSlash.topic, vault.OnSlash.topic],
  genesis: () => ({ before: [], after: [] }),
  found({ address, kind }) {
    if (kind === 'VAULT') return [{ kind: 'vaultCreated', vault: address }]
    return kind === 'BURNER_ROUTER' ? [{ kind: 'burnerRouterFound', router: address }] : []
  },
  answered: (answers) => [
    ...answered(answers),
    ...answeredV2(answers),
    ...answeredByRouter(answers),
  ],
}

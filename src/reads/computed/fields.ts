import { allocations } from './allocations'
import { middlewareFields } from './middleware'
import { people } from './people'
import { pools } from './pools'
import { protocolFields } from './protocols'
import { resolvers } from './resolvers'
import { rewards } from './rewards'
import { services } from './services'
import { slashings } from './slashings'
import type { Computed } from './sql'
import { stakes } from './stakes'
import { tokens } from './tokens'
import { vaultSlashings } from './vault-slashings'
import { vaults } from './vaults'
import { vaultsV2 } from './vaults-v2'

const PARTS: readonly Computed[] = [
  allocations,
  pools,
  stakes,
  services,
  slashings,
  rewards,
  tokens,
  protocolFields,
  people,
  vaults,
  vaultsV2,
  vaultSlashings,
  resolvers,
  middlewareFields,
]

/** Fields of the API that are not columns, by entity. */
export const COMPUTED: Computed = merged()

function merged(): Computed {
  const all: Record<string, Computed[string]> = {}
  for (const part of PARTS) {
    for (const [entity, fields] of Object.entries(part)) {
      all[entity] = [...(all[entity] ?? []), ...fields]
    }
  }
  return all
}

import type { VaultFact } from '../../facts/vaults'
import type { Rules } from '../rule'
import { limitRules } from './limits'
import { registryRules } from './registries'
import { vaultSlashingRules } from './slashings'
import { vaultStakeRules } from './stake'
import { vaultRules } from './vaults'

/** Rules of Symbiotic core v1. */
export const symbioticRules: Rules<VaultFact['kind']> = {
  ...registryRules,
  ...vaultRules,
  ...vaultStakeRules,
  ...limitRules,
  ...vaultSlashingRules,
}

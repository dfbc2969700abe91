import type { BurnerFact, VaultPowerFact } from '../../facts/vault-powers'
import type { MerkleRewardFact, StakerRewardFact } from '../../facts/vault-rewards'
import type { VaultFact } from '../../facts/vaults'
import type { VotingPowerFact } from '../../facts/voting-power'
import type { Rules } from '../rule'
import { burnerRules } from './burners'
import { limitRules } from './limits'
import { merkleRewardRules } from './merkle-rewards'
import { vaultPowerRules } from './powers'
import { registryRules } from './registries'
import { votingPowerRules } from './relay'
import { stakerRewardRules } from './rewards'
import { vaultSlashingRules } from './slashings'
import { vaultStakeRules } from './stake'
import { vaultRules } from './vaults'

type SymbioticFact =
  | VaultFact
  | StakerRewardFact
  | MerkleRewardFact
  | VaultPowerFact
  | BurnerFact
  | VotingPowerFact

/** Rules of Symbiotic: core v1, rewards, burner routers, who rules, and voting power. */
export const symbioticRules: Rules<SymbioticFact['kind']> = {
  ...registryRules,
  ...vaultRules,
  ...vaultStakeRules,
  ...limitRules,
  ...vaultSlashingRules,
  ...stakerRewardRules,
  ...merkleRewardRules,
  ...vaultPowerRules,
  ...burnerRules,
  ...votingPowerRules,
}

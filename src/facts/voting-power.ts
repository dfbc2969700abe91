import type { SubnetworkRef } from './vaults'

/** Rules of voting power; undefined: not in this log. */
export interface VotingPowerRules {
  /** Of one validator; 0: no maximum. */
  maxVotingPower?: bigint
  minInclusionVotingPower?: bigint
  maxValidatorsCount?: bigint
  requiredHeaderKeyTag?: number
}

/** Facts of drivers of validator sets (Symbiotic ValSetDriver). */
export type VotingPowerFact =
  | { kind: 'driverSubnetwork'; driver: string; subnetwork: SubnetworkRef }
  | { kind: 'votingPowerRules'; driver: string; rules: VotingPowerRules }
  /** Part of 1e18; null: removed. */
  | { kind: 'quorumThreshold'; driver: string; keyTag: number; threshold: bigint | null }

import { type NoValue, type Population, population } from '../concentration/population'
import type { Exposure } from '../graph/exposure'
import { unionCoverage } from '../leverage/coverage'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'

/** Stake under controllers, in units of 1 / `Exposure.unit`. */
export interface ControlledStake {
  /** What each controller could destroy alone, largest first: ready for HHI and Nakamoto. */
  readonly controllers: Population
  /** What could be destroyed through sets whose controller is unknown; in no population. */
  readonly unknown: bigint
  /** Positions of those sets. */
  readonly unknownSets: readonly number[]
}

/**
 * Stake under each controller of sets, such as a slasher: of a bucket, no more than its stake, whatever its sets were
 * promised. A bucket promised to sets of two controllers is under both.
 * @param sets matrix of buckets by set on SLASHABLE: `exposure(graph, 'SLASHABLE', valuation, 'SET', 'BUCKET')`
 * @param stake of each bucket, see `bucketStake`
 * @param controllerOf controller of each set; null: unknown
 */
export function controlledStake(
  sets: Exposure,
  stake: readonly (bigint | null)[],
  controllerOf: readonly (string | null)[],
): ControlledStake {
  const setsOf = new Map<string, number[]>()
  const unknownSets: number[] = []
  sets.columns.forEach((_, set) => {
    const controller = controllerOf[set] ?? null
    if (controller === null) unknownSets.push(set)
    else setsOf.set(controller, [...(setsOf.get(controller) ?? []), set])
  })
  const holdings = [...setsOf].map(([id, own]) => ({
    id,
    amount: unionCoverage(sets, stake, own).covered,
  }))
  return {
    controllers: population(holdings),
    unknown: unionCoverage(sets, stake, unknownSets).covered,
    unknownSets,
  }
}

/** What of the slashable stake redistributes, that is, goes to a recipient when it is slashed. */
export interface RedistributedStake {
  /** Stake that redistributing sets can slash over what all sets can, each bucket once, in [0, 1]. */
  readonly share: Answer<Ratio, NoValue | 'UNKNOWN_RECIPIENT'>
  /** Stake by recipient. */
  readonly recipients: Population
}

/**
 * Redistribution share and the stake under each recipient; parameters as `controlledStake`.
 * EMPTY: no stake is slashable. UNKNOWN_RECIPIENT: of a set with slashable stake it is not known whether it redistributes.
 * @param recipientOf recipient of each set, 'NONE' if what it slashes is burnt; null: unknown
 */
export function redistributedStake(
  sets: Exposure,
  stake: readonly (bigint | null)[],
  recipientOf: readonly (string | 'NONE' | null)[],
): RedistributedStake {
  const all = sets.columns.map((_, set) => set)
  const redistributing = all.filter((set) => (recipientOf[set] ?? 'NONE') !== 'NONE')
  const { controllers, unknown: open } = controlledStake(sets, stake, recipientOf)
  const recipients = population(controllers.members.filter(({ id }) => id !== 'NONE'))
  if (open > 0n) return { share: unknown('UNKNOWN_RECIPIENT'), recipients }
  const whole = unionCoverage(sets, stake, all)
  if (whole.share.nullReason !== null) return { share: whole.share, recipients }
  const part = unionCoverage(sets, stake, redistributing)
  return { share: known(ratio(part.covered, whole.covered)), recipients }
}

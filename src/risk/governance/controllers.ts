import { type NoValue, type Population, population } from '../concentration/population'
import type { Exposure } from '../graph/exposure'
import { unionCoverage } from '../leverage/coverage'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'

/** Stake under controllers, in units of 1 / `Exposure.unit`. */
interface ControlledStake {
  /** What each controller could slash alone, largest first. */
  readonly controllers: Population
  /** What sets with an unknown controller could slash; not in `controllers`. */
  readonly unknown: bigint
  /** Positions of those sets. */
  readonly unknownSets: readonly number[]
}

/**
 * Stake under each controller of sets, such as a slasher: at most the stake of each bucket. A
 * bucket promised to sets of two controllers counts for both.
 * @param sets matrix of buckets by set on SLASHABLE: `exposure(graph, 'SLASHABLE', valuation,
 * 'SET', 'BUCKET')`
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

/** Whether each set can slash anything that has a price. @param sets as of `controlledStake` */
export function setsWithStake({ columns, start, value }: Exposure): boolean[] {
  return columns.map((_, set) => {
    return value.slice(start[set], start[set + 1]).some((amount) => amount > 0n)
  })
}

/** Slashable stake that goes to a recipient when it is slashed. */
interface RedistributedStake {
  /**
   * Stake that redistributing sets can slash / stake that all sets can slash, each bucket once, in
   * [0, 1].
   */
  readonly share: Answer<Ratio, NoValue | 'UNKNOWN_RECIPIENT'>
  /** Stake by recipient. */
  readonly recipients: Population
}

/**
 * Redistribution share, and the stake under each recipient; parameters as `controlledStake`. EMPTY:
 * no slashable stake. UNKNOWN_RECIPIENT: a set with slashable stake may or may not redistribute.
 * @param recipientOf recipient of each set; 'NONE': slashed stake is burnt; null: unknown
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

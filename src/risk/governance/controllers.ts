import { entriesOf, type NoShare } from '../graph/columns'
import type { StakeMatrix } from '../graph/exposure'
import { unionCoverage } from '../leverage/coverage'
import { type Answer, unknown } from '../math/answer'
import type { Ratio } from '../math/ratio'
import { Value } from '../value/value'

/** Stake under one controller. */
export interface Controlled {
  readonly id: string
  readonly stake: Value
}

/** Who has a power over a set: one, or several of whom each has it; null: unknown. */
export type Holder = string | readonly string[] | null

/** Stake under controllers. */
interface ControlledStake {
  /** What each controller could slash alone, largest priced part first, then by id; those with stake. */
  readonly controllers: readonly Controlled[]
  /** What sets with an unknown controller could slash; not in `controllers`. */
  readonly unknown: Value
  /** Positions of those sets. */
  readonly unknownSets: readonly number[]
}

/**
 * Stake under each controller of sets, such as a slasher: at most the stake of each bucket. A
 * bucket promised to sets of two controllers counts for both.
 * @param sets matrix of buckets by set on SLASHABLE: `stakeMatrix(graph, 'SLASHABLE', valuation,
 * 'SET', 'BUCKET')`
 * @param stake of each bucket, see `stakeOfBuckets`
 * @param controllerOf controller of each set, or all who have the power alone; null: unknown
 */
export function controlledStake(
  sets: StakeMatrix,
  stake: readonly Value[],
  controllerOf: readonly Holder[],
): ControlledStake {
  const setsOf = new Map<string, number[]>()
  const unknownSets: number[] = []
  sets.columns.forEach((_, set) => {
    const controllers = controllerOf[set] ?? null
    if (controllers === null) unknownSets.push(set)
    for (const one of listOf(controllers)) setsOf.set(one, [...(setsOf.get(one) ?? []), set])
  })
  return {
    controllers: [...setsOf]
      .map(([id, own]) => ({ id, stake: unionCoverage(sets, stake, own).covered }))
      .filter((one) => one.stake.isZero !== true)
      .sort((a, b) => Value.largestFirst(a.stake, b.stake) || (a.id < b.id ? -1 : 1)),
    unknown: unionCoverage(sets, stake, unknownSets).covered,
    unknownSets,
  }
}

const listOf = (holder: Holder): readonly string[] =>
  typeof holder === 'string' ? [holder] : (holder ?? [])

/** Whether each set can slash anything, with a price or not. @param sets as of `controlledStake` */
export function setsWithStake(sets: StakeMatrix): boolean[] {
  return sets.columns.map((_, set) => entriesOf(sets, set).some((held) => held.isZero !== true))
}

/** Slashable stake that goes to a recipient when it is slashed. */
interface RedistributedStake {
  /**
   * Stake that redistributing sets can slash / stake that all sets can slash, each bucket once, in
   * [0, 1].
   */
  readonly share: Answer<Ratio, NoShare | 'UNKNOWN_RECIPIENT'>
  /** Stake by recipient. */
  readonly recipients: readonly Controlled[]
}

/**
 * Redistribution share, and the stake under each recipient; parameters as `controlledStake`. EMPTY:
 * no slashable stake. UNKNOWN_RECIPIENT: a set with slashable stake may or may not redistribute.
 * UNPRICED: none of the stake has a price.
 * @param recipientOf recipient of each set; 'NONE': slashed stake is burnt; null: unknown
 */
export function redistributedStake(
  sets: StakeMatrix,
  stake: readonly Value[],
  recipientOf: readonly Holder[],
): RedistributedStake {
  const all = sets.columns.map((_, set) => set)
  const redistributing = all.filter((set) => {
    return listOf(recipientOf[set] ?? 'NONE').some((one) => one !== 'NONE')
  })
  const { controllers, unknown: open } = controlledStake(sets, stake, recipientOf)
  const recipients = controllers.filter(({ id }) => id !== 'NONE')
  if (open.isZero !== true) return { share: unknown('UNKNOWN_RECIPIENT'), recipients }
  const whole = unionCoverage(sets, stake, all)
  if (whole.share.nullReason !== null) return { share: whole.share, recipients }
  const part = unionCoverage(sets, stake, redistributing)
  return { share: part.covered.share(whole.covered), recipients }
}

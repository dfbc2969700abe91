import { hhi } from '../concentration/herfindahl'
import {
  type Holding,
  type NoValue,
  type Population,
  population,
} from '../concentration/population'
import { checkColumn } from '../graph/columns'
import type { Exposure } from '../graph/exposure'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'

/** Stake of a column by the declared class of its pools, in units of 1 / `Exposure.unit`. */
export interface ClassSplit {
  /** Stake by class, such as an issuer or a risk class. */
  readonly classes: Population
  /** Stake in pools without a declared class; not in `classes`. */
  readonly unclassified: bigint
  /** Positions of those pools. */
  readonly unclassifiedPools: readonly number[]
}

/**
 * Splits the stake of a column of a matrix of pools (`exposure(..., 'POOL')`) by class.
 * @param classOf class of each pool; null: not declared
 * @throws RangeError on an unknown column
 */
export function classSplit(
  pools: Exposure,
  column: number,
  classOf: readonly (string | null)[],
): ClassSplit {
  checkColumn(pools, column)
  const holdings = []
  const unclassifiedPools: number[] = []
  let unclassified = 0n
  for (let entry = pools.start[column]!; entry < pools.start[column + 1]!; entry++) {
    const pool = pools.row[entry]!
    const amount = pools.value[entry]!
    const id = classOf[pool] ?? null
    if (id !== null) holdings.push({ id, amount })
    else if (amount > 0n) {
      unclassified += amount
      unclassifiedPools.push(pool)
    }
  }
  return { classes: population(holdings), unclassified, unclassifiedPools }
}

/**
 * Share of a class in the stake of a column, in [0, 1]. UNCLASSIFIED: some stake has no declared
 * class, so the share is unknown. EMPTY: no pools. ZERO_TOTAL: no stake in them.
 */
export function classShare(
  { classes, unclassified }: ClassSplit,
  id: string,
): Answer<Ratio, NoValue | 'UNCLASSIFIED'> {
  if (unclassified > 0n) return unknown('UNCLASSIFIED')
  if (classes.nullReason !== null) return unknown(classes.nullReason)
  const part = classes.members.find((member) => member.id === id)?.amount ?? 0n
  return known(ratio(part, classes.total))
}

/** A class and what is known of its share of the stake of a column. */
interface ClassBounds extends Holding {
  /** In [0, 1]; null: some stake has no declared class. */
  readonly share: Ratio | null
  /** Lower bound: none of the unclassified stake belongs to the class. */
  readonly atLeast: Ratio
  /** Upper bound: all of it does. */
  readonly atMost: Ratio
}

/** Classes with stake, largest first, with bounds of their shares. */
export function classBounds(split: ClassSplit): ClassBounds[] {
  const { classes, unclassified } = split
  const stake = classes.total + unclassified
  return classes.members.map((member) => ({
    ...member,
    share: classShare(split, member.id).value,
    atLeast: ratio(member.amount, stake),
    atMost: ratio(member.amount + unclassified, stake),
  }))
}

/**
 * HHI of the classes, in [1/n, 1]; null: some stake has no declared class, or there is no stake.
 */
export function classConcentration({ classes, unclassified }: ClassSplit): Ratio | null {
  return unclassified === 0n ? hhi(classes) : null
}

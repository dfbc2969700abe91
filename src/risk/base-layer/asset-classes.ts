import { hhi } from '../concentration/herfindahl'
import { population } from '../concentration/population'
import { checkColumn, type NoShare } from '../graph/columns'
import type { StakeMatrix } from '../graph/exposure'
import { type Answer, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'
import { Value } from '../value/value'

/** Stake in one class. */
interface ClassStake {
  readonly id: string
  readonly stake: Value
}

/** Stake of a column by the declared class of its pools. */
export interface ClassSplit {
  /** Stake by class, such as an issuer or a risk class; those with stake, the largest priced part first, then by id. */
  readonly classes: readonly ClassStake[]
  /** Stake in pools without a declared class; not in `classes`. */
  readonly unclassified: Value
  /** Positions of those pools. */
  readonly unclassifiedPools: readonly number[]
  /** Stake of the column. */
  readonly total: Value
  /** Whether the column has pools, with stake or without. */
  readonly hasPools: boolean
}

/**
 * Splits the stake of a column of a matrix of pools (`stakeMatrix(..., 'POOL')`) by class.
 * @param classOf class of each pool; null: not declared
 * @throws RangeError on an unknown column
 */
export function classSplit(
  pools: StakeMatrix,
  column: number,
  classOf: readonly (string | null)[],
): ClassSplit {
  checkColumn(pools, column)
  const stakes = new Map<string, Value>()
  const unclassifiedPools: number[] = []
  let unclassified = pools.none
  let total = pools.none
  for (let entry = pools.start[column]!; entry < pools.start[column + 1]!; entry++) {
    const pool = pools.row[entry]!
    const stake = pools.value[entry]!
    if (stake.isZero === true) continue
    const id = classOf[pool] ?? null
    total = total.plus(stake)
    if (id !== null) stakes.set(id, stakes.get(id)?.plus(stake) ?? stake)
    else {
      unclassified = unclassified.plus(stake)
      unclassifiedPools.push(pool)
    }
  }
  return {
    classes: [...stakes]
      .map(([id, stake]) => ({ id, stake }))
      .sort((a, b) => Value.largestFirst(a.stake, b.stake) || (a.id < b.id ? -1 : 1)),
    unclassified,
    unclassifiedPools,
    total,
    hasPools: pools.start[column + 1]! > pools.start[column]!,
  }
}

/**
 * Share of a class in the priced stake of a column, in [0, 1]. UNCLASSIFIED: some stake has no
 * declared class, so the share is unknown. EMPTY: no pools. ZERO_TOTAL: no stake in them. UNPRICED:
 * none of it, or of the class, has a price.
 */
export function classShare(
  { classes, unclassified, total, hasPools }: ClassSplit,
  id: string,
): Answer<Ratio, NoShare | 'UNCLASSIFIED'> {
  if (unclassified.isZero !== true) return unknown('UNCLASSIFIED')
  if (!hasPools) return unknown('EMPTY')
  const own = classes.find((one) => one.id === id)?.stake ?? total.times(ratio(0n))
  return own.share(total)
}

/** A class and what is known of its share of the stake of a column. */
interface ClassBounds extends ClassStake {
  /** In [0, 1]; null: some stake has no declared class, or none of the class has a price. */
  readonly share: Ratio | null
  /** Lower bound: none of the unclassified stake belongs to the class. Null: stake without a price decides. */
  readonly atLeast: Ratio | null
  /** Upper bound: all of it does. Null as `atLeast`. */
  readonly atMost: Ratio | null
}

/** Classes with stake, with bounds of their shares. */
export function classBounds(split: ClassSplit): ClassBounds[] {
  const { classes, unclassified, total } = split
  const boundOf = (part: Value) => (total.isComplete ? part.share(total).value : null)
  return classes.map(({ id, stake }) => ({
    id,
    stake,
    share: classShare(split, id).value,
    atLeast: boundOf(stake),
    atMost: boundOf(stake.plus(unclassified)),
  }))
}

/**
 * HHI of the priced parts of the classes, in [1/n, 1]; null: some stake has no declared class, or
 * there is none that has a price.
 */
export function classConcentration({ classes, unclassified, total }: ClassSplit): Ratio | null {
  if (unclassified.isZero !== true) return null
  const { amounts } = Value.pricedPart(
    classes.map(({ stake }) => stake),
    total,
  )
  return hhi(population(classes.map(({ id }, one) => ({ id, amount: amounts[one]! }))))
}

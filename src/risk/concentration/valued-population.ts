import { greatestCommonDivisor } from '../math/greatest-common-divisor'
import { type Ratio, ratio } from '../math/ratio'
import { Value } from '../value/value'
import type { PoolHolding } from './native-population'
import { type NoValue, type Population, population } from './population'

/** A population by value. */
interface ValuedPopulation {
  /** The priced part. Holders of nothing but unpriced stake are not members. */
  readonly population: Population
  /** What a unit of its amounts is worth. */
  readonly unit: Ratio
  /** What each holder has, priced or not. */
  readonly byHolder: ReadonlyMap<string, Value>
  /** UNPRICED: there is stake, but none with a price. */
  readonly nullReason: NoValue | 'UNPRICED' | null
}

/**
 * The population of holders by value.
 *
 * @param worth of an amount of a pool
 * @param none no stake
 * @param options see `population`
 * @throws RangeError on a negative amount
 */
export function valuedPopulation(
  holdings: readonly PoolHolding[],
  worth: (pool: string, amount: bigint) => Value,
  none: Value,
  options: { includeZeros?: boolean } = {},
): ValuedPopulation {
  const byHolder = new Map<string, Value>()
  for (const { id, pool, amount } of holdings) {
    if (amount < 0n) throw new RangeError(`Negative amount of ${id}: ${amount}`)
    const value = pool === null || amount === 0n ? none : worth(pool, amount)
    byHolder.set(id, byHolder.get(id)?.plus(value) ?? value)
  }
  // A holder of unpriced stake is not known to hold nothing.
  const known = [...byHolder].filter(([, value]) => !value.isUnknown)
  const { amounts, unit } = Value.pricedPart(
    known.map(([, value]) => value),
    none,
  )
  // Of the weights of all pools only those count that hold something.
  const common = amounts.reduce(greatestCommonDivisor, 0n) || 1n
  const measured = population(
    known.map(([id], holder) => ({ id, amount: amounts[holder]! / common })),
    options,
  )
  const isUnpriced = measured.nullReason !== null && known.length < byHolder.size
  return {
    population: measured,
    unit: ratio(common, unit),
    byHolder,
    nullReason: isUnpriced ? 'UNPRICED' : measured.nullReason,
  }
}

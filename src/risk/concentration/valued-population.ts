import { greatestCommonDivisor } from '../math/greatest-common-divisor'
import { type Ratio, ratio } from '../math/ratio'
import { Value } from '../value/value'
import type { PoolHolding } from './native-population'
import { type NoValue, type Population, populationOf } from './population'

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
  const ids: string[] = []
  const values: Value[] = []
  for (const [id, value] of byHolder) {
    if (value.isUnknown) continue
    ids.push(id)
    values.push(value)
  }
  const { amounts, unit } = Value.pricedPart(values, none)
  // Of the weights of all pools only those count that hold something.
  const common = commonDivisor(amounts)
  const parts = common === 1n ? amounts : amounts.map((amount) => amount / common)
  const measured = populationOf(ids, parts, options)
  const isUnpriced = measured.nullReason !== null && ids.length < byHolder.size
  return {
    population: measured,
    unit: ratio(common, unit),
    byHolder,
    nullReason: isUnpriced ? 'UNPRICED' : measured.nullReason,
  }
}

/** Greatest common divisor of all; 1 of nothing. */
function commonDivisor(amounts: readonly bigint[]): bigint {
  let common = 0n
  for (const amount of amounts) {
    if (amount === 0n) continue
    common = greatestCommonDivisor(common, amount)
    if (common === 1n) break
  }
  return common || 1n
}

import type { PoolHolding } from './native-population'
import { type NoValue, type Population, population } from './population'

/** A population in a numeraire, over the stake that has a price. */
export interface ValuedPopulation {
  /** Amounts in units of 1 / unit of the valuation. Who holds only stake without a price is not in it, not even as a zero. */
  readonly population: Population
  /** UNPRICED: there is stake, and none of it has a price. */
  readonly nullReason: NoValue | 'UNPRICED' | null
  /** Pools with stake that has no price, sorted: it is not in the population, and not worth 0. */
  readonly unpriced: readonly string[]
}

/**
 * The population of holders by value.
 *
 * @param weightOf weight of a pool in the valuation; null: no price
 * @throws RangeError on a negative amount
 */
export function valuedPopulation(
  holdings: readonly PoolHolding[],
  weightOf: (pool: string) => bigint | null,
  options: { includeZeros?: boolean } = {},
): ValuedPopulation {
  const unpriced = new Set<string>()
  const withUnpriced = new Set<string>()
  for (const { id, pool, amount } of holdings) {
    if (pool === null || amount <= 0n || weightOf(pool) !== null) continue
    unpriced.add(pool)
    withUnpriced.add(id)
  }
  const values = holdings.flatMap(({ id, pool, amount }) => {
    const weight = pool === null ? 1n : weightOf(pool)
    if (weight === null && amount > 0n) return []
    // Who holds nothing but stake without a price is not known to hold nothing.
    if (amount === 0n && withUnpriced.has(id)) return []
    return [{ id, amount: amount * (weight ?? 1n) }]
  })
  const measured = population(values, options)
  const isUnpriced = measured.nullReason !== null && unpriced.size > 0
  return {
    population: measured,
    nullReason: isUnpriced ? 'UNPRICED' : measured.nullReason,
    unpriced: [...unpriced].sort(),
  }
}

import type { PoolHolding } from './native-population'
import { type NoValue, type Population, population } from './population'

/** A population by value, of the stake that has a price. */
interface ValuedPopulation {
  /**
   * Amounts in units of 1 / unit of the valuation. Holders of nothing but unpriced stake are not
   * members.
   */
  readonly population: Population
  /** UNPRICED: there is stake, but none with a price. */
  readonly nullReason: NoValue | 'UNPRICED' | null
  /** Pools with stake and without a price, by id; their stake is left out, not counted as 0. */
  readonly unpriced: readonly string[]
}

/**
 * The population of holders by value.
 *
 * @param weightOf weight of a pool in the valuation; null: no price
 * @param options see `population`
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
    // A holder of unpriced stake is not known to hold nothing.
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

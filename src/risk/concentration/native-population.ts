import { type NoValue, type Population, population } from './population'

/** What one holder has in one pool, in shares of that pool; pool null: it holds nothing. */
export interface PoolHolding {
  readonly id: string
  readonly pool: string | null
  readonly amount: bigint
}

/** A population in shares of one pool, or the reason why there is none. */
export interface NativePopulation {
  /** Null: the holdings span several pools, whose shares are different units. */
  readonly population: Population | null
  readonly nullReason: NoValue | 'UNPRICED' | null
  /** Pools that would need a price, sorted; none if no price is needed. */
  readonly unpriced: readonly string[]
  /** Holders with something, and with nothing, in all pools. */
  readonly n: number
  readonly nZero: number
}

/**
 * The population of holders without prices.
 *
 * Shares of different pools are never added: if more than one pool holds something, the answer is
 * UNPRICED and lists those pools. If just one does, the holders are measured in its shares.
 * @throws RangeError on a negative amount
 */
export function nativePopulation(
  holdings: readonly PoolHolding[],
  options: { includeZeros?: boolean } = {},
): NativePopulation {
  const pools = new Set<string>()
  for (const { pool, amount } of holdings) if (pool !== null && amount > 0n) pools.add(pool)
  if (pools.size <= 1) {
    const measured = population(holdings, options)
    const { nullReason, n, nZero } = measured
    return { population: measured, nullReason, unpriced: [], n, nZero }
  }
  const holders = new Set<string>()
  const withStake = new Set<string>()
  for (const { id, amount } of holdings) {
    if (amount < 0n) throw new RangeError(`Negative amount of ${id}: ${amount}`)
    holders.add(id)
    if (amount > 0n) withStake.add(id)
  }
  return {
    population: null,
    nullReason: 'UNPRICED',
    unpriced: [...pools].sort(),
    n: withStake.size,
    nZero: holders.size - withStake.size,
  }
}

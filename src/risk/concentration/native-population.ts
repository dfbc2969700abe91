import { type NoValue, type Population, population } from './population'

/** What a holder has in one pool, in shares of that pool; pool null: the holder has nothing. */
export interface PoolHolding {
  readonly id: string
  readonly pool: string | null
  readonly amount: bigint
}

/** A population in shares of one pool, or why there is none. */
export interface NativePopulation {
  /** Null: the holdings span several pools, whose shares have different units. */
  readonly population: Population | null
  readonly nullReason: NoValue | 'UNPRICED' | null
  /** Pools that need a price, by id; empty if none is needed. */
  readonly unpriced: readonly string[]
  /** Holders with stake, and holders without, in all pools. */
  readonly n: number
  readonly nZero: number
}

/**
 * The population of holders without prices.
 *
 * Shares of different pools are never added: if several pools hold something, the result is
 * UNPRICED and lists them. If one does, holders are measured in its shares.
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

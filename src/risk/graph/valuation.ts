import { leastCommonMultiple } from '../math/least-common-multiple'
import { type Ratio, ratio } from '../math/ratio'
import { WAD } from '../math/wad'
import { Valuation } from '../value/valuation'

/** What the value of a pool is computed from. */
interface PoolValue {
  /** Decimals of its token; null: unknown. */
  readonly decimals: number | null
  /** Tokens, in base units, per 1e18 shares; null: unknown. */
  readonly rate: bigint | null
  /** Price of one whole token in the numeraire; null: unknown. */
  readonly price: Ratio | null
}

/** Why a pool has no value. */
export type NoPoolValue = 'NO_PRICE' | 'NO_RATE' | 'NO_DECIMALS'

/** Why a pool has no value; null: it has one. */
export function noValue({ price, rate, decimals }: PoolValue): NoPoolValue | null {
  if (price === null) return 'NO_PRICE'
  if (rate === null) return 'NO_RATE'
  return decimals === null ? 'NO_DECIMALS' : null
}

/**
 * Weights that turn shares of pools into value: shares * rate / 1e18 / 10^decimals * price, exact.
 * All weights have one denominator, so values add as integers. A pool without a value has no
 * weight.
 * @throws RangeError on a price that is not above 0
 */
export function valuation(pools: readonly PoolValue[]): Valuation {
  const worths = pools.map((pool) => {
    if (pool.price !== null && pool.price.num <= 0n) {
      throw new RangeError(`A price must be above 0: ${pool.price.num}/${pool.price.den}`)
    }
    if (noValue(pool) !== null) return null
    const { price, rate, decimals } = pool
    return ratio(rate! * price!.num, WAD * 10n ** BigInt(decimals!) * price!.den)
  })
  const unit = worths.reduce(
    (all, worth) => (worth ? leastCommonMultiple(all, worth.den) : all),
    1n,
  )
  return new Valuation(
    worths.map((worth) => worth && (worth.num * unit) / worth.den),
    unit,
  )
}

/**
 * A valuation in shares of one pool.
 * @param scope the only pool that is measured. Null: stake in the other pools is unknown. Default: that pool
 */
export function nativeValuation(
  pools: number,
  pool: number,
  scope: number | null = pool,
): Valuation {
  const weights = Array.from({ length: pools }, (_, p) => (p === pool ? 1n : null))
  return new Valuation(weights, 1n, scope)
}

/** A valuation without any price: all stake is unknown. @param scope the only pool that is measured */
export function withoutPrices(pools: number, scope: number | null = null): Valuation {
  const weights = Array.from({ length: pools }, () => null)
  return new Valuation(weights, 1n, scope)
}

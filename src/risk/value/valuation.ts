import type { Ratio } from '../math/ratio'
import { type Scale, Value } from './value'

/**
 * What stake in each pool is worth. Weights make amounts of different pools addable: one base unit of a pool is weight / unit. A
 * pool without a price has none, and stake in it is never 0. Without prices, one pool counts in its own base units.
 */
export class Valuation {
  /** No stake. */
  readonly none: Value
  private readonly scale: Scale
  private readonly bits: readonly bigint[]

  /**
   * @param weights by pool; null: no price
   * @param unit common denominator of the weights
   * @param scope the only pool that is measured; stake in others is not part of any figure. Null: all are
   */
  constructor(
    private readonly weights: readonly (bigint | null)[],
    readonly unit: bigint,
    readonly scope: number | null = null,
  ) {
    this.bits = weights.map((_, pool) => 1n << BigInt(pool))
    const unpriced = this.bits.reduce((all, bit, pool) => {
      return this.isInScope(pool) && weights[pool] === null ? all | bit : all
    }, 0n)
    this.scale = { unit, unpriced }
    this.none = Value.none(this.scale)
  }

  /** Whether stake in a pool is measured. */
  isInScope(pool: number): boolean {
    return this.scope === null || this.scope === pool
  }

  /** Whether stake in a pool is measured, and has a price. */
  isPriced(pool: number): boolean {
    return this.isInScope(pool) && this.weights[pool] !== null
  }

  /** What an amount of a pool is worth. @param amount in base units of the pool, at least 0 */
  worth(pool: number, amount: bigint): Value {
    if (amount === 0n || !this.isInScope(pool)) return this.none
    return Value.inPool(this.scale, this.bits[pool]!, amount * (this.weights[pool] ?? 0n))
  }

  /** The valuation of a part of the stake: that in one pool. */
  inPool(pool: number): Valuation {
    return new Valuation(this.weights, this.unit, pool)
  }

  /** The valuation at other prices. @param factors of the price of each pool, at least 0 */
  repriced(factors: readonly Ratio[]): Valuation {
    const den = factors.reduce((all, factor) => all * factor.den, 1n)
    const weights = this.weights.map(
      (weight, pool) => weight && (weight * factors[pool]!.num * den) / factors[pool]!.den,
    )
    return new Valuation(weights, this.unit * den, this.scope)
  }
}

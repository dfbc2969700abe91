import { type Answer, known, unknown } from '../math/answer'
import { leastCommonMultiple } from '../math/least-common-multiple'
import { compare, type Ratio, ratio } from '../math/ratio'

/** What all values of one valuation have in common. */
export interface Scale {
  /** Common denominator of the weights of pools. */
  readonly unit: bigint
  /** Pools without a price: bit n is pool n. */
  readonly unpriced: bigint
}

/** How much of the stake in a figure has a price. */
export interface Coverage {
  /** Pools with stake in it. */
  readonly pools: number
  readonly pricedPools: number
  /** Holders of stake in it. */
  readonly holders: number
  /** Those of which all stake in it has a price. */
  readonly pricedHolders: number
  /** Positions of the pools without a price, ascending. */
  readonly unpriced: readonly number[]
  readonly isComplete: boolean
}

/** Integers, and what they are the priced part of. */
interface PricedPart {
  /** In units of 1 / `unit`. */
  readonly amounts: bigint[]
  readonly unit: bigint
  readonly coverage: Coverage
}

/**
 * An amount over pools: the part that has a price, and which pools it lies in, so also which of them have none. Stake in a pool
 * without a price is unknown, and not negative: a value is at least its priced part.
 *
 * Values of one valuation add up; integers leave by names that say what they are: `lowerBound`, `share`, `pricedPart`.
 */
export class Value {
  private constructor(
    private readonly scale: Scale,
    /** The part with a price, in units of 1 / (`scale.unit` * `parts`). */
    private readonly priced: bigint,
    private readonly parts: bigint,
    /** Pools with a part of it, as bits; none: it is 0. */
    private readonly pools: bigint,
  ) {}

  /** No stake. */
  static none(scale: Scale): Value {
    return new Value(scale, 0n, 1n, 0n)
  }

  /**
   * Stake in one pool.
   * @param bit of the pool
   * @param priced in units of 1 / `scale.unit`; of a pool without a price 0
   */
  static inPool(scale: Scale, bit: bigint, priced: bigint): Value {
    return new Value(scale, priced, 1n, bit)
  }

  /** Sum of values of one valuation. */
  static sum(values: Iterable<Value>, none: Value): Value {
    let sum = none
    for (const value of values) sum = sum.plus(value)
    return sum
  }

  /**
   * The sum of all values but one, for each of them. What one lacks does not make the others incomplete.
   * @param none of their valuation
   */
  static sumsOfOthers(values: readonly Value[], none: Value): Value[] {
    const after = [none]
    for (let i = values.length - 1; i > 0; i--) after.push(values[i]!.plus(after.at(-1)!))
    let before = none
    return values.map((value, i) => {
      const others = before.plus(after[values.length - 1 - i]!)
      before = before.plus(value)
      return others
    })
  }

  /** The largest priced part first. */
  static largestFirst(a: Value, b: Value): number {
    const [left, right] = [a.priced * b.parts, b.priced * a.parts]
    return left === right ? 0 : left > right ? -1 : 1
  }

  /**
   * The integers of the priced part, for searches, indices and simulations, together with their coverage.
   * @param none of their valuation
   */
  static pricedPart(values: readonly Value[], none: Value): PricedPart {
    const parts = values.reduce((all, { parts }) => {
      return parts === all ? all : leastCommonMultiple(all, parts)
    }, 1n)
    return {
      amounts: values.map(({ priced, parts: own }) => {
        return own === parts ? priced : priced * (parts / own)
      }),
      unit: none.scale.unit * parts,
      get coverage() {
        return Value.coverage(values)
      },
    }
  }

  /** Coverage of a figure that rests on the stake of these holders; those without stake are none. */
  static coverage(values: Iterable<Value>): Coverage {
    let [pools, unpriced] = [0n, 0n]
    let [holders, pricedHolders] = [0, 0]
    for (const value of values) {
      if (value.pools === 0n) continue
      holders++
      if (value.isComplete) pricedHolders++
      pools |= value.pools
      unpriced |= value.unpriced
    }
    const without = positions(unpriced)
    const count = positions(pools).length
    return {
      pools: count,
      pricedPools: count - without.length,
      holders,
      pricedHolders,
      unpriced: without,
      isComplete: unpriced === 0n,
    }
  }

  /** Whether all of it has a price. */
  get isComplete(): boolean {
    return this.unpriced === 0n
  }

  /** Whether it is not known at all: there is stake, and none of it is worth anything by the prices there are. */
  get isUnknown(): boolean {
    return this.priced === 0n && !this.isComplete
  }

  /** Whether it is 0; null: its unpriced part decides. */
  get isZero(): boolean | null {
    if (this.priced > 0n) return false
    return this.isComplete ? true : null
  }

  plus(other: Value): Value {
    if (other.pools === 0n) return this
    if (this.pools === 0n) return other
    this.check(other)
    const pools = this.pools === other.pools ? this.pools : this.pools | other.pools
    if (this.parts === other.parts) {
      return new Value(this.scale, this.priced + other.priced, this.parts, pools)
    }
    // Reduced, for sums of many fractions.
    const { num, den } = ratio(
      this.priced * other.parts + other.priced * this.parts,
      this.parts * other.parts,
    )
    return new Value(this.scale, num, den, pools)
  }

  /**
   * What is left without a part of it.
   * @throws RangeError if the part is larger
   */
  less(part: Value): Value {
    if (part.pools === 0n) return this
    this.check(part)
    const isSame = this.parts === part.parts
    const rest = isSame
      ? this.priced - part.priced
      : this.priced * part.parts - part.priced * this.parts
    if (rest < 0n) throw new RangeError('A part cannot be larger than the whole')
    if (rest === 0n && this.isComplete) return Value.none(this.scale)
    const parts = isSame ? this.parts : this.parts * part.parts
    return new Value(this.scale, rest, parts, this.pools)
  }

  /** @param factor at least 0 */
  times({ num, den }: Ratio): Value {
    if (num === 0n) return Value.none(this.scale)
    return new Value(this.scale, this.priced * num, this.parts * den, this.pools)
  }

  /**
   * The smaller of two. It is complete if both are, or if one is that is smaller than what is known of the other.
   */
  smaller(other: Value): Value {
    this.check(other)
    const order = Value.largestFirst(this, other)
    const [small, large] = order > 0 ? [this, other] : [other, this]
    if (small.isComplete) return small
    // Equal: the complete one is the smaller.
    if (order === 0 && large.isComplete) return large
    return new Value(this.scale, small.priced, small.parts, small.pools | large.unpriced)
  }

  /** Whether it is at least as large as another; null: the unpriced part of one of them decides. */
  isAtLeast(other: Value): boolean | null {
    this.check(other)
    const order = Value.largestFirst(this, other)
    if (order <= 0 && other.isComplete) return true
    return order > 0 && this.isComplete ? false : null
  }

  /** Whether it is at least an amount, in whole units of the answer; null: its unpriced part decides. */
  reaches(amount: Ratio): boolean | null {
    if (compare(this.lowerBound(), amount) >= 0n) return true
    return this.isComplete ? false : null
  }

  /**
   * The share of the priced part in that of a whole.
   * UNPRICED: nothing of one of them has a price. ZERO_TOTAL: the whole is 0.
   */
  share(whole: Value): Answer<Ratio, 'UNPRICED' | 'ZERO_TOTAL'> {
    if (this.isUnknown || whole.isUnknown) return unknown('UNPRICED')
    if (whole.priced === 0n) return unknown('ZERO_TOTAL')
    this.check(whole)
    return known(ratio(this.priced * whole.parts, whole.priced * this.parts))
  }

  /** An amount that was computed from the priced part of this one, and so covers what it covers. @param priced at least 0 */
  derived({ num, den }: Ratio): Value {
    return new Value(this.scale, num * this.scale.unit, den, this.pools)
  }

  /** The priced part, in whole units of the answer: the amount is at least this. */
  lowerBound(): Ratio {
    return { num: this.priced, den: this.scale.unit * this.parts }
  }

  private get unpriced(): bigint {
    return this.scale.unpriced === 0n ? 0n : this.pools & this.scale.unpriced
  }

  private check(other: Value): void {
    if (this.scale === other.scale) return
    throw new RangeError('Values of different valuations are not comparable')
  }
}

/** Positions of the bits that are set, ascending. */
function positions(bits: bigint): number[] {
  const found: number[] = []
  const text = bits.toString(2)
  for (let i = text.length - 1; i >= 0; i--) if (text[i] === '1') found.push(text.length - 1 - i)
  return found
}

import { type Ratio, ratio } from '../math/ratio'

/** Bits of the largest share kept in the first, rough pass. */
const PRECISION = 128

/**
 * Sums of fractions: what each validator would have to lose, per unit of stake, for its part of the profits that it
 * helps to corrupt (T of the certificate).
 *
 * Adding fractions without a common denominator grows them, so the exact sums of all validators are too slow. The largest
 * one is found in fixed point, where every sum is known to less than one step per addend, and only those that can be the
 * largest are computed exactly.
 */
export class Pressure {
  private readonly rough: readonly bigint[]
  private readonly exact = new Map<string, Ratio>()

  /**
   * @param share what each service adds, null: nothing; not negative
   * @param servicesOf positions of the services of each validator, ascending
   */
  constructor(
    private readonly share: readonly (Ratio | null)[],
    private readonly servicesOf: readonly (readonly number[])[],
  ) {
    const bits = BigInt(
      share.reduce(
        (least, part) => (part?.num ? Math.min(least, length(part.den) - length(part.num)) : least),
        Number.MAX_SAFE_INTEGER,
      ) + PRECISION,
    )
    const shift = bits < 0n ? 0n : bits
    this.rough = share.map((part) => (part?.num ? (part.num << shift) / part.den : 0n))
  }

  /** The validators among those given with the largest sum, and that sum; null if all sums are 0. */
  largest(validators: Iterable<number>): { sum: Ratio; validators: number[] } | null {
    const atLeast = new Map<number, bigint>()
    let floor = 0n
    for (const validator of validators) {
      let sum = 0n
      for (const service of this.servicesOf[validator]!) sum += this.rough[service]!
      atLeast.set(validator, sum)
      if (sum > floor) floor = sum
    }
    let best: { sum: Ratio; validators: number[] } | null = null
    for (const [validator, sum] of atLeast) {
      if (sum + BigInt(this.servicesOf[validator]!.length) < floor) continue
      const exact = this.of(validator)
      if (exact.num === 0n) continue
      const order = best === null ? 1n : exact.num * best.sum.den - best.sum.num * exact.den
      if (order > 0n) best = { sum: exact, validators: [validator] }
      else if (order === 0n) best!.validators.push(validator)
    }
    return best
  }

  /** The exact sum of one validator. */
  of(validator: number): Ratio {
    const services = this.servicesOf[validator]!.filter((service) => this.share[service]?.num)
    const key = services.join()
    const known = this.exact.get(key)
    if (known) return known
    const { num, den } = total(services.map((service) => this.share[service]!))
    const sum = ratio(num, den)
    this.exact.set(key, sum)
    return sum
  }
}

/** Sum by halves, not reduced: one reduction at the end is cheaper than one per step. */
function total(parts: readonly Ratio[]): { num: bigint; den: bigint } {
  if (parts.length <= 1) return parts[0] ?? { num: 0n, den: 1n }
  const half = parts.length >> 1
  const a = total(parts.slice(0, half))
  const b = total(parts.slice(half))
  if (a.den === b.den) return { num: a.num + b.num, den: a.den }
  return { num: a.num * b.den + b.num * a.den, den: a.den * b.den }
}

function length(value: bigint): number {
  return value.toString(16).length * 4
}

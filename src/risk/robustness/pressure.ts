import { type Ratio, ratio } from '../math/ratio'

/** Bits of the largest share that the fixed-point pass keeps. */
const PRECISION = 128

/**
 * T of the certificate: for each validator, the sum over its services of profit per unit of
 * corrupting stake.
 *
 * Exact sums of fractions grow with every addend, too slow for all validators. So sums are first
 * bounded in fixed point, to less than one step per addend, and only those that can be the largest
 * are computed exactly.
 */
export class Pressure {
  private readonly rough: readonly bigint[]
  private readonly exact = new Map<string, Ratio>()

  /**
   * @param share addend of each service, not negative; null: none
   * @param servicesOf positions of the services of each validator, ascending
   */
  constructor(
    private readonly share: readonly (Ratio | null)[],
    private readonly servicesOf: readonly (readonly number[])[],
  ) {
    const bits = BigInt(
      share.reduce(
        (min, part) => (part?.num ? Math.min(min, length(part.den) - length(part.num)) : min),
        Number.MAX_SAFE_INTEGER,
      ) + PRECISION,
    )
    const shift = bits < 0n ? 0n : bits
    this.rough = share.map((part) => (part?.num ? (part.num << shift) / part.den : 0n))
  }

  /** The largest sum among some validators, and those that have it; null if all sums are 0. */
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

/** Pairwise sum, not reduced: one reduction at the end is cheaper than one per step. */
function total(parts: readonly Ratio[]): { num: bigint; den: bigint } {
  if (parts.length <= 1) return parts[0] ?? { num: 0n, den: 1n }
  const half = parts.length >> 1
  const a = total(parts.slice(0, half))
  const b = total(parts.slice(half))
  if (a.den === b.den) return { num: a.num + b.num, den: a.den }
  return { num: a.num * b.den + b.num * a.den, den: a.den * b.den }
}

/** Bits, up to three too many. */
function length(value: bigint): number {
  return value.toString(16).length * 4
}

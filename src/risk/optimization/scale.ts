import { type Ratio, ratio } from '../math/ratio'
import type { LinearModel } from './linear-model'

/** Largest coefficient of an objective: solvers work to absolute tolerances, and lose digits of much larger ones. */
const LARGEST = 1e6
/** Solvers ignore coefficients of a constraint below 1e-9; smaller ones are raised to this, which only loosens it. */
const SMALLEST = 1e-8
/** By how much a variable may be wrongly priced: the default dual feasibility tolerance of HiGHS. */
const DUAL_TOLERANCE = 1e-7
/** Improvements that are not looked for: the default absolute gap of HiGHS. */
const GAP = 1e-6

/**
 * num / den as the nearest double, or a neighbour of it; for magnitudes that are 0 or from 1e-280 to 1e280.
 * @throws RangeError unless den > 0
 */
export function toDouble({ num, den }: Ratio): number {
  if (den <= 0n) throw new RangeError(`Not a denominator: ${den}`)
  const shift = 64 - (num.toString(2).length - den.toString(2).length)
  const scaled = shift >= 0 ? (num << BigInt(shift)) / den : num / (den << BigInt(-shift))
  return Number(scaled) * 2 ** -shift
}

/** Divides exact amounts, so that they fit an objective. Amounts that fit already stay as they are. */
export class Scale {
  /** Amount that one unit of the objective stands for. */
  readonly unit: Ratio

  constructor(amounts: Iterable<bigint>) {
    let largest = 0n
    for (const amount of amounts) if (amount > largest) largest = amount
    const limit = BigInt(LARGEST)
    this.unit = largest <= limit ? ratio(1n) : ratio(largest, limit)
  }

  /** An amount in units of the objective. */
  shrink(amount: bigint): number {
    return toDouble({ num: amount * this.unit.den, den: this.unit.num })
  }

  /**
   * The largest amount that a bound of a solver allows: with what its tolerances may hide added, rounded down to a whole
   * amount.
   */
  atMost(bound: number, { variables }: LinearModel): bigint {
    const safe = fromDouble(bound + GAP + DUAL_TOLERANCE * (variables.length + Math.abs(bound)))
    const { num, den } = { num: safe.num * this.unit.num, den: safe.den * this.unit.den }
    return num >= 0n ? num / den : (num - den + 1n) / den
  }
}

/** amount / whole as the coefficient of a constraint. */
export function part(amount: bigint, whole: Ratio): number {
  if (amount === 0n) return 0
  return Math.max(SMALLEST, toDouble({ num: amount * whole.den, den: whole.num }))
}

/** The exact value of a double. @throws RangeError unless it is finite */
export function fromDouble(value: number): Ratio {
  if (!Number.isFinite(value)) throw new RangeError(`Not a number: ${value}`)
  let den = 1n
  let scaled = value
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    den *= 2n
  }
  return ratio(BigInt(scaled), den)
}

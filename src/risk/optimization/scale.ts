import { floor, type Ratio, ratio } from '../math/ratio'
import type { LinearModel } from './linear-model'

/**
 * Maximum coefficient of an objective: solvers have absolute tolerances, and lose digits of much
 * larger coefficients.
 */
const LARGEST = 1e6
/**
 * Solvers ignore coefficients of a constraint below 1e-9; smaller ones are raised to this, which
 * only relaxes it.
 */
const SMALLEST = 1e-8
/** Dual feasibility tolerance of HiGHS (default). */
const DUAL_TOLERANCE = 1e-7
/** Absolute gap at which HiGHS stops (default). */
const GAP = 1e-6

/**
 * num / den as the nearest double or a neighbour of it; for 0 and magnitudes from 1e-280 to 1e280.
 * @throws RangeError unless den > 0
 */
export function toDouble({ num, den }: Ratio): number {
  if (den <= 0n) throw new RangeError(`Denominator not above 0: ${den}`)
  const shift = 64 - (num.toString(2).length - den.toString(2).length)
  const scaled = shift >= 0 ? (num << BigInt(shift)) / den : num / (den << BigInt(-shift))
  return Number(scaled) * 2 ** -shift
}

/**
 * Scales exact amounts down to coefficients of an objective. Amounts that fit already are not
 * changed.
 */
export class Scale {
  /** Amount per unit of the objective. */
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
   * The integer upper bound of an amount that follows from a bound of a solver: its tolerances are
   * added, then it is rounded down.
   */
  atMost(bound: number, { variables }: LinearModel): bigint {
    const safe = fromDouble(bound + GAP + DUAL_TOLERANCE * (variables.length + Math.abs(bound)))
    return floor({ num: safe.num * this.unit.num, den: safe.den * this.unit.den })
  }
}

/** amount / whole as the coefficient of a constraint. */
export function part(amount: bigint, whole: Ratio): number {
  if (amount === 0n) return 0
  return Math.max(SMALLEST, toDouble({ num: amount * whole.den, den: whole.num }))
}

/** The exact value of a double. @throws RangeError unless it is finite */
export function fromDouble(value: number): Ratio {
  if (!Number.isFinite(value)) throw new RangeError(`Not a finite number: ${value}`)
  let den = 1n
  let scaled = value
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    den *= 2n
  }
  return ratio(BigInt(scaled), den)
}

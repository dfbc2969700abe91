import type { Exposure, StakeMatrix } from '../../../src/risk/graph/exposure'
import { type Ratio, ratio } from '../../../src/risk/math/ratio'
import { Valuation } from '../../../src/risk/value/valuation'
import type { Value } from '../../../src/risk/value/value'

const ONE_POOL = new Valuation([1n], 1n)

/** Amounts of one pool with weight 1. */
export function valuesOf(amounts: readonly bigint[]): Value[] {
  return amounts.map((amount) => ONE_POOL.worth(0, amount))
}

/** A matrix of integers as stake in one pool with weight 1. */
export function stakeOf({ rows, columns, start, row, value }: Exposure): StakeMatrix {
  return { rows, columns, start, row, value: valuesOf(value), none: ONE_POOL.none }
}

/** The fraction that a value is. @throws Error if a part of it has no price */
export function exact(value: Value): Ratio {
  if (!value.isComplete) throw new Error('A part of the value has no price')
  return pricedPart(value)
}

/** The integer that a value is. @throws Error as `exact`, and if it is no integer */
export function whole(value: Value): bigint {
  const { num, den } = exact(value)
  if (den !== 1n) throw new Error(`Not an integer: ${num}/${den}`)
  return num
}

/** The part of a value that has a price. */
export function pricedPart(value: Value): Ratio {
  const { num, den } = value.lowerBound()
  return ratio(num, den)
}

import { expect } from 'vitest'
import type { Ratio } from '../../../src/risk/math/ratio'

/** Sum of integers. */
export const sum = (values: Iterable<bigint>): bigint =>
  [...values].reduce((all, one) => all + one, 0n)

/** A fraction as a double, however many digits it has. */
export function toNumber({ num, den }: Ratio): number {
  const power = 20 - (`${num}`.length - `${den}`.length)
  const scaled =
    power < 0 ? num / (den * 10n ** BigInt(-power)) : (num * 10n ** BigInt(power)) / den
  return Number(`${scaled}e${-power}`)
}

/** Expects decimal text to be a fraction, to 12 digits. */
export function near(text: string | null, value: Ratio): void {
  const expected = toNumber(value)
  expect(Math.abs(Number(text) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 1e-12)
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { relaxation } from '../../../test/support/risk/relaxation'
import { compare, ratio } from '../math/ratio'
import type { LinearModel } from './linear-model'
import { lpText } from './lp-text'
import { fromDouble, part, Scale, toDouble } from './scale'

const MODEL: LinearModel = {
  variables: [
    { kind: 'BINARY', worth: 1.5 },
    { kind: 'CONTINUOUS', worth: -2e-7 },
    { kind: 'BINARY', worth: 0 },
  ],
  constraints: [
    { variables: [2, 0], coefficients: [0.25, -1], relation: '>=', bound: 0 },
    { variables: [1], coefficients: [1e21], relation: '<=', bound: 3 },
  ],
}

describe('text of a model', () => {
  test('is in the LP format', () => {
    expect(lpText(MODEL).split('\n')).toEqual([
      'Maximize',
      ' worth:   + 1.5 x0 - 2e-7 x1 + 0 x2',
      'Subject To',
      ' c0:   + 0.25 x2 - 1 x0 >= 0',
      ' c1:   + 1e+21 x1 <= 3',
      'Bounds',
      ' 0 <= x1 <= 1',
      'Binaries',
      '  x0 x2',
      'End',
      '',
    ])
  })

  test('has no long lines', () => {
    const variables = Array.from({ length: 500 }, () => ({ kind: 'BINARY' as const, worth: 1 / 3 }))
    const lines = lpText({ variables, constraints: [] }).split('\n')
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(300)
  })

  test('of a relaxation has continuous variables only', () => {
    expect(relaxation(MODEL).variables.map(({ kind }) => kind)).toEqual(Array(3).fill('CONTINUOUS'))
  })
})

const finite = fc
  .double({ noNaN: true, min: -1e280, max: 1e280 })
  .filter((value) => value === 0 || Math.abs(value) > 1e-280)
const any = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
    fc.bigInt({ min: 1n, max: 10n ** 40n }),
  )
  .map(([num, den]) => ratio(num, den))

describe('exact amounts and doubles', () => {
  test('a double equals its exact value converted back', () => {
    fc.assert(
      fc.property(finite, (value) => {
        expect(toDouble(fromDouble(value))).toBe(value === 0 ? 0 : value)
      }),
    )
  })

  test('a ratio is off by less than one part in 2^52', () => {
    fc.assert(
      fc.property(any, (value) => {
        const near = fromDouble(toDouble(value))
        const error = near.num * value.den - value.num * near.den
        const whole = value.num * near.den
        expect((error < 0n ? -error : error) * 2n ** 52n <= (whole < 0n ? -whole : whole)).toBe(
          true,
        )
      }),
    )
  })

  test('infinity and a denominator below 1 are refused', () => {
    expect(() => fromDouble(Number.POSITIVE_INFINITY)).toThrow(RangeError)
    expect(() => toDouble({ num: 1n, den: 0n })).toThrow(RangeError)
  })

  test('amounts up to 1e6 stay, the largest of larger ones becomes 1e6, and bounds convert back to upper bounds', () => {
    expect(new Scale([50n, 1_000_000n]).shrink(50n)).toBe(50)
    const scale = new Scale([3n * 10n ** 24n, 10n ** 24n])
    expect(scale.shrink(3n * 10n ** 24n)).toBe(1e6)
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 25n }), (amount) => {
        const bound = scale.atMost(scale.shrink(amount), MODEL)
        expect(bound >= amount).toBe(true)
        expect(compare(ratio(bound - amount), ratio(amount + 10n ** 20n, 10n ** 6n)) < 0n).toBe(
          true,
        )
      }),
    )
  })

  test('coefficients that a solver would ignore are raised to the smallest that it keeps', () => {
    expect([part(1n, ratio(10n ** 12n)), part(0n, ratio(5n)), part(1n, ratio(4n))]).toEqual([
      1e-8, 0, 0.25,
    ])
  })
})

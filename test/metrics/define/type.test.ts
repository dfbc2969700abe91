import fc from 'fast-check'
import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import {
  bigInt,
  decimal,
  decimalOrDouble,
  description,
  double,
  enumeration,
  int,
  list,
  lowerBound,
  nullable,
  string,
  upperBound,
} from '../../../src/metrics/define/type'
import { parseRatio } from '../../../src/risk/math/parse-ratio'
import { compare, multiply, ratio, subtract } from '../../../src/risk/math/ratio'

const ratios = fc.tuple(fc.bigInt(0n, 10n ** 40n), fc.bigInt(1n, 10n ** 20n))
const served = (type: typeof decimal, [num, den]: [bigint, bigint]) =>
  parseRatio(type.serialize(ratio(num, den)) as string)

describe('exact values', () => {
  test('a lower bound is never above, an upper bound never below, and a decimal is one of the two', () => {
    fc.assert(
      fc.property(ratios, (given) => {
        const exact = ratio(...given)
        const [low, near, high] = [lowerBound, decimal, upperBound].map((one) => served(one, given))
        expect(compare(low!, exact)).toBeLessThanOrEqual(0n)
        expect(compare(high!, exact)).toBeGreaterThanOrEqual(0n)
        expect([low, high]).toContainEqual(near)
        // Eighteen digits: the bounds differ by less than one part in 10^17.
        const gap = subtract(high!, low!)
        expect(compare(multiply(gap, ratio(10n ** 17n)), exact)).toBeLessThanOrEqual(0n)
      }),
    )
  })

  test('halves of the 18th digit go to the even side; what ends earlier is short', () => {
    const text = (type: typeof decimal, num: bigint) => type.serialize(ratio(num, 2n * 10n ** 17n))
    const digits = `1.${'0'.repeat(16)}`
    expect(text(decimal, 2n * 10n ** 17n + 1n)).toBe('1')
    expect(text(decimal, 2n * 10n ** 17n + 3n)).toBe(`${digits}2`)
    expect(text(lowerBound, 2n * 10n ** 17n + 3n)).toBe(`${digits}1`)
    expect(text(upperBound, 2n * 10n ** 17n + 1n)).toBe(`${digits}1`)
    for (const type of [decimal, lowerBound, upperBound]) {
      expect(type.serialize(ratio(5n, 2n))).toBe('2.5')
    }
  })

  test('integers keep all digits; doubles have 15', () => {
    expect(bigInt.serialize(10n ** 30n)).toBe(`1${'0'.repeat(30)}`)
    expect(double.serialize(1 / 3)).toBe('0.333333333333333')
    expect(decimalOrDouble.serialize(0.5)).toBe('0.5')
    expect(decimalOrDouble.serialize(ratio(1n, 3n))).toBe('0.333333333333333333')
  })
})

describe('types of types', () => {
  test('null stays null, and lists are served item by item', () => {
    const type = list(nullable(decimal))
    expect(type.sdl).toBe('[BigDecimal]!')
    expect(type.serialize([ratio(1n, 2n), null])).toEqual(['0.5', null])
  })

  test('an answer without a value has no items, counts 0, and null where null is possible', () => {
    expect([list(string).empty, int.empty, nullable(string).empty]).toEqual([[], 0, null])
    expect(string.empty).toBeUndefined()
  })

  test('an enumeration declares its values with their descriptions', () => {
    const color = enumeration('Color', 'A "color".', { RED: 'Red.', BLUE: 'Blue,\nas the sky.' })
    const schema = buildSchema(`${color.definitions[0]!.sdl} type Query { color: Color! }`)
    expect(color.sdl).toBe('Color!')
    expect(schema.getType('Color')).toMatchObject({ description: 'A "color".' })
    const values = schema.getType('Color') as unknown as {
      getValues(): { name: string; description: string }[]
    }
    expect(values.getValues().map(({ name, description }) => [name, description])).toEqual([
      ['RED', 'Red.'],
      ['BLUE', 'Blue,\nas the sky.'],
    ])
  })

  test('any text of one line can be a description', () => {
    const line = fc.string().filter((text) => !/[\n\r\u2028\u2029]/.test(text))
    fc.assert(
      fc.property(line, (text) => {
        const schema = buildSchema(`${description(text)} type Query { a: Int }`)
        expect(schema.getQueryType()!.description ?? '').toBe(text)
      }),
    )
  })
})

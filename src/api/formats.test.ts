import fc from 'fast-check'
import { parseValue } from 'graphql'
import { describe, expect, test } from 'vitest'
import { isBytes, isDateTime, isDecimal, isInteger } from './formats'
import { SCALARS } from './schema/scalars'

describe('formats', () => {
  test('integers have up to 78 digits', () => {
    expect(['0', '-1', '+1', '9'.repeat(78), `000${'9'.repeat(78)}`].every(isInteger)).toBe(true)
    expect(['', '1.0', '1e3', '0x1', ' 1', '9'.repeat(79)].some(isInteger)).toBe(false)
  })

  test('decimals have no exponent', () => {
    expect(['0.5', '-1', '10.00'].every(isDecimal)).toBe(true)
    expect(['.5', '1.', '1e3', 'NaN'].some(isDecimal)).toBe(false)
  })

  test('bytes have a prefix and an even number of digits', () => {
    expect(['0x', '0xAbCd'].every(isBytes)).toBe(true)
    expect(['', 'ab', '0xa', '0xzz', '0x00 '].some(isBytes)).toBe(false)
  })

  test('a date is of a day that exists, with a time zone', () => {
    expect(['2024-02-29T00:00:00Z', '2024-01-01T23:59:59.123456+05:30'].every(isDateTime)).toBe(
      true,
    )
    const wrong = [
      '2023-02-29T00:00:00Z',
      '2024-01-01',
      '2024-01-01T00:00:00',
      '2024-01-01T24:00:01Z',
    ]
    expect(wrong.some(isDateTime)).toBe(false)
  })
})

describe('scalars', () => {
  test('a BigInt is a literal, a string or a safe integer', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 255n), 2n ** 255n), (value) => {
        expect(SCALARS.BigInt.parseValue(`${value}`)).toBe(`${value}`)
        expect(SCALARS.BigInt.parseLiteral(parseValue(`${value}`))).toBe(`${value}`)
        expect(SCALARS.BigInt.parseLiteral(parseValue(`"${value}"`))).toBe(`${value}`)
      }),
    )
    expect(SCALARS.BigInt.parseValue(7)).toBe('7')
    expect(SCALARS.BigInt.parseValue('007')).toBe('7')
    for (const value of [2 ** 53, 0.5, true, null, {}]) {
      expect(() => SCALARS.BigInt.parseValue(value)).toThrow('BigInt cannot be')
    }
  })

  test('Bytes are accepted in any case', () => {
    expect(SCALARS.Bytes.parseValue('0xABcd')).toBe('0xabcd')
    expect(() => SCALARS.Bytes.parseLiteral(parseValue('12'))).toThrow('Bytes cannot be')
  })

  test('a UInt32 is every whole number below 2^32, as a number', () => {
    const { UInt32 } = SCALARS
    const edges = [0, 1, 2 ** 31 - 1, 2 ** 31, 3_000_004_995, 2 ** 32 - 1].map((one) =>
      fc.constant(one),
    )
    fc.assert(
      fc.property(fc.oneof(...edges, fc.nat({ max: 2 ** 32 - 1 })), (value) => {
        expect(UInt32.serialize(value)).toBe(value)
        expect(UInt32.parseValue(value)).toBe(value)
        expect(UInt32.parseLiteral(parseValue(`${value}`))).toBe(value)
      }),
    )
    for (const value of [-1, 2 ** 32, 0.5, '1', true, null]) {
      expect(() => UInt32.parseValue(value)).toThrow('UInt32 cannot be')
      expect(() => UInt32.serialize(value)).toThrow('UInt32')
    }
    for (const text of ['-1', '4294967296', '1.5', '"1"']) {
      expect(() => UInt32.parseLiteral(parseValue(text))).toThrow('UInt32 cannot be')
    }
  })

  test('UnixTime is whole seconds', () => {
    expect(SCALARS.UnixTime.parseLiteral(parseValue('1700000000'))).toBe(1_700_000_000)
    for (const text of ['1700000000000', '-1', '1.5', '"1"']) {
      expect(() => SCALARS.UnixTime.parseLiteral(parseValue(text))).toThrow('UnixTime cannot be')
    }
  })
})

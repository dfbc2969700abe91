import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  added,
  apart,
  change,
  compared,
  grouped,
  parseDecimal,
  percent,
  rounded,
  shifted,
  short,
  tickText,
} from './decimal'

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.nat({ max: 30 }))
  .map(([digits, scale]) => shifted(digits.toString(), -scale))

describe('decimals of any size', () => {
  test('keep every digit', () => {
    expect(shifted('123456789012345678901234567890', -18)).toBe('123456789012.34567890123456789')
    fc.assert(
      fc.property(decimals, fc.integer({ min: -20, max: 20 }), (text, places) => {
        expect(compared(shifted(shifted(text, places), -places), text)).toBe(0)
      }),
    )
  })

  test('are added without rounding', () => {
    expect(added('0.1', '0.2')).toBe('0.3')
    expect(added('123456789012345678901234567890', '-0.5')).toBe('123456789012345678901234567889.5')
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const back = added(added(a, b), b.startsWith('-') ? b.slice(1) : `-${b}`)
        expect(compared(back, a)).toBe(0)
      }),
    )
  })

  test('are rounded by less than half a unit', () => {
    fc.assert(
      fc.property(decimals, fc.nat({ max: 6 }), (text, places) => {
        const { digits, isNegative, scale } = parseDecimal(text)
        const near = parseDecimal(rounded(text, places))
        const at = 10n ** 40n
        const size = (d: bigint, s: number) => (d * at) / 10n ** BigInt(s)
        const off = size(digits, scale) - size(near.digits, near.scale)
        expect((off < 0n ? -off : off) * 2n <= at / 10n ** BigInt(places)).toBe(true)
        if (near.digits !== 0n) expect(near.isNegative).toBe(isNegative)
      }),
    )
  })

  test('are shown with three digits, and whole numbers whole', () => {
    expect(short('21082.4057320920621')).toBe('21\u202f082')
    expect(short('0.223412662629907194')).toBe('0.223')
    expect(short('8.82731228554347908')).toBe('8.83')
    expect(short('0')).toBe('0')
    expect([short('-2'), tickText(-2)]).toEqual(['2', '−2'])
    expect(short('5804000531709122443027')).toBe('5.8 × 10²¹')
    expect(short('1.20')).toBe('1.2')
    expect(percent('0.451120579552360549')).toBe('45.1 %')
    expect(percent('0')).toBe('0.0 %')
    expect(percent('0.0004')).toBe('< 0.1 %')
    expect(percent('0.03')).toBe('3.0 %')
    expect(grouped('1234567.5')).toBe('1\u202f234\u202f567.5')
  })

  test('are apart by their exact difference, in either order', () => {
    expect(apart('10.5', '3')).toBe('7.5')
    expect(apart('0.1', '0.3')).toBe('0.2')
    expect(apart('-1', '2')).toBe('3')
    expect(apart('5804000531709122443027.1', '5804000531709122443027')).toBe('0.1')
    expect(apart('4', '4.0')).toBe('0')
  })

  test('a change is a part of what was before', () => {
    expect(change('10644.6', '21082.4')).toBe('+98.1 %')
    expect(change('2', '1')).toBe('−50.0 %')
    expect(change('0', '1')).toBeNull()
    expect(change('2', '20')).toBe('+900.0 %')
    expect(change('2', '51')).toBe('× 26')
    expect(change('1', '1.0001')).toBe('0.0 %')
  })
})

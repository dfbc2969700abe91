import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SIGNIFICANT_DIGITS, toDecimal } from './decimal'
import { compare, multiply, type Ratio, ratio, subtract } from './ratio'

const anyRatio = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }),
    fc.bigInt({ min: 1n, max: 10n ** 40n }),
  )
  .map(([num, den]) => ratio(num, den))

/**
 * School division, one digit at a time, from the first significant digit: truncated, not rounded.
 */
function slowDigits(value: Ratio, significant: number): string {
  let rest = value.num % value.den
  const whole = (value.num / value.den).toString()
  let digits = whole === '0' ? '' : whole
  let text = `${whole}.`
  while (digits.length < significant) {
    rest *= 10n
    const digit = (rest / value.den).toString()
    rest %= value.den
    text += digit
    if (digits !== '' || digit !== '0') digits += digit
  }
  return text
}

function parse(text: string): Ratio {
  const [whole = '', fraction = ''] = text.split('.')
  return ratio(BigInt(whole + fraction), 10n ** BigInt(fraction.length))
}

describe('decimal text of a ratio', () => {
  test.each([
    [ratio(73n, 200n), '0.365'],
    [ratio(0n), '0'],
    [ratio(1n), '1'],
    [ratio(3650n), '3650'],
    [ratio(1n, 3n), '0.333333333333333333'],
    [ratio(2n, 3n), '0.666666666666666667'],
    [ratio(200n, 73n), '2.73972602739726027'],
    [ratio(-1n, 8n), '-0.125'],
    [ratio(1n, 3n * 10n ** 20n), '0.00000000000000000000333333333333333333'],
    [ratio(10n ** 30n + 1n), '1000000000000000000000000000001'],
    [ratio(2n * 10n ** 30n, 3n), '666666666666666666666666666667'],
  ])('%o is %s', (value, text) => {
    expect(toDecimal(value)).toBe(text)
  })

  test('a half is rounded to the even neighbour, anything above up', () => {
    const last = 10n ** BigInt(SIGNIFICANT_DIGITS)
    const one = 10n ** BigInt(SIGNIFICANT_DIGITS - 1)
    expect(toDecimal(ratio((one + 2n) * 10n + 5n, last))).toBe('1.00000000000000002')
    expect(toDecimal(ratio((one + 3n) * 10n + 5n, last))).toBe('1.00000000000000004')
    expect(toDecimal(ratio(((one + 2n) * 10n + 5n) * 10n + 1n, last * 10n))).toBe(
      '1.00000000000000003',
    )
    expect(toDecimal(ratio(-((one + 3n) * 10n + 5n), last))).toBe('-1.00000000000000004')
  })

  test('rounding that adds a digit keeps the value', () => {
    expect(toDecimal(ratio(10n ** 30n - 1n, 10n ** 30n))).toBe('1')
    expect(toDecimal(ratio(10n ** 30n - 1n, 10n ** 31n))).toBe('0.1')
  })

  test.each([
    [ratio(2n, 3n), '0.666666666666666666', '0.666666666666666667'],
    [ratio(-2n, 3n), '-0.666666666666666667', '-0.666666666666666666'],
    [ratio(1n, 8n), '0.125', '0.125'],
    [ratio(-1n, 8n), '-0.125', '-0.125'],
    [ratio(0n), '0', '0'],
    [ratio(10n ** 30n - 1n, 10n ** 30n), '0.999999999999999999', '1'],
    [ratio(4n * 10n ** 30n, 3n), `1${'3'.repeat(30)}`, `1${'3'.repeat(29)}4`],
    [
      ratio(-1n, 3n * 10n ** 20n),
      `-0.${'0'.repeat(20)}333333333333333334`,
      `-0.${'0'.repeat(20)}${'3'.repeat(18)}`,
    ],
  ])('%o is %s rounded down and %s rounded up', (value, down, up) => {
    expect([toDecimal(value, 'DOWN'), toDecimal(value, 'UP')]).toEqual([down, up])
  })

  test('down is never above the value, up never below it, and the nearest is one of the two', () => {
    fc.assert(
      fc.property(anyRatio, (value) => {
        const down = toDecimal(value, 'DOWN')
        const up = toDecimal(value, 'UP')
        expect(compare(parse(down), value) <= 0n).toBe(true)
        expect(compare(parse(up), value) >= 0n).toBe(true)
        expect([down, up]).toContain(toDecimal(value))
      }),
    )
  })

  test('is at most half a unit of the last kept digit from the value', () => {
    fc.assert(
      fc.property(anyRatio, (value) => {
        const parsed = parse(toDecimal(value))
        const error = subtract(parsed, value)
        const distance = ratio(error.num < 0n ? -error.num : error.num, error.den)
        const size = ratio(value.num < 0n ? -value.num : value.num, value.den)
        const relative = multiply(size, ratio(1n, 2n * 10n ** BigInt(SIGNIFICANT_DIGITS - 1)))
        const bound = compare(relative, ratio(1n, 2n)) > 0n ? ratio(1n, 2n) : relative
        return compare(distance, bound) <= 0n
      }),
    )
  })

  test('agrees with long division on every digit before the rounded one', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 30n }),
        fc.bigInt({ min: 1n, max: 10n ** 30n }),
        (num, den) => {
          const value = ratio(num, den)
          const long = slowDigits(value, 40)
          const kept = toDecimal(value)
          const unit = kept.includes('.') ? 10n ** BigInt(kept.split('.')[1]!.length) : 1n
          const difference = subtract(parse(long), parse(kept))
          // Trailing zeros were dropped, so the last digit may have a higher position than the last
          // kept one.
          return (
            compare(
              ratio(difference.num < 0n ? -difference.num : difference.num, difference.den),
              ratio(1n, unit),
            ) <= 0n
          )
        },
      ),
    )
  })

  test('rounded down is never above the value, rounded up never below, and they differ by one unit at most', () => {
    fc.assert(
      fc.property(anyRatio, (value) => {
        const [down, near, up] = (['DOWN', 'HALF_EVEN', 'UP'] as const).map((rounding) =>
          toDecimal(value, rounding),
        )
        const read = (text: string) => {
          const [whole, fraction = ''] = text.split('.') as [string, string?]
          return ratio(BigInt(whole + fraction), 10n ** BigInt(fraction.length))
        }
        expect(compare(read(down!), value) <= 0n).toBe(true)
        expect(compare(value, read(up!)) <= 0n).toBe(true)
        expect([down, up]).toContain(near)
      }),
    )
    expect(toDecimal(ratio(-2n, 3n), 'DOWN')).toBe('-0.666666666666666667')
    expect(toDecimal(ratio(-2n, 3n), 'UP')).toBe('-0.666666666666666666')
  })

  test('has no exponent, no bare point and no trailing zero', () => {
    fc.assert(
      fc.property(anyRatio, (value) => /^-?(0|[1-9]\d*)(\.\d*[1-9])?$/.test(toDecimal(value))),
    )
  })
})

describe('ratio', () => {
  test('is in lowest terms with a positive denominator', () => {
    expect(ratio(6n, -4n)).toEqual({ num: -3n, den: 2n })
    expect(ratio(0n, 5n)).toEqual({ num: 0n, den: 1n })
  })

  test('is reduced for integers and common divisors of any size', () => {
    const large = fc.bigInt({ min: 1n, max: 2n ** 3000n })
    const any = fc.oneof(large, fc.bigInt({ min: 1n, max: 2n ** 300n }), fc.constant(2n ** 2000n))
    fc.assert(
      fc.property(any, any, any, (a, b, shared) => {
        let [x, y] = [a * shared, b * shared]
        while (y !== 0n) [x, y] = [y, x % y]
        expect(ratio(a * shared, b * shared)).toEqual({
          num: (a * shared) / x,
          den: (b * shared) / x,
        })
      }),
    )
  })

  test('refuses a zero denominator', () => {
    expect(() => ratio(1n, 0n)).toThrow('1/0')
  })
})

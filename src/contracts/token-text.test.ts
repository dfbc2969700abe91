import { describe, expect, test } from 'vitest'
import { readDecimals, readSymbol, readToken } from './token-text'

const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`
const word = (value: bigint | number) => value.toString(16).padStart(64, '0')
/** ABI encoding of a string, by the ABI specification. */
function abi(content: string | Uint8Array): string {
  const bytes = Buffer.from(content as string)
  const padded = bytes.toString('hex').padEnd(Math.ceil(bytes.length / 32) * 64, '0')
  return `0x${word(32)}${word(bytes.length)}${padded}`
}
const bytes32 = (text: string) => `0x${Buffer.from(text).toString('hex').padEnd(64, '0')}`

describe('symbols', () => {
  test('are text of the ABI, or 32 bytes as MKR returns them', () => {
    // eth_call of symbol(): stETH (ABI string) and MKR 0x9f8f72aa9304c8b593d555f12ef6589cc3a579a2 (bytes32).
    const stEth = `0x${word(32)}${word(5)}7374455448${'0'.repeat(54)}`
    expect(readSymbol(stEth)).toEqual({ value: 'stETH', gap: null })
    expect(readSymbol(`0x4d4b52${'0'.repeat(58)}`)).toEqual({ value: 'MKR', gap: null })
    expect(readSymbol(bytes32('a'.repeat(32))).value).toBe('a'.repeat(32))
  })

  test('may be of any script, and up to 128 long', () => {
    for (const text of [
      'USD₮0',
      'Ξ',
      '柴犬',
      '🦄',
      'PT-weETH-27JUN2024',
      'a b',
      '<script>',
      'x'.repeat(128),
    ]) {
      expect(readSymbol(abi(text))).toEqual({ value: text, gap: null })
    }
  })

  test.each<[string, string | null, string]>([
    ['no answer', null, 'NO_ANSWER'],
    ['empty text', abi(''), 'EMPTY'],
    ['empty 32 bytes', bytes32(''), 'EMPTY'],
    ['spaces', abi('   '), 'EMPTY'],
    ['no-break spaces', abi('\u00a0\u3000'), 'EMPTY'],
    ['129 characters', abi('x'.repeat(129)), 'TOO_LONG'],
    ['10 kB', abi('x'.repeat(10_000)), 'TOO_LONG'],
    ['10 kB that are no UTF-8', abi(Buffer.alloc(10_000, 0xff)), 'TOO_LONG'],
    ['a control character', abi('ST\u0007ETH'), 'UNPRINTABLE'],
    ['a line break', abi('st\nETH'), 'UNPRINTABLE'],
    ['U+0000', abi('st\u0000ETH'), 'UNPRINTABLE'],
    ['U+0000 within 32 bytes', bytes32('st\u0000ETH'), 'UNPRINTABLE'],
    ['an escape sequence of terminals', abi('\u001b[31mETH'), 'UNPRINTABLE'],
    ['text that runs the other way', abi('\u202eHTEts'), 'UNPRINTABLE'],
    ['a zero-width space', abi('st\u200bETH'), 'UNPRINTABLE'],
    ['a byte order mark', abi('\ufeffstETH'), 'UNPRINTABLE'],
    ['a line separator', abi('st\u2028ETH'), 'UNPRINTABLE'],
    ['a private character', abi('st\ue000ETH'), 'UNPRINTABLE'],
    ['a tag character', abi('ETH\u{e0041}'), 'UNPRINTABLE'],
    ['no UTF-8', abi(Uint8Array.of(0xc3, 0x28)), 'INVALID'],
    ['a surrogate in UTF-8', abi(Uint8Array.of(0xed, 0xa0, 0x80)), 'INVALID'],
    ['32 bytes that are no UTF-8', hex(new Uint8Array(32).fill(0xff)), 'INVALID'],
    ['a length beyond its data', `0x${word(32)}${word(33)}${word(0)}`, 'INVALID'],
    ['a length beyond numbers', `0x${word(32)}${word(2n ** 256n - 1n)}${word(0)}`, 'INVALID'],
    ['an offset elsewhere', `0x${word(64)}${word(1)}${word(0)}`, 'INVALID'],
    ['four bytes', '0x12345678', 'INVALID'],
    ['half a byte', '0x123', 'INVALID'],
    ['no hex', 'stETH', 'INVALID'],
    ['nothing', '0x', 'INVALID'],
  ])('have no value and a reason: %s', (_, data, gap) => {
    expect(readSymbol(data)).toEqual({ value: null, gap })
  })
})

describe('decimals', () => {
  test.each([0, 6, 18, 255])('are an uint8: %d', (decimals) => {
    expect(readDecimals(`0x${word(decimals)}`)).toEqual({ value: decimals, gap: null })
  })

  test.each<[string | null, string]>([
    [null, 'NO_ANSWER'],
    [`0x${word(256)}`, 'INVALID'],
    [`0x${word(2n ** 256n - 1n)}`, 'INVALID'],
    [`0x${word(18)}${word(0)}`, 'INVALID'],
    ['0x12', 'INVALID'],
    ['0x', 'INVALID'],
  ])('of %s have no value and a reason', (data, gap) => {
    expect(readDecimals(data)).toEqual({ value: null, gap })
  })
})

describe('tokens of pools', () => {
  const address = '9f8f72aa9304c8b593d555f12ef6589cc3a579a2'

  test('are addresses in lower case', () => {
    const data = `0x${'0'.repeat(24)}${address.toUpperCase()}`
    expect(readToken(data)).toEqual({ value: `0x${address}`, gap: null })
  })

  test.each<[string | null, string]>([
    [null, 'NO_ANSWER'],
    [`0x${word(0)}`, 'INVALID'],
    [`0x${'1'.repeat(24)}${address}`, 'INVALID'],
    [`0x${address}`, 'INVALID'],
  ])('of %s have no value and a reason', (data, gap) => {
    expect(readToken(data)).toEqual({ value: null, gap })
  })
})

import { describe, expect, test } from 'vitest'
import { tokenKey, tokensOf, tokenText, worthOf } from './tokens'
import type { TokensQuery } from './types.generated'

const POOL = { id: '0xpool', assetId: '0xtoken', asset: { decimals: 6 } }
const PRICE = {
  pool: { id: '0xpool', name: 'A pool' },
  price: '0.5',
  // One share is one and a half tokens.
  rate: '1500000000000000000',
  shareValue: '750000000000',
}

const told = (pool: object, price: object | null = PRICE): TokensQuery => ({
  pools: [{ ...POOL, tokenSymbol: null, tokenDecimals: null, ...pool }],
  prices: { pools: price === null ? [] : [{ ...PRICE, ...price }] },
})
const tokenOf = (pool: object, price?: object | null) => tokensOf(told(pool, price)).get('0xpool')

describe('an amount of a pool', () => {
  test.each([
    [
      'in whole tokens, with the symbol that is known',
      '2000000',
      { tokenSymbol: 'USDX' },
      {},
      '3 USDX',
    ],
    ['without a symbol that nobody knows', '2000000', {}, {}, '3'],
    [
      'by the decimals that the contract answered',
      '200',
      { asset: null, tokenDecimals: 2 },
      {},
      '3',
    ],
    ['in shares, if nobody says how many tokens one is', '2000000', {}, { rate: null }, '2 shares'],
    [
      'in base units, if the decimals are unknown',
      '2000000',
      { asset: null },
      {},
      '2\u202f000\u202f000 base units',
    ],
    ['with its sign', '-2000000', {}, {}, '−3'],
    ['as nothing, if it is nothing', '0', { asset: null }, {}, '0'],
    ['as less than what is told apart', '1', { asset: { decimals: 18 } }, {}, '< 0.000001'],
  ])('is written %s', (_, amount, pool, price, text) => {
    expect(tokenText(amount, tokenOf(pool, price))).toBe(text)
  })

  test('of a pool that nobody told of is in base units', () => {
    expect(tokenText('7', undefined)).toBe('7 base units')
    expect(tokenText('7', tokenOf({ asset: null }, null))).toBe('7 base units')
  })

  test('is worth its part of what a share is worth, exactly, or unknown', () => {
    expect(worthOf('2000001', tokenOf({}))).toBe('1.50000075')
    expect(worthOf('2000001', tokenOf({}, { shareValue: null }))).toBeNull()
    expect(worthOf('2000001', undefined)).toBeNull()
  })

  test('of a token is one without shares', () => {
    const token = tokensOf(told({})).get(tokenKey('0xtoken'))
    expect(tokenText('2000000', token)).toBe('2')
    expect(worthOf('2000000', token)).toBe('1')
  })
})

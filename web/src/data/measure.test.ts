import { describe, expect, test } from 'vitest'
import { ofPool, plain } from './measure'

const TOKEN = { name: null, symbol: 'stX', decimals: 6, rate: '1500000000000000000', value: null }

describe('an amount of a page', () => {
  test('is what the API sends where it is by prices', () => {
    const { text, whole, isInPool } = plain('ETH')
    expect([text('1234.5678'), text('-2'), whole('1234.5678'), isInPool]).toEqual([
      '1\u202f235 ETH',
      '−2 ETH',
      '1234.5678',
      false,
    ])
    expect(plain('').text('2')).toBe('2')
  })

  test('is in whole tokens in the view of a pool, and exact in files', () => {
    const { name, text, whole, isInPool } = ofPool(TOKEN)
    expect([name, isInPool]).toEqual(['stX', true])
    expect(text('1234567891')).toBe('1\u202f852 stX')
    expect(whole('1234567891')).toBe('1851.8518365')
  })

  test.each([
    ['base units', '7 base units', undefined],
    ['shares', '7 shares', { ...TOKEN, decimals: 0, rate: null }],
    ['tokens', '7 tokens', { ...TOKEN, decimals: 0, symbol: null, rate: '1000000000000000000' }],
  ])('says what it is in: %s', (name, text, token) => {
    const measure = ofPool(token)
    expect([measure.name, measure.text('7')]).toEqual([name, text])
  })
})

import { describe, expect, test } from 'vitest'
import { readArguments } from '../../../src/metrics/define/argument'
import { formatPrices, pricingArgument } from '../../../src/metrics/define/pricing'
import { ratio } from '../../../src/risk/math/ratio'

const TOKEN = `0x${'a'.repeat(40)}`
const read = (given?: object) =>
  readArguments({ pricing: pricingArgument }, { pricing: given }).pricing
const price = (value: string, asset = TOKEN) => ({ asset, value })

describe('prices of a request', () => {
  test('are exact, by address in lower case; without the argument there are none', () => {
    const asset = TOKEN.toUpperCase().replace('X', 'x')
    expect(read()).toBeNull()
    expect(read({ numeraire: 'ETH', prices: [price('21/20', asset)] })).toEqual({
      numeraire: 'ETH',
      prices: [{ asset: TOKEN, value: ratio(21n, 20n) }],
      sources: null,
    })
  })

  test.each(['0', '-1', 'x', ''])('of %j are refused: a price is above 0', (value) => {
    expect(() => read({ numeraire: 'ETH', prices: [price(value)] })).toThrow(
      `pricing.prices.value cannot be "${value}".`,
    )
  })

  test('are refused if an asset has two, or if a source is listed twice', () => {
    const prices = [price('1'), price('2', TOKEN.toUpperCase().replace('X', 'x'))]
    expect(() => read({ numeraire: 'ETH', prices })).toThrow(`pricing.prices cannot be "${TOKEN}".`)
    expect(() => read({ numeraire: 'ETH', sources: ['FILE', 'FILE'] })).toThrow(
      'pricing.sources cannot be "FILE".',
    )
  })

  test('are listed with their value and where they are from', () => {
    const used = { value: ratio(1n, 3n), origin: 'ARGUMENTS', source: 'argument' } as const
    expect(formatPrices(new Map([[TOKEN, used]]))).toBe(`${TOKEN} 0.333333333333333333 (argument)`)
  })
})

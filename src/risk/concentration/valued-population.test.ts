import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { multiply, ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { gini } from './gini'
import { hhi } from './herfindahl'
import { population } from './population'
import { valuedPopulation } from './valued-population'

const POOLS = ['p', 'q', 'r']
/** What pools p, q and r are worth a share; null: no price. */
const worthBy = (weights: readonly (bigint | null)[]) => {
  const valuation = new Valuation(weights, 1n)
  const worth = (pool: string, amount: bigint) => valuation.worth(POOLS.indexOf(pool), amount)
  return [worth, valuation.none] as const
}
/** Pool p is worth 2 a share, q has no price. */
const [worth, none] = worthBy([2n, null, null])

describe('a population by value', () => {
  const held = [
    { id: 'a', pool: 'p', amount: 3n },
    { id: 'b', pool: 'p', amount: 1n },
    { id: 'b', pool: 'q', amount: 50n },
    { id: 'c', pool: 'q', amount: 9n },
    { id: 'd', pool: null, amount: 0n },
  ]

  test('leaves out stake without a price and names its pool, by the definition', () => {
    const { population: found, unit, byHolder, nullReason } = valuedPopulation(held, worth, none)
    expect(nullReason).toBeNull()
    expect(Value.coverage(byHolder.values()).unpriced).toEqual([1])
    expect(multiply(ratio(found.total), unit)).toEqual(ratio(8n))
    expect(found.n).toBe(2)
  })

  test('does not count a holder of unpriced stake as one that holds nothing', () => {
    const { population: found } = valuedPopulation(held, worth, none, { includeZeros: true })
    expect(found).toMatchObject({ n: 3, nZero: 1 })
    expect(found.members.map(({ id }) => id)).toEqual(['a', 'b', 'd'])
    const also = valuedPopulation([...held, { id: 'c', pool: 'p', amount: 0n }], worth, none)
    expect(also.population.nZero).toBe(1)
  })

  test('is UNPRICED, not 0, if no stake has a price', () => {
    const only = held.filter(({ pool }) => pool === 'q')
    for (const list of [only, [...only, { id: 'd', pool: 'p', amount: 0n }]]) {
      expect(valuedPopulation(list, worth, none).nullReason).toBe('UNPRICED')
    }
    expect(valuedPopulation([], worth, none).nullReason).toBe('EMPTY')
    expect(valuedPopulation(held.slice(4), worth, none).nullReason).toBe('ZERO_TOTAL')
  })

  test('refuses a negative amount, with a price and without', () => {
    for (const pool of ['p', 'q', null]) {
      const list = [...held, { id: 'a', pool, amount: -1n }]
      expect(() => valuedPopulation(list, worth, none)).toThrow('Negative amount of a')
    }
  })

  test('with a price for every pool is the population of amounts times weights', () => {
    const holding = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      pool: fc.constantFrom('p', 'q', 'r'),
      amount: fc.bigInt({ min: 0n, max: 10n ** 30n }),
    })
    const weights: Record<string, bigint> = { p: 1n, q: 3n, r: 10n ** 12n }
    fc.assert(
      fc.property(fc.array(holding), fc.boolean(), (list, includeZeros) => {
        const found = valuedPopulation(list, ...worthBy(Object.values(weights)), { includeZeros })
        const products = list.map(({ id, pool, amount }) => ({
          id,
          amount: amount * weights[pool]!,
        }))
        const expected = population(products, { includeZeros })
        expect(found.nullReason).toBe(expected.nullReason)
        const worthOf = (amount: bigint) => multiply(ratio(amount), found.unit)
        expect(found.population.members.map(({ id, amount }) => [id, worthOf(amount)])).toEqual(
          expected.members.map(({ id, amount }) => [id, ratio(amount)]),
        )
        expect([found.population.n, found.population.nZero]).toEqual([expected.n, expected.nZero])
        expect([hhi(found.population), gini(found.population)]).toEqual([
          hhi(expected),
          gini(expected),
        ])
      }),
    )
  })
})

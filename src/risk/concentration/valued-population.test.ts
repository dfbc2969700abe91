import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gini } from './gini'
import { hhi } from './herfindahl'
import { population } from './population'
import { valuedPopulation } from './valued-population'

/** Pool p is worth 2 a share, q has no price. */
const weightOf = (pool: string) => (pool === 'p' ? 2n : null)

describe('a population by value', () => {
  const held = [
    { id: 'a', pool: 'p', amount: 3n },
    { id: 'b', pool: 'p', amount: 1n },
    { id: 'b', pool: 'q', amount: 50n },
    { id: 'c', pool: 'q', amount: 9n },
    { id: 'd', pool: null, amount: 0n },
  ]

  test('leaves out stake without a price and names its pool, by the definition', () => {
    const { population: found, nullReason, unpriced } = valuedPopulation(held, weightOf)
    expect({ nullReason, unpriced }).toEqual({ nullReason: null, unpriced: ['q'] })
    expect(found).toMatchObject({ total: 8n, n: 2 })
  })

  test('does not count a holder of unpriced stake as one that holds nothing', () => {
    const { population: found } = valuedPopulation(held, weightOf, { includeZeros: true })
    expect(found).toMatchObject({ n: 3, nZero: 1 })
    expect(found.members.map(({ id }) => id)).toEqual(['a', 'b', 'd'])
    const also = valuedPopulation([...held, { id: 'c', pool: 'p', amount: 0n }], weightOf)
    expect(also.population.nZero).toBe(1)
  })

  test('is UNPRICED, not 0, if no stake has a price', () => {
    const only = held.filter(({ pool }) => pool === 'q')
    for (const list of [only, [...only, { id: 'd', pool: 'p', amount: 0n }]]) {
      expect(valuedPopulation(list, weightOf)).toMatchObject({
        nullReason: 'UNPRICED',
        unpriced: ['q'],
      })
    }
    expect(valuedPopulation([], weightOf).nullReason).toBe('EMPTY')
    expect(valuedPopulation(held.slice(4), weightOf).nullReason).toBe('ZERO_TOTAL')
  })

  test('refuses a negative amount, with a price and without', () => {
    for (const pool of ['p', 'q', null]) {
      const list = [...held, { id: 'a', pool, amount: -1n }]
      expect(() => valuedPopulation(list, weightOf)).toThrow('Negative amount of a')
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
        const found = valuedPopulation(list, (pool) => weights[pool]!, { includeZeros })
        const products = list.map(({ id, pool, amount }) => ({
          id,
          amount: amount * weights[pool]!,
        }))
        const expected = population(products, { includeZeros })
        expect(found).toEqual({
          population: expected,
          nullReason: expected.nullReason,
          unpriced: [],
        })
        expect([hhi(found.population), gini(found.population)]).toEqual([
          hhi(expected),
          gini(expected),
        ])
      }),
    )
  })
})

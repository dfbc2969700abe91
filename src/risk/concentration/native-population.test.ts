import { describe, expect, test } from 'vitest'
import { nativePopulation } from './native-population'

describe('a population without prices', () => {
  test('shares of two pools are not added: UNPRICED, with both pools named', () => {
    const answer = nativePopulation([
      { id: 'a', pool: 'q', amount: 1n },
      { id: 'b', pool: 'p', amount: 2n },
      { id: 'c', pool: 'p', amount: 0n },
      { id: 'b', pool: 'q', amount: 0n },
    ])
    expect(answer).toEqual({
      population: null,
      nullReason: 'UNPRICED',
      unpriced: ['p', 'q'],
      n: 2,
      nZero: 1,
    })
  })

  test('a pool without stake needs no price', () => {
    const answer = nativePopulation([
      { id: 'a', pool: 'p', amount: 3n },
      { id: 'a', pool: 'q', amount: 0n },
      { id: 'b', pool: 'q', amount: 0n },
      { id: 'c', pool: null, amount: 0n },
    ])
    expect(answer).toMatchObject({ nullReason: null, unpriced: [], n: 1, nZero: 2 })
    expect(answer.population).toMatchObject({ total: 3n, members: [{ id: 'a', amount: 3n }] })
  })

  test('no members are EMPTY, members that hold nothing are ZERO_TOTAL', () => {
    expect(nativePopulation([])).toMatchObject({ nullReason: 'EMPTY', n: 0, nZero: 0 })
    expect(nativePopulation([{ id: 'a', pool: null, amount: 0n }])).toMatchObject({
      nullReason: 'ZERO_TOTAL',
      n: 0,
      nZero: 1,
    })
  })

  test('a negative amount is refused, in one pool or several', () => {
    const negative = { id: 'a', pool: 'p', amount: -1n }
    const others = ['p', 'q'].map((pool) => ({ id: 'b', pool, amount: 1n }))
    expect(() => nativePopulation([negative])).toThrow('Negative amount of a: -1')
    expect(() => nativePopulation([...others, negative])).toThrow('Negative amount of a: -1')
  })
})

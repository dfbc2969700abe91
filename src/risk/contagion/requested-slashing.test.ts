import { describe, expect, test } from 'vitest'
import { largestParts } from './requested-slashing'

const parts = (pools: string, wads: bigint[]) =>
  largestParts([...pools], wads).map(({ pool, wad }) => `${pool} ${wad}`)

describe('the largest part that a request can ask for in a pool', () => {
  test('is the largest of those that fit: pools are in order, and each part needs one', () => {
    expect(parts('abc', [1n, 5n, 2n])).toEqual(['a 1', 'b 5', 'c 2'])
    expect(parts('abc', [5n, 1n])).toEqual(['a 5', 'b 5', 'c 1'])
    expect(parts('abcd', [1n, 5n])).toEqual(['a 1', 'b 5', 'c 5', 'd 5'])
    expect(parts('abc', [3n])).toEqual(['a 3', 'b 3', 'c 3'])
  })

  test('is one that some choice of pools has, and no choice has a larger one', () => {
    const wads = [4n, 9n, 2n]
    const pools = [...'abcde']
    const most = new Map<string, bigint>()
    for (let mask = 0; mask < 32; mask++) {
      const chosen = pools.filter((_, place) => mask & (1 << place))
      if (chosen.length !== wads.length) continue
      chosen.forEach((pool, index) => {
        const wad = wads[index]!
        if (wad > (most.get(pool) ?? 0n)) most.set(pool, wad)
      })
    }
    for (const { pool, wad } of largestParts(pools, wads)) expect(wad).toBe(most.get(pool))
  })
})

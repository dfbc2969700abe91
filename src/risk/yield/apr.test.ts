import { describe, expect, test } from 'vitest'
import { ratio } from '../math/ratio'
import { aprOf, meanStake, midpoints } from './apr'
import { isUnpriced } from './yield-figures'
import { type DeclaredSource, type RewardStream, yieldSplit } from './yield-sources'

const DAY = 86_400n
const stream = (token: string, amount: bigint): RewardStream => ({
  token,
  payer: 'payer',
  isProgrammatic: false,
  duration: DAY,
  earned: amount * DAY,
  remaining: 0n,
  running: 0n,
})
const split = (streams: readonly RewardStream[], sources: Record<string, DeclaredSource> = {}) =>
  yieldSplit(streams, {
    sourceOf: (token) => sources[token] ?? null,
    worthOf: (token) => (token === 'unpriced' ? null : ratio(1n)),
  })

test('midpoints of four parts of [0, 100) are 12, 37, 62 and 87, rounded down', () => {
  expect(midpoints(0, 100, 4)).toEqual([12, 37, 62, 87])
  expect(midpoints(10, 20, 1)).toEqual([15])
})

describe('mean stake', () => {
  const weights: Record<string, bigint> = { p: 2n, q: 3n }
  const weightOf = (pool: string) => weights[pool] ?? null

  test('is the mean of the values at all points, those without stake included', () => {
    const points = [new Map([['p', 5n]]), new Map(), new Map(Object.entries({ p: 1n, q: 4n }))]
    expect(meanStake(points, weightOf, 2n)).toEqual({
      stakes: [ratio(5n), ratio(0n), ratio(7n)],
      mean: ratio(4n),
      unpriced: [],
    })
  })

  test('leaves out pools without a price and lists them by id', () => {
    const points = [new Map(Object.entries({ y: 9n, p: 1n })), new Map([['x', 9n]])]
    const { mean, unpriced } = meanStake(points, weightOf, 1n)
    expect([mean, unpriced]).toEqual([ratio(1n), ['x', 'y']])
  })
})

describe('annual percentage rate', () => {
  // 10 in 73 days on 1000 are 5 % in 365 days (metrics reference, section 7.2).
  const apr = (streams: readonly RewardStream[], sources: Record<string, DeclaredSource> = {}) =>
    aprOf(split(streams, sources), 73n * DAY, ratio(1_000n))

  test('is the yield of a year, and the fee-like part of it', () => {
    const streams = [stream('own', 6n), stream('eth', 4n)]
    expect(apr(streams, { own: 'OWN_TOKEN', eth: 'FEE_LIKE' })).toEqual({
      value: ratio(1n, 20n),
      feeLike: ratio(1n, 50n),
    })
  })

  test('has no fee-like part while some yield is not classified', () => {
    expect(apr([stream('own', 6n), stream('eth', 4n)], { eth: 'FEE_LIKE' })).toEqual({
      value: ratio(1n, 20n),
      feeLike: null,
    })
  })

  test('is 0 without any yield', () => {
    expect(apr([])).toEqual({ value: ratio(0n), feeLike: ratio(0n) })
  })

  test('is unknown where nothing earned has a price, and without stake', () => {
    const unpriced = split([stream('unpriced', 5n)])
    expect([isUnpriced(unpriced), isUnpriced(split([]))]).toEqual([true, false])
    expect(apr([stream('unpriced', 5n)])).toEqual({ value: null, feeLike: null })
    expect(aprOf(split([stream('eth', 1n)]), DAY, ratio(0n))).toEqual({
      value: null,
      feeLike: null,
    })
  })
})

import { describe, expect, test } from 'vitest'
import { ratio } from '../math/ratio'
import { apr } from './apr'
import { yieldSplit } from './yield-sources'

const DAY = 86_400n

/** Amounts of 1 base unit a day, earned in one day, in tokens a (fee-like) and b (of no class). */
const split = (tokens: string[], worth = true) =>
  yieldSplit(
    tokens.map((token) => ({
      token,
      payer: 'p',
      isProgrammatic: false,
      duration: DAY,
      earned: 10n * DAY,
      remaining: 0n,
      running: 0n,
    })),
    {
      sourceOf: (token) => (token === 'a' ? 'FEE_LIKE' : null),
      worthOf: () => (worth ? ratio(1n) : null),
    },
  )
const point = (time: number, shares: Record<string, bigint>) => ({
  time,
  block: time,
  shares: new Map(Object.entries(shares)),
})
const weights: Record<string, bigint> = { x: 2n, y: 4n }
const of = (tokens: string[], points: ReturnType<typeof point>[], worth = true) =>
  apr(split(tokens, worth), 73n * DAY, points, (pool) => weights[pool] ?? null, 2n)

describe('yield in a year on the mean stake', () => {
  test('of 10 in 73 days on stakes of 500 and 1500 is 5 %, by hand', () => {
    const found = of(['a'], [point(1, { x: 500n }), point(2, { x: 500n, y: 500n })])
    expect(found).toEqual({
      value: ratio(1n, 20n),
      feeLike: ratio(1n, 20n),
      meanStake: ratio(1_000n),
      points: [
        { time: 1, block: 1, stake: ratio(500n) },
        { time: 2, block: 2, stake: ratio(1_500n) },
      ],
      unpricedPools: [],
      nullReason: null,
    })
  })

  test('has no fee-like part while some yield has no class, and 0 of no yield', () => {
    const stake = [point(1, { x: 1_000n })]
    expect(of(['a', 'b'], stake)).toMatchObject({ value: ratio(1n, 10n), feeLike: null })
    expect(of([], stake)).toMatchObject({ value: ratio(0n), feeLike: ratio(0n) })
  })

  test('leaves out stake without a price, and names its pools', () => {
    const found = of(['a'], [point(1, { x: 1_000n, z: 7n, w: 1n })])
    expect(found).toMatchObject({ meanStake: ratio(1_000n), unpricedPools: ['w', 'z'] })
  })

  test('does not exist without stake, and is unknown where none has a price', () => {
    expect(of(['a'], [point(1, {})])).toMatchObject({
      value: null,
      meanStake: ratio(0n),
      nullReason: 'ZERO_TOTAL',
    })
    expect(of(['a'], [point(1, { z: 1n })])).toMatchObject({
      value: null,
      meanStake: null,
      points: [{ stake: null }],
      nullReason: 'UNPRICED',
    })
    const unpriced = of(['a'], [point(1, { x: 1n })], false)
    expect(unpriced).toMatchObject({ value: null, feeLike: null, nullReason: 'UNPRICED' })
  })
})

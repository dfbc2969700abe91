import { describe, expect, test } from 'vitest'
import { pricedPart } from '../../../test/support/risk/values'
import { ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { apr } from './apr'
import { yieldSplit } from './yield-sources'

const DAY = 86_400n

// Pools x and y, and z and w without a price; tokens a (fee-like) and b (of no class).
const IDS = ['x', 'y', 'z', 'w', 'a', 'b']

/** 10 base units of each token, earned in one day. */
const split = (tokens: string[], valuation: Valuation) =>
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
      worth: (token, amount) => valuation.worth(IDS.indexOf(token), amount),
      none: valuation.none,
    },
  )
const point = (time: number, shares: Record<string, bigint>) => ({
  time,
  block: time,
  shares: new Map(Object.entries(shares)),
})
/** With amounts as what is known of them, and the pools or tokens that they lack. */
const of = (tokens: string[], points: ReturnType<typeof point>[], worth = true) => {
  const token = worth ? 2n : null
  const valuation = new Valuation([2n, 4n, null, null, token, token], 2n)
  const found = apr(split(tokens, valuation), 73n * DAY, points, valuation, (id) => IDS.indexOf(id))
  const { meanStake } = found
  return {
    ...found,
    meanStake: meanStake.isUnknown ? null : pricedPart(meanStake),
    isComplete: meanStake.isComplete,
    points: found.points.map(({ stakes, stake, ...rest }) => {
      return { ...rest, stake: stake.isUnknown ? null : pricedPart(stake) }
    }),
  }
}

describe('yield in a year on the mean stake', () => {
  test('of 10 in 73 days on stakes of 500 and 1500 is 5 %, by hand', () => {
    const found = of(['a'], [point(1, { x: 500n }), point(2, { x: 500n, y: 500n })])
    expect(found).toEqual({
      value: ratio(1n, 20n),
      feeLike: ratio(1n, 20n),
      meanStake: ratio(1_000n),
      isComplete: true,
      points: [
        { time: 1, block: 1, stake: ratio(500n) },
        { time: 2, block: 2, stake: ratio(1_500n) },
      ],
      nullReason: null,
    })
  })

  test('has no fee-like part while some yield has no class, and 0 of no yield', () => {
    const stake = [point(1, { x: 1_000n })]
    expect(of(['a', 'b'], stake)).toMatchObject({ value: ratio(1n, 10n), feeLike: null })
    expect(of([], stake)).toMatchObject({ value: ratio(0n), feeLike: ratio(0n) })
  })

  test('leaves out stake without a price, and says so', () => {
    const found = of(['a'], [point(1, { x: 1_000n, z: 7n, w: 1n })])
    expect(found).toMatchObject({ meanStake: ratio(1_000n), isComplete: false })
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

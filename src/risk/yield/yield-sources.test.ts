import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exact, pricedPart } from '../../../test/support/risk/values'
import { hhi } from '../concentration/herfindahl'
import { add, compare, multiply, type Ratio, ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { payersOf, runway, sourceShare, yearly } from './yield-figures'
import { type DeclaredSource, type RewardStream, YIELD_SOURCES, yieldSplit } from './yield-sources'

const DAY = 86_400n

const stream = (token: string, amount: bigint, rest: Partial<RewardStream> = {}): RewardStream => ({
  token,
  payer: token,
  isProgrammatic: false,
  duration: DAY,
  earned: amount * DAY,
  remaining: 0n,
  running: 0n,
  ...rest,
})

/** Worth of tokens, by position; null: no price. */
const valued = (tokens: readonly string[], worths: readonly (Ratio | null)[]) => {
  const unit = worths.reduce((all, worth) => all * (worth?.den ?? 1n), 1n)
  const valuation = new Valuation(
    worths.map((worth) => worth && (worth.num * unit) / worth.den),
    unit,
  )
  return {
    worth: (token: string, amount: bigint) => valuation.worth(tokens.indexOf(token), amount),
    none: valuation.none,
  }
}
const TOKENS = ['eigen', 'own', 'eth', 'x', 'a', 'b']
const facts = (
  sources: Record<string, DeclaredSource> = {},
  worths: Record<string, Ratio | null> = {},
) => ({
  sourceOf: (token: string) => sources[token] ?? null,
  ...valued(
    TOKENS,
    TOKENS.map((token) => (worths[token] === undefined ? ratio(1n) : worths[token])),
  ),
})

describe('the split of yield by source', () => {
  const reference = [
    stream('eigen', 100n, { isProgrammatic: true }),
    stream('own', 20n),
    stream('eth', 30n),
  ]

  test('of the metrics reference, section 7.1: 100 programmatic, 20 own and 30 ETH are .8 emission and .2 fee-like', () => {
    const split = yieldSplit(reference, facts({ own: 'OWN_TOKEN', eth: 'FEE_LIKE' }))
    expect(exact(split.total)).toEqual(ratio(150n))
    expect(sourceShare(split, ['FEE_LIKE']).value).toEqual(ratio(1n, 5n))
    expect(sourceShare(split, ['PROGRAMMATIC', 'OWN_TOKEN']).value).toEqual(ratio(4n, 5n))
  })

  test('does not guess classes: an undeclared token leaves bounds of the shares that it could belong to', () => {
    const split = yieldSplit(reference, facts({ own: 'OWN_TOKEN' }))
    expect(sourceShare(split, ['FEE_LIKE'])).toEqual({
      value: null,
      atLeast: ratio(0n),
      atMost: ratio(1n, 5n),
      nullReason: 'ASSUMPTION_MISSING',
    })
    expect(sourceShare(split, ['PROGRAMMATIC', 'OWN_TOKEN'])).toEqual({
      value: null,
      atLeast: ratio(4n, 5n),
      atMost: ratio(1n),
      nullReason: 'ASSUMPTION_MISSING',
    })
    expect(sourceShare(split, ['PROGRAMMATIC']).value).toEqual(ratio(2n, 3n))
    expect(sourceShare(split, ['UNCLASSIFIED']).value).toEqual(ratio(1n, 5n))
  })

  test('counts programmatic rewards as such, whatever is declared of their token', () => {
    const split = yieldSplit(reference, facts({ eigen: 'FEE_LIKE' }))
    expect(exact(split.bySource.get('PROGRAMMATIC')!)).toEqual(ratio(100n))
    expect(split.bySource.get('FEE_LIKE')!.isZero).toBe(true)
  })

  test('of a token without a price is unknown: it is listed last with its amount, and never counted as 0', () => {
    const split = yieldSplit(reference, facts({}, { eigen: null }))
    expect([pricedPart(split.total), split.total.isComplete]).toEqual([ratio(50n), false])
    const { value, ...last } = split.tokens.at(-1)!
    expect(last).toEqual({
      token: 'eigen',
      source: 'PROGRAMMATIC',
      earned: ratio(100n),
      remaining: ratio(0n),
    })
    expect(value.isUnknown).toBe(true)
    expect(split.bySource.get('PROGRAMMATIC')!.isUnknown).toBe(true)
    expect(split.payers.map(({ id, earned }) => [id, earned.isUnknown])).toEqual([
      ['eth', false],
      ['own', false],
      ['eigen', true],
    ])
    expect(payersOf(split).members.map(({ id }) => id)).toEqual(['eth', 'own'])
  })

  test('has shares of what has a price; those that rest on the rest alone are unknown, not 0', () => {
    const split = yieldSplit(reference, facts({ own: 'OWN_TOKEN', eth: 'FEE_LIKE' }, { own: null }))
    expect(sourceShare(split, ['OWN_TOKEN'])).toEqual({
      value: null,
      atLeast: null,
      atMost: null,
      nullReason: 'UNPRICED',
    })
    expect(sourceShare(split, ['FEE_LIKE']).value).toEqual(ratio(3n, 13n))
    const open = yieldSplit(reference, facts({ own: 'OWN_TOKEN' }, { eth: null }))
    expect(sourceShare(open, ['FEE_LIKE'])).toMatchObject({
      value: null,
      atMost: null,
      nullReason: 'ASSUMPTION_MISSING',
    })
  })

  test('has no shares if no token has a price, and none if nothing was paid', () => {
    const worthless = yieldSplit([stream('x', 5n)], facts({}, { x: null }))
    expect(sourceShare(worthless, ['OTHER']).nullReason).toBe('UNPRICED')
    expect(sourceShare(yieldSplit([], facts()), ['PROGRAMMATIC']).nullReason).toBe('EMPTY')
  })

  test('refuses rewards with a duration of 0', () => {
    expect(() => yieldSplit([stream('x', 1n, { duration: 0n })], facts())).toThrow(RangeError)
  })

  test('measures payers by value, whatever the token: .5, .3 and .2 have an HHI of .38', () => {
    const split = yieldSplit(
      [
        stream('a', 30n, { payer: 'p' }),
        stream('b', 20n, { payer: 'p' }),
        stream('b', 30n, { payer: 'q' }),
        stream('b', 20n, { payer: 'r' }),
      ],
      facts(),
    )
    expect(hhi(payersOf(split))).toEqual(ratio(38n, 100n))
  })
})

describe('shares of yield', () => {
  const streams = fc.array(
    fc.record({
      token: fc.constantFrom('a', 'b', 'c', 'd'),
      payer: fc.constantFrom('p', 'q'),
      isProgrammatic: fc.boolean(),
      duration: fc.bigInt(1n, 100n * DAY),
      earned: fc.bigInt(0n, 10n ** 30n),
      remaining: fc.bigInt(0n, 10n ** 30n),
      running: fc.bigInt(0n, 10n ** 24n),
    }),
    { maxLength: 12 },
  )
  const worth = fc.option(
    fc.tuple(fc.bigInt(1n, 10n ** 9n), fc.bigInt(1n, 10n ** 18n)).map(([n, d]) => ratio(n, d)),
  )
  const declared = fc.constantFrom<(DeclaredSource | undefined)[]>(
    'OWN_TOKEN',
    'FEE_LIKE',
    'OTHER',
    undefined,
  )
  const known = fc
    .tuple(fc.array(worth, { minLength: 4, maxLength: 4 }), fc.array(declared, { minLength: 4 }))
    .map(([worths, sources]) => ({
      sourceOf: (token: string) => sources['abcd'.indexOf(token)] ?? null,
      worthOf: (token: string) => worths['abcd'.indexOf(token)]!,
      ...valued(['a', 'b', 'c', 'd'], worths),
    }))

  test('are between their bounds; lower bounds add up to 1', () => {
    fc.assert(
      fc.property(streams, known, (given, facts) => {
        const split = yieldSplit(given, facts)
        const shares = YIELD_SOURCES.map((source) => sourceShare(split, [source]))
        const sum = Value.sum(split.bySource.values(), split.none)
        if (sum.isZero || sum.isUnknown) {
          expect(shares.every(({ atLeast }) => atLeast === null)).toBe(true)
          return
        }
        const least = shares.flatMap(({ atLeast }) => atLeast ?? [])
        expect(least.reduce(add)).toEqual(ratio(1n))
        for (const { value, atLeast, atMost } of shares) {
          if (atLeast && atMost) expect(compare(atLeast, atMost)).toBeLessThanOrEqual(0n)
          if (atMost) expect(compare(atMost, ratio(1n))).toBeLessThanOrEqual(0n)
          if (value) expect([value, value]).toEqual([atLeast, atMost])
        }
      }),
    )
  })

  test('have the values of plain fractions: sum of earned / duration * value', () => {
    fc.assert(
      fc.property(streams, known, (given, facts) => {
        const split = yieldSplit(given, facts)
        const plain = (part: (one: RewardStream) => Ratio) =>
          given.reduce((sum, one) => {
            const worth = facts.worthOf(one.token)
            return worth ? add(sum, multiply(part(one), worth)) : sum
          }, ratio(0n))
        expect(pricedPart(split.total)).toEqual(plain((one) => ratio(one.earned, one.duration)))
        expect(pricedPart(split.rate)).toEqual(plain((one) => ratio(one.running, one.duration)))
        expect(pricedPart(split.remaining)).toEqual(
          plain((one) => ratio(one.remaining, one.duration)),
        )
        for (const values of [split.bySource.values(), split.payers.map(({ earned }) => earned)]) {
          const sum = Value.sum(values, split.none)
          expect([pricedPart(sum), sum.isComplete]).toEqual([
            pricedPart(split.total),
            split.total.isComplete,
          ])
        }
      }),
    )
  })
})

describe('the runway', () => {
  test('is announced rewards / current rate: 300 more at 20 a day last 15 days', () => {
    const split = yieldSplit(
      [stream('x', 0n, { duration: 5n * DAY, running: 100n, remaining: 1_500n * DAY })],
      facts(),
    )
    expect(runway(split).value).toEqual(ratio(15n * DAY))
  })

  test('is unknown if nothing accrues now', () => {
    const split = yieldSplit([stream('x', 1n, { remaining: 5n })], facts())
    expect(runway(split).nullReason).toBe('ZERO_TOTAL')
  })
})

describe('yield in a year', () => {
  const { worth } = facts()
  const amount = (whole: bigint) => worth('eth', whole)

  test('is 365 * value / (days * stake), the metrics reference, section 7.2: 10 in 73 days on 1000 are 5 %', () => {
    expect(yearly(amount(10n), 73n * DAY, amount(1_000n)).value).toEqual(ratio(1n, 20n))
  })

  test('does not exist without a stake', () => {
    expect(yearly(amount(10n), DAY, amount(0n)).nullReason).toBe('ZERO_TOTAL')
  })
})

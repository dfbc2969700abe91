import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hhi } from '../concentration/herfindahl'
import { add, compare, multiply, type Ratio, ratio } from '../math/ratio'
import { runway, sourceShare, yearly } from './yield-figures'
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

const facts = (
  sources: Record<string, DeclaredSource> = {},
  worths: Record<string, Ratio | null> = {},
) => ({
  sourceOf: (token: string) => sources[token] ?? null,
  worthOf: (token: string) => (worths[token] === undefined ? ratio(1n) : worths[token]),
})

describe('the split of yield by source', () => {
  const reference = [
    stream('eigen', 100n, { isProgrammatic: true }),
    stream('own', 20n),
    stream('eth', 30n),
  ]

  test('of the metrics reference, section 7.1: 100 programmatic, 20 own and 30 ETH are .8 emission and .2 fee-like', () => {
    const split = yieldSplit(reference, facts({ own: 'OWN_TOKEN', eth: 'FEE_LIKE' }))
    expect(ratio(split.total, split.unit)).toEqual(ratio(150n))
    expect(sourceShare(split, ['FEE_LIKE'])!.value).toEqual(ratio(1n, 5n))
    expect(sourceShare(split, ['PROGRAMMATIC', 'OWN_TOKEN'])!.value).toEqual(ratio(4n, 5n))
  })

  test('does not guess classes: an undeclared token leaves bounds of the shares that it could belong to', () => {
    const split = yieldSplit(reference, facts({ own: 'OWN_TOKEN' }))
    expect(sourceShare(split, ['FEE_LIKE'])).toEqual({
      value: null,
      atLeast: ratio(0n),
      atMost: ratio(1n, 5n),
    })
    expect(sourceShare(split, ['PROGRAMMATIC', 'OWN_TOKEN'])).toEqual({
      value: null,
      atLeast: ratio(4n, 5n),
      atMost: ratio(1n),
    })
    expect(sourceShare(split, ['PROGRAMMATIC'])!.value).toEqual(ratio(2n, 3n))
    expect(sourceShare(split, ['UNCLASSIFIED'])!.value).toEqual(ratio(1n, 5n))
  })

  test('counts programmatic rewards as such, whatever is declared of their token', () => {
    const split = yieldSplit(reference, facts({ eigen: 'FEE_LIKE' }))
    expect(split.bySource.get('PROGRAMMATIC')).toBe(100n * split.unit)
    expect(split.bySource.get('FEE_LIKE')).toBe(0n)
  })

  test('leaves out a token without a value, lists it last with its amount, and never counts it as 0', () => {
    const split = yieldSplit(reference, facts({}, { eigen: null }))
    expect(ratio(split.total, split.unit)).toEqual(ratio(50n))
    expect(split.tokens.at(-1)).toEqual({
      token: 'eigen',
      source: 'PROGRAMMATIC',
      earned: ratio(100n),
      remaining: ratio(0n),
      value: null,
    })
    expect(split.payers.members.map(({ id }) => id)).toEqual(['eth', 'own'])
  })

  test('has no shares if no token has a value, and none if nothing was paid', () => {
    const worthless = yieldSplit([stream('x', 5n)], facts({}, { x: null }))
    expect(sourceShare(worthless, ['OTHER'])).toBeNull()
    expect(sourceShare(yieldSplit([], facts()), ['PROGRAMMATIC'])).toBeNull()
  })

  test('refuses rewards with a duration of 0', () => {
    expect(() => yieldSplit([stream('x', 1n, { duration: 0n })], facts())).toThrow(RangeError)
  })

  test('measures payers by value, whatever the token: .5, .3 and .2 have an HHI of .38', () => {
    const { payers } = yieldSplit(
      [
        stream('a', 30n, { payer: 'p' }),
        stream('b', 20n, { payer: 'p' }),
        stream('b', 30n, { payer: 'q' }),
        stream('b', 20n, { payer: 'r' }),
      ],
      facts(),
    )
    expect(hhi(payers)).toEqual(ratio(38n, 100n))
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
    }))

  test('are between their bounds; lower bounds add up to 1', () => {
    fc.assert(
      fc.property(streams, known, (given, facts) => {
        const split = yieldSplit(given, facts)
        if (split.total === 0n) return
        const shares = YIELD_SOURCES.map((source) => sourceShare(split, [source])!)
        expect(shares.map(({ atLeast }) => atLeast).reduce(add)).toEqual(ratio(1n))
        for (const { value, atLeast, atMost } of shares) {
          expect(compare(atLeast, atMost)).toBeLessThanOrEqual(0n)
          expect(compare(atMost, ratio(1n))).toBeLessThanOrEqual(0n)
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
        const { unit } = split
        expect(ratio(split.total, unit)).toEqual(plain((one) => ratio(one.earned, one.duration)))
        expect(ratio(split.rate, unit)).toEqual(plain((one) => ratio(one.running, one.duration)))
        expect(ratio(split.remaining, unit)).toEqual(
          plain((one) => ratio(one.remaining, one.duration)),
        )
        const bySource = [...split.bySource.values()].reduce((sum, one) => sum + one, 0n)
        expect(bySource).toBe(split.total)
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
    expect(runway(split)).toEqual(ratio(15n * DAY))
  })

  test('is unknown if nothing accrues now', () => {
    expect(runway(yieldSplit([stream('x', 1n, { remaining: 5n })], facts()))).toBeNull()
  })
})

describe('yield in a year', () => {
  test('is 365 * value / (days * stake), the metrics reference, section 7.2: 10 in 73 days on 1000 are 5 %', () => {
    expect(yearly(ratio(10n), 73n * DAY, ratio(1_000n))).toEqual(ratio(1n, 20n))
  })

  test('does not exist without a stake', () => {
    expect(yearly(ratio(10n), DAY, ratio(0n))).toBeNull()
  })
})

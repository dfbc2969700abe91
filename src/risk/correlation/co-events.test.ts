import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toDecimal } from '../math/decimal'
import { ratio } from '../math/ratio'
import type { Membership } from './association'
import { byCommonWindows, coEvents, eventSeries } from './co-events'
import { fisherExact } from './fisher-exact'

/** The counts of the table [[a, b], [c, d]]. */
const table = (a: number, b: number, c: number, d: number): Membership => ({
  both: a,
  first: a + b,
  second: a + c,
  all: a + b + c + d,
})

describe("Fisher's exact test", () => {
  test.each([
    ['the lady tasting tea (Fisher 1935)', table(3, 1, 1, 3), '17/35'],
    ['whales and sharks, as SciPy documents', table(8, 2, 1, 5), '5/143'],
    ['another table that SciPy documents: .10256410', table(6, 2, 1, 4), '4/39'],
    ['nothing happened', table(0, 0, 3, 7), '1/1'],
    ['everything happened', table(4, 0, 0, 0), '1/1'],
  ])('%s', (_, counts, expected) => {
    const { num, den } = fisherExact(counts)
    expect(`${num}/${den}`).toBe(expected)
  })

  test.each([
    [table(3, 37, 37, 100_000), 5.783886059692032e-7],
    [table(2, 8, 7, 3), 0.06977851869492736],
    [table(0, 40, 40, 100_000), 1],
  ])('of %o equals what SciPy 1.17.1 gives', (counts, expected) => {
    expect(Number(toDecimal(fisherExact(counts))) / expected).toBeCloseTo(1, 9)
  })

  test('equals the sum over all choices of the second set', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.nat(9), fc.nat(9), fc.nat(9), (n, x, y, k) => {
        const [first, second] = [Math.min(x, n), Math.min(y, n)]
        const low = Math.max(0, first + second - n)
        const both = Math.min(Math.max(k, low), first, second)
        const ways = new Array<number>(n + 1).fill(0)
        for (let chosen = 0; chosen < 2 ** n; chosen++) {
          const bits = [...chosen.toString(2).padStart(n, '0')].slice(0, n)
          if (bits.filter((bit) => bit === '1').length !== second) continue
          ways[bits.slice(0, first).filter((bit) => bit === '1').length]!++
        }
        const total = ways.reduce((sum, one) => sum + one, 0)
        const tail = ways.reduce((sum, one) => (one <= ways[both]! ? sum + one : sum), 0)
        expect(fisherExact({ both, first, second, all: n })).toEqual(
          ratio(BigInt(tail), BigInt(total)),
        )
      }),
    )
  })

  test('refuses inconsistent counts', () => {
    expect(() => fisherExact({ both: 3, first: 2, second: 5, all: 9 })).toThrow(RangeError)
    expect(() => fisherExact({ both: 0, first: 6, second: 5, all: 9 })).toThrow(RangeError)
    expect(() => fisherExact({ both: 5, first: 5, second: 5, all: 4 })).toThrow(RangeError)
  })
})

const during = (first: number, last: number) => [{ first, last }]
const numbers = (count: number, from = 0, step = 1) =>
  Array.from({ length: count }, (_, index) => from + index * step)

describe('events in the same windows', () => {
  test('count only in windows in which both could have events', () => {
    const a = eventSeries('a', [3, 3, 8, 12], during(0, 19))
    const b = eventSeries('b', [12, 15], during(10, 29))
    expect(coEvents(a, b)).toMatchObject({
      counts: { both: 1, first: 1, second: 2, all: 10 },
      expected: ratio(1n, 5n),
      phi: { value: null, nullReason: 'INSUFFICIENT_EVENTS' },
      lift: ratio(5n),
      pValue: ratio(1n, 5n),
    })
  })

  test('an event outside of the eligible windows makes its window eligible', () => {
    const a = eventSeries('a', [30], during(0, 9))
    const b = eventSeries('b', [30], during(0, 4))
    expect(coEvents(a, b).counts).toEqual({ both: 1, first: 1, second: 1, all: 6 })
  })

  test('two without a common eligible window have no phi, lift or p-value', () => {
    const a = eventSeries('a', [1], during(0, 4))
    const b = eventSeries('b', [8], during(5, 9))
    expect(coEvents(a, b)).toEqual({
      counts: { both: 0, first: 0, second: 0, all: 0 },
      expected: null,
      phi: { value: null, nullReason: 'INSUFFICIENT_EVENTS' },
      lift: null,
      pValue: null,
    })
  })

  test('of 4 windows, each in two and never together: 1 expected, p of 1/3', () => {
    const found = coEvents(
      eventSeries('a', [0, 1], during(0, 3)),
      eventSeries('b', [2, 3], during(0, 3)),
    )
    expect(found).toMatchObject({ expected: ratio(1n), lift: ratio(0n), pValue: ratio(1n, 3n) })
  })

  test('phi of the toy table [2, 1, 0, 1] of the metrics reference, ten times: .577350, no p-value', () => {
    const a = eventSeries('a', numbers(30), during(0, 39))
    const b = eventSeries('b', numbers(20), during(0, 39))
    const found = coEvents(a, b)
    expect(Number(toDecimal(found.phi.value!))).toBeCloseTo(1 / Math.sqrt(3), 15)
    expect(found).toMatchObject({ lift: ratio(4n, 3n), expected: ratio(15n), pValue: null })
  })

  test('have a phi if 5 are expected, and none if fewer are', () => {
    const windows = during(0, 19)
    const a = eventSeries('a', numbers(10), windows)
    expect(coEvents(a, eventSeries('b', numbers(10, 5), windows)).phi.value).toEqual(ratio(0n))
    const few = coEvents(a, eventSeries('b', numbers(9, 5), windows))
    expect(few.phi.nullReason).toBe('INSUFFICIENT_EVENTS')
    expect(few.pValue).toEqual(ratio(1n))
  })

  test('events in every window have no variance', () => {
    const a = eventSeries('a', numbers(20), during(0, 19))
    const b = eventSeries('b', numbers(8), during(0, 19))
    expect(coEvents(a, b).phi).toEqual({ value: null, nullReason: 'NO_VARIANCE' })
  })

  test('are symmetric, and every phi has at least five windows with events of each', () => {
    const series = fc
      .tuple(fc.array(fc.nat(60), { maxLength: 40 }), fc.nat(60), fc.nat(60))
      .map(([events, first, last]) => eventSeries('x', events, during(first, last)))
    fc.assert(
      fc.property(series, series, (a, b) => {
        const [one, other] = [coEvents(a, b), coEvents(b, a)]
        const { both, first, second, all } = one.counts
        expect(other.counts).toEqual({ both, first: second, second: first, all })
        expect([other.phi, other.lift, other.pValue]).toEqual([one.phi, one.lift, one.pValue])
        if (one.phi.value) expect(Math.min(first, second)).toBeGreaterThanOrEqual(5)
      }),
    )
  })

  test('pairs are ranked by common windows, then in the given order', () => {
    const series = [[1, 2], [2, 3], [1, 2, 3], [9]].map((events, at) =>
      eventSeries(`${at}`, events, []),
    )
    expect(byCommonWindows(series).map(({ a, b, both }) => [a, b, both])).toEqual([
      [0, 2, 2],
      [1, 2, 2],
      [0, 1, 1],
      [0, 3, 0],
      [1, 3, 0],
      [2, 3, 0],
    ])
  })
})

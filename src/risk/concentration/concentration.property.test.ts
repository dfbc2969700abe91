import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, multiply, type Ratio, ratio, subtract } from '../math/ratio'
import { top } from './concentration-ratio'
import { effectiveNumber, hhi, normalizedHhi } from './herfindahl'
import { nakamoto } from './nakamoto'
import { type Holding, population } from './population'

const amount = fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: 0n, max: 10n ** 30n }))
const holdings = fc
  .array(amount, { minLength: 1, maxLength: 12 })
  .filter((amounts) => amounts.some((value) => value > 0n))
  .map((amounts) => amounts.map((value, index): Holding => ({ id: `o${index}`, amount: value })))
const small = fc
  .array(fc.bigInt({ min: 0n, max: 6n }), { minLength: 1, maxLength: 7 })
  .filter((amounts) => amounts.some((value) => value > 0n))
const threshold = fc
  .tuple(fc.bigInt({ min: 1n, max: 12n }), fc.bigInt({ min: 1n, max: 12n }))
  .map(([a, b]) => (a < b ? ratio(a, b) : ratio(b, a)))
const rule = fc.constantFrom('GT' as const, 'GTE' as const)

/**
 * Chance that two draws, with replacement, of single units hit one member: counts pairs of units.
 */
function slowHhi(amounts: bigint[]): Ratio {
  const units = amounts.flatMap((value, owner) =>
    Array.from({ length: Number(value) }, () => owner),
  )
  let same = 0n
  for (const a of units) for (const b of units) if (a === b) same += 1n
  return ratio(same, BigInt(units.length) ** 2n)
}

/** All groups of members, as sums by size. */
function slowGroups(amounts: bigint[]): { size: number; sum: bigint }[] {
  const groups = [{ size: 0, sum: 0n }]
  for (const value of amounts) {
    groups.push(...groups.map(({ size, sum }) => ({ size: size + 1, sum: sum + value })))
  }
  return groups
}

const asHoldings = (amounts: bigint[]) =>
  amounts.map((value, index) => ({ id: `o${index}`, amount: value }))

describe('against slow implementations that share no code', () => {
  test('HHI is the chance that two units drawn at random have one holder', () => {
    fc.assert(
      fc.property(small, (amounts) => {
        expect(hhi(population(asHoldings(amounts)))).toEqual(slowHhi(amounts))
      }),
    )
  })

  test('CR_k is the largest share of any group of k', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 7 }), (amounts, k) => {
        const total = amounts.reduce((a, b) => a + b, 0n)
        const share = top(population(asHoldings(amounts)), k)!.share
        const groups = slowGroups(amounts)
          .filter(({ size }) => size <= k)
          .map(({ sum }) => compare(ratio(sum, total), share))
        expect([groups.every((order) => order <= 0n), groups.includes(0n)]).toEqual([true, true])
      }),
    )
  })

  test('Nakamoto is the size of the smallest group that reaches the threshold', () => {
    fc.assert(
      fc.property(small, threshold, rule, (amounts, t, by) => {
        const total = amounts.reduce((a, b) => a + b, 0n)
        const sizes = slowGroups(amounts)
          .filter(({ sum }) => {
            const order = compare(ratio(sum, total), t)
            return by === 'GT' ? order > 0n : order >= 0n
          })
          .map(({ size }) => size)
        const answer = nakamoto(population(asHoldings(amounts)), t, by)
        if (sizes.length === 0) expect(answer).toEqual({ nullReason: 'UNREACHABLE' })
        else expect(answer).toMatchObject({ count: Math.min(...sizes) })
      }),
    )
  })
})

describe('whatever the holdings', () => {
  test('HHI lies in [1/n, 1], its normal form in [0, 1], and the effective number is its inverse', () => {
    fc.assert(
      fc.property(holdings, (list) => {
        const measured = population(list)
        const index = hhi(measured)!
        expect(compare(index, ratio(1n, BigInt(measured.n))) >= 0n).toBe(true)
        expect(compare(index, ratio(1n)) <= 0n).toBe(true)
        expect(multiply(index, effectiveNumber(measured)!)).toEqual(ratio(1n))
        const normal = normalizedHhi(measured)
        expect(normal === null).toBe(measured.n === 1)
        if (normal) expect([normal.num >= 0n, normal.num <= normal.den]).toEqual([true, true])
      }),
    )
  })

  test('order, unit and splitting of a holding do not matter', () => {
    fc.assert(
      fc.property(holdings, fc.bigInt({ min: 1n, max: 10n ** 18n }), (list, unit) => {
        const measured = population(list)
        expect(population([...list].reverse())).toEqual(measured)
        expect(
          population(
            list.flatMap(({ id, amount: a }) => [
              { id, amount: a / 3n },
              { id, amount: a - a / 3n },
            ]),
          ),
        ).toEqual(measured)
        const scaled = population(list.map(({ id, amount: a }) => ({ id, amount: a * unit })))
        expect(hhi(scaled)).toEqual(hhi(measured))
        expect(scaled.members.map(({ id }) => id)).toEqual(measured.members.map(({ id }) => id))
      }),
    )
  })

  test('merging two members adds twice the product of their shares to HHI', () => {
    fc.assert(
      fc.property(holdings, (list) => {
        fc.pre(list.length > 1)
        const [a, b] = list as [Holding, Holding]
        const before = population(list)
        const after = population([...list.slice(1), { id: b.id, amount: a.amount }])
        const gain = ratio(2n * a.amount * b.amount, before.total * before.total)
        expect(subtract(hhi(after)!, hhi(before)!)).toEqual(gain)
      }),
    )
  })

  test('CR_k grows with k up to 1 at n, and is at least k/n', () => {
    fc.assert(
      fc.property(holdings, (list) => {
        const measured = population(list)
        const shares = Array.from({ length: measured.n }, (_, i) => top(measured, i + 1)!.share)
        for (const [i, share] of shares.entries()) {
          expect(compare(share, ratio(BigInt(i + 1), BigInt(measured.n))) >= 0n).toBe(true)
          if (i > 0) expect(compare(share, shares[i - 1]!) > 0n).toBe(true)
        }
        expect(shares.at(-1)).toEqual(ratio(1n))
      }),
    )
  })

  test('the Nakamoto margin is the excess over the threshold, and no member can be left out', () => {
    fc.assert(
      fc.property(holdings, threshold, rule, (list, t, by) => {
        const measured = population(list)
        const answer = nakamoto(measured, t, by)
        if (answer.nullReason !== null) {
          expect([answer.nullReason, by, t]).toEqual(['UNREACHABLE', 'GT', ratio(1n)])
          return
        }
        const sum = answer.members.reduce((total, member) => total + member.amount, 0n)
        const line = multiply(t, ratio(measured.total))
        expect(answer.margin).toEqual(subtract(ratio(sum), line))
        expect(by === 'GT' ? answer.margin.num > 0n : answer.margin.num >= 0n).toBe(true)
        const spare = subtract(answer.margin, ratio(answer.members.at(-1)!.amount))
        expect(by === 'GT' ? spare.num <= 0n : spare.num < 0n).toBe(true)
        expect(answer.members).toHaveLength(answer.count)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collisionEntropy, minEntropy, theilSplit } from '../../../test/support/risk/entropies'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { lossDistribution } from '../../../test/support/risk/losses/loss-distribution'
import { top } from '../concentration/concentration-ratio'
import { entropy, entropyNumber, evenness, normalizedTheil, theil } from '../concentration/entropy'
import { correctedGini, gini } from '../concentration/gini'
import { effectiveNumber, hhi, normalizedHhi } from '../concentration/herfindahl'
import { lorenz } from '../concentration/lorenz'
import { nakamoto } from '../concentration/nakamoto'
import { type Holding, population } from '../concentration/population'
import { groupRows } from '../graph/group-rows'
import { certificate } from '../robustness/certificate'
import { exactSlack } from '../robustness/exact-slack'
import { headroom } from '../robustness/headroom'
import { restakingNetwork } from '../robustness/network'
import { roundedCertificate } from '../robustness/rounded-certificate'
import { verdict } from '../robustness/verdict'
import { compare, multiply, ratio } from './ratio'

const holdingsOf = (amounts: readonly bigint[]): Holding[] =>
  amounts.map((amount, index) => ({ id: `o${`${index}`.padStart(3, '0')}`, amount }))
const amount = fc.bigInt({ min: 1n, max: 10n ** 30n })
const some = fc.array(amount, { minLength: 1, maxLength: 12 })
const threshold = fc
  .tuple(fc.bigInt({ min: 1n, max: 12n }), fc.bigInt({ min: 1n, max: 12n }))
  .map(([a, b]) => (a < b ? ratio(a, b) : ratio(b, a)))
const EXACT = [hhi, normalizedHhi, effectiveNumber, gini, correctedGini]
const DOUBLE = [entropy, minEntropy, collisionEntropy, entropyNumber, evenness, theil]

describe('universal edge cases of the metrics reference, measures of concentration', () => {
  test('n equal members: HHI 1/n, Gini 0, entropies ln n, Theil 0, CR_k k/n, Nakamoto by division', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), amount, threshold, (n, each, t) => {
        const equal = population(holdingsOf(Array(n).fill(each)))
        const [count, one] = [BigInt(n), ratio(1n)]
        expect([hhi(equal), normalizedHhi(equal)]).toEqual([ratio(1n, count), ratio(0n)])
        expect(effectiveNumber(equal)).toEqual(ratio(count))
        expect([gini(equal), correctedGini(equal)]).toEqual([ratio(0n), ratio(0n)])
        for (const metric of [entropy, minEntropy, collisionEntropy]) {
          expect(metric(equal)).toBeCloseTo(Math.log(n), 12)
        }
        expect(entropyNumber(equal)! / n).toBeCloseTo(1, 12)
        expect(evenness(equal)).toBeCloseTo(1, 12)
        expect([theil(equal), normalizedTheil(equal)]).toEqual([0, 0])
        expect(top(equal, 1)!.share).toEqual(ratio(1n, count))
        expect(top(equal, n + 1)!.share).toEqual(one)
        // m / n > t and m / n >= t.
        const strict = (t.num * count) / t.den + 1n
        const loose = (t.num * count + t.den - 1n) / t.den
        const more = nakamoto(equal, t, 'GT')
        if (compare(t, one) === 0n) expect(more).toEqual({ nullReason: 'UNREACHABLE' })
        else expect(more).toMatchObject({ count: Number(strict) })
        const reached = nakamoto(equal, t, 'GTE')
        expect(reached).toMatchObject({ count: Number(loose) })
        // All could stand in for the last, unless all are needed.
        const tied = reached.nullReason === null ? reached.tieSet.length : -1
        expect(tied).toBe(Number(loose) === n ? 0 : n)
        for (const { population: part, share } of lorenz(equal, 200)!) expect(share).toEqual(part)
      }),
    )
  })

  test('one member: HHI 1, Gini and entropy 0, Nakamoto 1; measures divided by n - 1 or ln n are unknown', () => {
    fc.assert(
      fc.property(amount, threshold, (only, t) => {
        const one = population(holdingsOf([only]))
        expect(EXACT.map((metric) => metric(one))).toEqual([
          ratio(1n),
          null,
          ratio(1n),
          ratio(0n),
          null,
        ])
        expect(DOUBLE.map((metric) => metric(one))).toEqual([0, 0, 0, 1, null, 0])
        expect(normalizedTheil(one)).toBeNull()
        expect(nakamoto(one, t, 'GTE')).toMatchObject({ count: 1, tieSet: [] })
      }),
    )
  })

  test('no members, and any number of members that hold nothing, have no value in any measure', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.boolean(), threshold, (n, includeZeros, t) => {
        const nobody = population(holdingsOf(Array(n).fill(0n)), { includeZeros })
        const nullReason = n === 0 ? 'EMPTY' : 'ZERO_TOTAL'
        expect(nobody.nullReason).toBe(nullReason)
        for (const metric of [...EXACT, ...DOUBLE, normalizedTheil]) {
          expect(metric(nobody)).toBeNull()
        }
        expect([lorenz(nobody, 20), top(nobody, 1), theilSplit(nobody, () => 'g')]).toEqual([
          null,
          null,
          null,
        ])
        expect(nakamoto(nobody, t, 'GT')).toEqual({ nullReason })
      }),
    )
  })

  test('counted zeros change Gini, Theil and HHI* as n does, and not HHI, entropy, Nakamoto and CR', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 5 }), threshold, (amounts, zeros, t) => {
        const list = holdingsOf([...amounts, ...Array(zeros).fill(0n)])
        const without = population(list)
        const counted = population(list, { includeZeros: true })
        expect([without.n, counted.n]).toEqual([amounts.length, amounts.length + zeros])
        expect([without.nZero, counted.nZero]).toEqual([zeros, zeros])
        expect([hhi(counted), entropy(counted)]).toEqual([hhi(without), entropy(without)])
        expect(nakamoto(counted, t, 'GTE')).toEqual(nakamoto(without, t, 'GTE'))
        expect(top(counted, 3)!.share).toEqual(top(without, 3)!.share)
        const [n, all] = [BigInt(without.n), BigInt(counted.n)]
        // 1 - G shrinks by n / all: the curve is the same one, pushed to the right.
        const left = ({ num, den }: { num: bigint; den: bigint }) => ratio(den - num, den)
        expect(left(gini(counted)!)).toEqual(multiply(left(gini(without)!), ratio(n, all)))
        const more = Math.log(counted.n / without.n)
        expect(theil(counted)! - theil(without)!).toBeCloseTo(more, 9)
      }),
    )
  })

  test('a negative amount is refused at any position, never shifted or clipped', () => {
    fc.assert(
      fc.property(some, amount, fc.nat(), (amounts, below, at) => {
        const place = at % (amounts.length + 1)
        const list = holdingsOf(amounts.toSpliced(place, 0, -below))
        expect(() => population(list)).toThrow(RangeError)
        expect(() => population(list, { includeZeros: true })).toThrow(RangeError)
      }),
    )
  })

  test('an integer beyond 2^53 keeps its last unit: x and x + 1 differ', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 53n, max: 2n ** 200n }), (x) => {
        const two = population(holdingsOf([x, x + 1n]))
        expect(two.members.map((member) => member.amount)).toEqual([x + 1n, x])
        expect(hhi(two)).toEqual(ratio(x * x + (x + 1n) ** 2n, (2n * x + 1n) ** 2n))
        expect(gini(two)).toEqual(ratio(1n, 2n * (2n * x + 1n)))
        expect(nakamoto(two, ratio(1n, 2n), 'GT')).toMatchObject({
          count: 1,
          margin: ratio(1n, 2n),
          tieSet: [],
        })
      }),
    )
  })
})

describe('grouping', () => {
  const cell = fc.option(fc.bigInt({ min: 0n, max: 10n ** 20n }), { nil: null })
  const matrices = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }).map((values) =>
    exposureOf(
      holdingsOf(values.map(() => 0n)).map(({ id }) => id),
      ['s', 't'],
      values,
    ),
  )
  const columnOf = (matrix: ReturnType<typeof exposureOf>, column: number) =>
    population(
      [...matrix.row.slice(matrix.start[column], matrix.start[column + 1])].map((row, index) => ({
        id: matrix.rows[row]!,
        amount: matrix.value[matrix.start[column]! + index]!,
      })),
    )

  test('without members changes nothing', () => {
    fc.assert(
      fc.property(matrices, some, (matrix, amounts) => {
        const others = new Map([['nobody', 'group']])
        expect(groupRows(matrix, new Map())).toEqual(matrix)
        expect(groupRows(matrix, others)).toEqual(matrix)
        const measured = population(holdingsOf(amounts))
        const { between, within } = theilSplit(measured, (id) => others.get(id))!
        expect(between).toBeCloseTo(theil(measured)!, 9)
        expect(within).toBe(0)
      }),
    )
  })

  test('never lowers HHI, and never raises the Nakamoto coefficient', () => {
    fc.assert(
      fc.property(
        matrices,
        fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }),
        threshold,
        (matrix, groups, t) => {
          const groupOf = new Map(matrix.rows.map((row, index) => [row, `g${groups[index]}`]))
          const grouped = groupRows(matrix, groupOf)
          for (const column of [0, 1]) {
            const [before, after] = [matrix, grouped].map((one) => columnOf(one, column))
            expect([after!.total, after!.nullReason]).toEqual([before!.total, before!.nullReason])
            if (before!.nullReason !== null) continue
            expect(compare(hhi(before!)!, hhi(after!)!) <= 0n).toBe(true)
            const [few, fewer] = [before!, after!].map((one) => nakamoto(one, t, 'GTE'))
            if (few!.nullReason !== null || fewer!.nullReason !== null) throw new Error('reachable')
            expect(fewer!.count).toBeLessThanOrEqual(few!.count)
          }
        },
      ),
    )
  })
})

describe('universal edge cases of the metrics reference, without stake', () => {
  test('an empty network has no slack, and no attack that pays', () => {
    for (const network of [restakingNetwork([], []), restakingNetwork([0n, 5n], [])]) {
      expect(certificate(network)).toMatchObject({
        gamma: null,
        breakEvenScale: null,
        freeAttacks: [],
      })
      expect(roundedCertificate(network).gamma).toBeNull()
      expect(exactSlack(network)).toHaveProperty('nullReason', expect.any(String))
      expect(headroom(network)).toEqual([])
      expect(verdict(network).status).toBe('CERTIFIED')
    }
  })

  test('rows without losses lose nothing at any level', () => {
    for (const losses of [[], [0, 0]]) {
      const own = losses.map(() => ratio(1n, 2n))
      const found = lossDistribution(losses, { own, groups: [] }, { seed: 1, draws: 10 })
      expect(found).toMatchObject({ isExact: true, anyLoss: 0 })
      expect(found.tail(0.99)).toEqual({
        valueAtRisk: 0,
        expectedShortfall: 0,
        interval: null,
        shortfallInterval: null,
      })
    }
  })
})

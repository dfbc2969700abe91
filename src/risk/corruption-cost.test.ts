import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Corruptible, corruptionCost } from './corruption-cost'
import { compare, ratio } from './ratio'

const THIRD = ratio(1n, 3n)
const same = (stakes: bigint[]): Corruptible[] =>
  stakes.map((stake) => ({ vote: stake, loss: stake }))

describe('the toy network of the metrics reference at one third', () => {
  test.each([
    ['S1', [20n, 9n, 3n], ratio(32n, 3n), 12n],
    ['S2', [15n, 6n], ratio(7n), 15n],
    ['S3', [5n], ratio(5n, 3n), 5n],
  ])('%s of slashable stake', (_, stakes, _bound, exact) => {
    expect(corruptionCost(same(stakes), THIRD)).toEqual({
      lower: ratio(exact),
      upper: exact,
      isExact: true,
    })
  })

  test('votes by registered, losses by slashable stake: 12, 6 and 5', () => {
    const cost = (members: [bigint, bigint][]) =>
      corruptionCost(
        members.map(([vote, loss]) => ({ vote, loss })),
        THIRD,
      )!.upper
    expect(
      cost([
        [50n, 20n],
        [30n, 9n],
        [15n, 3n],
      ]),
    ).toBe(12n)
    expect(
      cost([
        [50n, 15n],
        [30n, 6n],
      ]),
    ).toBe(6n)
    expect(
      cost([
        [50n, 5n],
        [5n, 0n],
      ]),
    ).toBe(5n)
  })
})

describe('for any service', () => {
  const member = fc.record({
    vote: fc.bigInt({ min: 0n, max: 10n ** 20n }),
    loss: fc.bigInt({ min: 0n, max: 10n ** 20n }),
  })
  test('the cost is the least of all coalitions that reach the threshold', () => {
    fc.assert(
      fc.property(
        fc.array(member, { maxLength: 9 }),
        fc.constantFrom(THIRD, ratio(1n, 2n), ratio(2n, 3n), ratio(1n)),
        (members, threshold) => {
          const votes = members.reduce((sum, { vote }) => sum + vote, 0n)
          let best: bigint | null = null
          for (let mask = 0; mask < 2 ** members.length; mask++) {
            const inside = members.filter((_, bit) => (mask >> bit) & 1)
            const vote = inside.reduce((sum, one) => sum + one.vote, 0n)
            const loss = inside.reduce((sum, one) => sum + one.loss, 0n)
            const isEnough = vote * threshold.den >= threshold.num * votes
            if (votes > 0n && isEnough && (best === null || loss < best)) best = loss
          }
          const found = corruptionCost(members, threshold)
          expect(found?.upper ?? null).toBe(best)
        },
      ),
    )
  })

  test('too many members to search leave bounds around the cost', () => {
    const members = Array.from({ length: 60 }, (_, i) => ({
      vote: 10n ** 15n + BigInt((i * 7919) % 1009) * 10n ** 12n,
      loss: 10n ** 15n + BigInt((i * 104729) % 997) * 10n ** 12n,
    }))
    const { lower, upper, isExact } = corruptionCost(members, THIRD, 10)!
    expect(isExact).toBe(false)
    expect(compare(lower, ratio(upper)) <= 0n).toBe(true)
  })

  test('nobody with a vote has no cost, a threshold outside (0, 1] is refused', () => {
    expect(corruptionCost([], THIRD)).toBeNull()
    expect(corruptionCost([{ vote: 0n, loss: 1n }], THIRD)).toBeNull()
    for (const bad of [ratio(0n), ratio(2n)]) {
      expect(() => corruptionCost(same([1n]), bad)).toThrow(RangeError)
    }
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { atPar, toyGraph } from '../../../test/support/risk/risk-graph'
import { exposure } from '../graph/exposure'
import { add, compare, divide, multiply, type Ratio, ratio, subtract } from '../math/ratio'
import type { FaultModel } from './fault-model'
import { HitProbability } from './hit-probability'

const percent = (...parts: bigint[]): Ratio[] => parts.map((part) => ratio(part, 100n))

describe('toy network of the golden vectors (computed), faults of 2, 3, 1 and 1 %', () => {
  const toy = exposure(toyGraph(), 'REGISTERED', atPar(toyGraph()))
  const hits = new HitProbability(toy, { own: percent(2n, 3n, 1n, 1n), groups: [] })

  test('P(hit) is .058906, .0494 and .0298', () => {
    const found = [0, 1, 2].map((column) => hits.of(column))
    expect(found).toEqual([58_906n, 49_400n, 29_800n].map((part) => ratio(part, 1_000_000n)))
  })

  test('P(S1 and S2) is .0494, P(S1 and S3) .020389 to its last digit', () => {
    expect(hits.both(0, 1)).toEqual(ratio(494n, 10_000n))
    const distance = subtract(hits.both(0, 2), ratio(20_389n, 1_000_000n))
    const half = ratio(1n, 2_000_000n)
    expect(compare(distance, half) <= 0n && compare(ratio(-1n, 2_000_000n), distance) <= 0n).toBe(
      true,
    )
  })
})

test('common shock of 1 % under the same single probabilities: P(both) .01020202 (golden vectors, by hand)', () => {
  const two = exposureOf(
    ['a', 'b'],
    ['s', 't'],
    [
      [20n, null],
      [null, 15n],
    ],
  )
  const own = [ratio(1n, 99n), ratio(2n, 99n)]
  const groups = [{ members: [0, 1], probability: ratio(1n, 100n) }]
  const shocked = new HitProbability(two, { own, groups })
  expect([shocked.of(0), shocked.of(1)]).toEqual(percent(2n, 3n))
  // .01 + .99 * 1/99 * 2/99.
  expect(shocked.both(0, 1)).toEqual(ratio(101n, 9_900n))
  // P(b | a) is .510101, and .03 if they are independent.
  expect(divide(shocked.both(0, 1), shocked.of(0))).toEqual(ratio(101n, 198n))
  const alone = new HitProbability(two, { own: percent(2n, 3n), groups: [] })
  expect(alone.both(0, 1)).toEqual(ratio(6n, 10_000n))
})

const tenths = fc.integer({ min: 0, max: 10 }).map((part) => ratio(BigInt(part), 10n))
const networks = fc
  .record({
    members: fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 4 }),
    own: fc.array(tenths, { minLength: 4, maxLength: 4 }),
    shock: tenths,
    grouped: fc.nat(4),
  })
  .map(({ members, own, shock, grouped }) => ({
    members,
    model: {
      own: own.slice(0, members.length),
      groups: [{ members: members.slice(0, grouped).map((_, row) => row), probability: shock }],
    },
  }))

/**
 * Probability that `isTrue` holds for the slashed rows, over all combinations of faults and
 * shocks.
 */
function enumerate({ own, groups }: FaultModel, isTrue: (hit: Set<number>) => boolean): Ratio {
  const faults = [
    ...own.map((probability, row) => ({ probability, members: [row] as readonly number[] })),
    ...groups,
  ]
  let sum = ratio(0n)
  for (let state = 0; state < 2 ** faults.length; state++) {
    let chance = ratio(1n)
    const hit = new Set<number>()
    faults.forEach(({ probability, members }, bit) => {
      const happens = ((state >> bit) & 1) === 1
      chance = multiply(chance, happens ? probability : subtract(ratio(1n), probability))
      if (happens) for (const row of members) hit.add(row)
    })
    if (isTrue(hit)) sum = add(sum, chance)
  }
  return sum
}

test('of one, of either and of both equal the sums over all combinations of faults', () => {
  fc.assert(
    fc.property(networks, ({ members, model }) => {
      const matrix = exposureOf(
        members.map((_, row) => `o${row}`),
        ['s', 't'],
        // A member without stake can be slashed as well.
        members.map((isIn) => isIn.map((one) => (one ? 0n : null))),
      )
      const hits = new HitProbability(matrix, model)
      const isHit = (column: 0 | 1) => (hit: Set<number>) =>
        [...hit].some((row) => members[row]![column])
      expect(hits.of(0)).toEqual(enumerate(model, isHit(0)))
      expect(hits.of(0, 1)).toEqual(enumerate(model, (hit) => isHit(0)(hit) || isHit(1)(hit)))
      expect(hits.both(0, 1)).toEqual(enumerate(model, (hit) => isHit(0)(hit) && isHit(1)(hit)))
    }),
  )
})

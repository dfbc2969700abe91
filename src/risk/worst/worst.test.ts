import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { exact, whole } from '../../../test/support/risk/values'
import type { StakeGraph } from '../graph/graph'
import { compare, type Ratio, ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { controlBounds } from './bounds'
import { bundleGreedy } from './bundle-greedy'
import { type Control, control, gripOf } from './control'
import { worstLoss } from './loss'

const TOY = exposureOf(
  ['o1', 'o2', 'o3', 'o4'],
  ['s1', 's2', 's3'],
  [
    [50n, 50n, 50n],
    [30n, 30n, null],
    [15n, null, null],
    [null, null, 5n],
  ],
)
const toy = (alpha: Ratio) =>
  control(
    TOY,
    TOY.columns.map(() => alpha),
  )

describe('toy network of the metrics reference, registered, computed there', () => {
  test.each([
    [1, ratio(1n, 3n), [0], [0, 1, 2], 230n],
    [1, ratio(1n, 2n), [0], [0, 1, 2], 230n],
    [1, ratio(2n, 3n), [0], [2], 55n],
    [2, ratio(2n, 3n), [0, 1], [0, 1, 2], 230n],
    [0, ratio(1n, 3n), [], [], 0n],
  ])('%i operators at %o: %j control %j, value %s', (k, alpha, operators, services, value) => {
    expect(bundleGreedy(toy(alpha), k)).toEqual({ operators, services, value })
  })

  test('all operators control all services with stake', () => {
    expect(bundleGreedy(toy(ratio(1n)), 9)).toMatchObject({ services: [0, 1, 2], value: 230n })
  })

  test('a service without stake is excluded and listed', () => {
    const empty = exposureOf(['o'], ['zero', 'none', 'some'], [[0n, null, 2n]])
    const excluded = control(
      empty,
      empty.columns.map(() => ratio(1n)),
    )
    expect(excluded.excluded).toEqual([0, 1])
    expect(bundleGreedy(excluded, 1)).toEqual({ operators: [0], services: [2], value: 2n })
  })

  test('refuses a k that is not a count, a negative value and a threshold of 0', () => {
    expect(() => bundleGreedy(toy(ratio(1n)), -1)).toThrow('-1')
    expect(() => controlBounds(toy(ratio(1n)), 0.5)).toThrow('0.5')
    expect(() => control(TOY, [ratio(1n), ratio(1n), ratio(1n)], [-1n, 0n, 0n])).toThrow('-1')
    expect(() => toy(ratio(0n))).toThrow('0/1')
  })
})

const amount = fc.option(fc.bigInt({ min: 0n, max: 20n }), { nil: null })
const network = fc
  .tuple(
    fc.array(fc.tuple(amount, amount, amount, amount), { minLength: 1, maxLength: 7 }),
    fc.constantFrom(ratio(1n, 3n), ratio(1n, 2n), ratio(1n)),
  )
  .map(([rows, alpha]) => {
    const names = ['a', 'b', 'c', 'd']
    return control(
      exposureOf(
        rows.map((_, row) => `o${row}`),
        names,
        rows,
      ),
      names.map(() => alpha),
    )
  })

/** The most that any k operators control. */
function slowWorst(of: Control, k: number): bigint {
  let most = 0n
  for (let mask = 0; mask < 2 ** of.byOperator.length; mask++) {
    const chosen = [...of.byOperator.keys()].filter((row) => (mask >> row) & 1)
    if (chosen.length > k) continue
    const { value } = gripOf(of, chosen)
    if (value > most) most = value
  }
  return most
}

describe('against brute force over all groups', () => {
  test('the bundle greedy has at most k operators and is never above the worst; bounds are never below it', () => {
    fc.assert(
      fc.property(network, fc.nat(5), (of, k) => {
        const found = bundleGreedy(of, k)
        const worst = slowWorst(of, k)
        expect(found).toEqual(gripOf(of, found.operators))
        expect(found.operators.length <= k).toBe(true)
        expect(found.value <= worst).toBe(true)
        const { reachable, surrogate } = controlBounds(of, k)
        expect(reachable >= worst).toBe(true)
        expect(compare(surrogate, ratio(worst)) >= 0n).toBe(true)
      }),
    )
  })

  test('with one operator the bundle greedy is the worst', () => {
    fc.assert(
      fc.property(network, (of) => {
        expect(bundleGreedy(of, 1).value).toBe(slowWorst(of, 1))
      }),
    )
  })
})

/** A graph of buckets and of what operators promised out of them. */
function graph(
  operators: number,
  buckets: { operator: number; cap: bigint }[],
  lines: { operator: number; bucket: number; amount: bigint }[],
): StakeGraph {
  const amounts = lines.map(({ amount: value }) => value)
  return {
    operators: [...Array(operators).keys()].map((o) => `o${o}`),
    services: ['s'],
    sets: [{ id: 'e', service: 0, slashes: true, accepts: null }],
    pools: ['p'],
    buckets: {
      operator: Int32Array.from(buckets, ({ operator }) => operator),
      pool: Int32Array.from(buckets, () => 0),
      cap: buckets.map(({ cap }) => cap),
      queued: buckets.map(() => 0n),
      maxMagnitude: buckets.map(() => 0n),
    },
    commitments: {
      operator: Int32Array.from(lines, ({ operator }) => operator),
      set: Int32Array.from(lines, () => 0),
      bucket: Int32Array.from(lines, ({ bucket }) => bucket),
      isRegistered: Uint8Array.from(lines, () => 1),
      registered: amounts,
      slashable: amounts,
      minSlashable: amounts,
      magnitude: amounts.map(() => 0n),
      minMagnitude: amounts.map(() => 0n),
    },
    unknownBases: [],
  }
}
const ONE = new Valuation([1n], 1n)

describe('the maximum capital that k operators destroy', () => {
  test('toy network of the metrics reference, by hand: o1 can lose 40, o1 and o2 55, all 58', () => {
    const buckets = [50n, 30n, 15n, 5n].map((cap, operator) => ({ operator, cap }))
    const lines = [40n, 15n, 3n, 0n].map((value, o) => ({ operator: o, bucket: o, amount: value }))
    const losses = [0, 1, 2, 3, 4].map((k) => worstLoss(graph(4, buckets, lines), ONE, k))
    expect(losses.map(({ loss }) => whole(loss))).toEqual([0n, 40n, 55n, 58n, 58n])
    expect(losses.every(({ loss, atMost }) => compare(exact(loss), atMost!) === 0n)).toBe(true)
    expect(losses[4]!.operators).toEqual([0, 1, 2])
  })

  test('of a pool without a price is not known', () => {
    const of = graph(1, [{ operator: 0, cap: 5n }], [{ operator: 0, bucket: 0, amount: 5n }])
    const { operators, loss, atMost } = worstLoss(of, new Valuation([null], 1n), 1)
    expect([operators, loss.isUnknown, atMost]).toEqual([[], true, null])
  })

  test('in shared buckets the worst of all groups lies between the greedy loss and its bound', () => {
    const line = fc.record({
      operator: fc.nat(4),
      bucket: fc.nat(2),
      amount: fc.bigInt({ min: 0n, max: 9n }),
    })
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.array(fc.bigInt({ min: 0n, max: 12n }), { minLength: 3, maxLength: 3 }),
        fc.nat(5),
        (lines, caps, k) => {
          const of = graph(
            5,
            caps.map((cap) => ({ operator: -1, cap })),
            lines,
          )
          let worst = 0n
          for (let mask = 0; mask < 2 ** 5; mask++) {
            const inside = (operator: number) => (mask >> operator) & 1
            if ([0, 1, 2, 3, 4].filter(inside).length > k) continue
            const loss = caps.reduce((sum, cap, bucket) => {
              const promised = lines
                .filter((other) => other.bucket === bucket && inside(other.operator))
                .reduce((total, other) => total + other.amount, 0n)
              return sum + (promised < cap ? promised : cap)
            }, 0n)
            if (loss > worst) worst = loss
          }
          const { loss, atMost, operators } = worstLoss(of, ONE, k)
          expect(operators.length <= k).toBe(true)
          expect(compare(exact(loss), ratio(worst)) <= 0n).toBe(true)
          expect(compare(ratio(worst), atMost!) <= 0n).toBe(true)
        },
      ),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atPar, type GraphSpec, stakeGraph } from '../../../test/support/risk/risk-graph'
import { pricedPart, whole } from '../../../test/support/risk/values'
import type { StakeGraph } from '../graph/graph'
import { ratio } from '../math/ratio'
import { partOf, WAD } from '../math/wad'
import { Valuation } from '../value/valuation'
import { impactOf } from './impact'
import { Simulation } from './simulation'
import { rankedImpacts } from './spread'
import { serviceAmounts, worthOf } from './stake-totals'

type CountedBasis = 'REGISTERED' | 'SLASHABLE'

const SETS = { A1: 'A', A2: 'A', B1: 'B', C1: 'C' }

/**
 * Operators that each answer for themselves in two pools, and promise parts of their magnitude to
 * four sets.
 */
const separate = fc
  .array(
    fc.record({
      cap: fc.bigInt(1n, 10n ** 24n),
      max: fc.bigInt(1n, WAD),
      // What is left of 8 parts is not promised.
      parts: fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }),
      isMember: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((buckets) => {
    const keys = buckets.map((_, at) => `O${at % 3}/${at < 3 ? 'P' : 'Q'}`)
    const pick = <T>(of: (bucket: number, set: number) => T | null) =>
      Object.fromEntries(
        Object.keys(SETS).map((id, set) => [
          id,
          Object.fromEntries(
            keys.flatMap((key, bucket) => {
              const value = of(bucket, set)
              return value === null ? [] : [[key, value] as const]
            }),
          ),
        ]),
      )
    const magnitude = (bucket: number, set: number) =>
      (buckets[bucket]!.max * BigInt(buckets[bucket]!.parts[set]!)) / 8n
    return stakeGraph({
      operators: [...new Set(keys.map((key) => key.split('/')[0]!))],
      sets: SETS,
      stake: Object.fromEntries(keys.map((key, at) => [key, buckets[at]!.cap])),
      maxMagnitude: Object.fromEntries(keys.map((key, at) => [key, buckets[at]!.max])),
      registered: pick((at, set) => (buckets[at]!.isMember[set] ? buckets[at]!.cap : null)),
      slashable: pick((at, set) => partOf(buckets[at]!.cap, magnitude(at, set), buckets[at]!.max)),
      magnitude: pick(magnitude),
    } satisfies GraphSpec)
  })

/**
 * A vault whose losses all operators share, promised to four subnetworks; some promises are whole,
 * some overlap.
 */
const shared = fc
  .record({
    cap: fc.bigInt(1n, 10n ** 24n),
    promises: fc.array(fc.nat(8), { minLength: 8, maxLength: 8 }),
  })
  .map(({ cap, promises }) => {
    const promised = Object.fromEntries(
      Object.keys(SETS).map((id, set) => [
        id,
        {
          'X/V': (cap * BigInt(promises[set]!)) / 8n,
          'Y/V': (cap * BigInt(promises[set + 4]!)) / 8n,
        },
      ]),
    )
    return stakeGraph({
      operators: ['X', 'Y'],
      sets: SETS,
      stake: { V: cap },
      registered: promised,
      slashable: promised,
    })
  })

/**
 * Stake of all services before and after one slashes a part of all that it counts on, by the
 * simulation.
 */
function bySimulation(graph: StakeGraph, basis: CountedBasis, service: number, wad: bigint) {
  const { commitments, buckets, sets } = graph
  const simulation = new Simulation(graph)
  const before = stakeIn(simulation, basis)
  const lost = new Set<number>()
  commitments.bucket.forEach((bucket, line) => {
    if (sets[commitments.set[line]!]!.service !== service) return
    if (basis === 'SLASHABLE' || buckets.operator[bucket]! < 0) {
      // Two sets of one service that count one vault, for one operator, count it once.
      const key = bucket * 10 + commitments.operator[line]!
      if (basis === 'REGISTERED' && (lost.has(key) || commitments.registered[line] === 0n)) return
      lost.add(key)
      simulation.slash(largest(graph, basis, line), wad)
    } else if (commitments.isRegistered[line] === 1 && !lost.has(bucket)) {
      lost.add(bucket)
      simulation.loseShare(bucket, ratio(wad, WAD))
    }
  })
  const after = stakeIn(simulation, basis)
  return before.map((stake, at) => ({ before: stake, after: after[at]! }))
}

function stakeIn(simulation: Simulation, basis: CountedBasis): bigint[] {
  const valuation = atPar(simulation.graph)
  return serviceAmounts(simulation, basis).map((amounts) => whole(worthOf(amounts, valuation)))
}

/** Of the lines that count as one, the one that counts most. */
function largest({ commitments, sets }: StakeGraph, basis: CountedBasis, line: number): number {
  if (basis === 'SLASHABLE') return line
  const same = [...commitments.set.keys()].filter(
    (one) =>
      sets[commitments.set[one]!]!.service === sets[commitments.set[line]!]!.service &&
      commitments.operator[one] === commitments.operator[line],
  )
  return same.reduce((a, b) => (commitments.registered[b]! > commitments.registered[a]! ? b : a))
}

describe('the impact of a slashing equals the simulation of the contracts, up to rounding', () => {
  test.each([
    ['buckets of one operator', 'SLASHABLE', separate],
    ['buckets of one operator', 'REGISTERED', separate],
    ['a shared vault', 'SLASHABLE', shared],
    ['a shared vault', 'REGISTERED', shared],
  ] as const)('%s, %s', (_, basis, graphs) => {
    fc.assert(
      fc.property(graphs, fc.bigInt(1n, WAD), (graph, wad) => {
        const { rows, stake } = impactOf(graph, basis, atPar(graph), ratio(wad, WAD))
        // Parts are rounded to 1e-18 of a bucket, shares to one, at each of a few steps.
        const largestBucket = graph.buckets.cap.reduce((a, b) => (a > b ? a : b))
        const lines = BigInt(graph.commitments.set.length)
        const rounding = lines * lines * (2n + largestBucket / WAD)
        graph.services.forEach((_, from) => {
          bySimulation(graph, basis, from, wad).forEach(({ before, after }, to) => {
            expect(whole(stake[to]!)).toBe(before)
            if (to === from) return
            const { den, columns, nums } = rows[to]!
            const at = columns.indexOf(from)
            const drop = at < 0 ? 0n : (nums[at]! * before) / den
            const off = before - after - drop
            expect(off < 0n ? -off : off).toBeLessThanOrEqual(rounding)
          })
        })
      }),
      { numRuns: 150 },
    )
  })

  test('buckets of one operator: stake that can be slashed only once has no channel', () => {
    fc.assert(
      fc.property(separate, fc.bigInt(1n, WAD), (graph, wad) => {
        const { rows } = impactOf(graph, 'SLASHABLE', atPar(graph), ratio(wad, WAD))
        expect(rows.flatMap(({ nums }) => nums)).toEqual([])
      }),
    )
  })
})

describe('the impact', () => {
  test('is at most 1, 0 on itself, 0 without a slashing, and grows with the fraction', () => {
    fc.assert(
      fc.property(fc.oneof(separate, shared), fc.nat(9), (graph, tenths) => {
        const of = (part: number) =>
          impactOf(graph, 'REGISTERED', atPar(graph), ratio(BigInt(part), 10n)).rows
        const value = ({ den, columns, nums }: ReturnType<typeof of>[number], column: number) =>
          columns.includes(column) ? ratio(nums[columns.indexOf(column)]!, den) : ratio(0n)
        const [less, more] = [of(tenths), of(tenths + 1)]
        graph.services.forEach((_, to) => {
          expect(more[to]!.columns).not.toContain(to)
          graph.services.forEach((_, from) => {
            const [a, b] = [value(less[to]!, from), value(more[to]!, from)]
            expect(a.num * b.den <= b.num * a.den).toBe(true)
            expect(b.num <= b.den).toBe(true)
          })
        })
        expect(of(0).flatMap(({ nums }) => nums)).toEqual([])
      }),
    )
  })

  test('of unpriced stake is there, and unknown; a fraction outside [0, 1] is refused', () => {
    const graph = stakeGraph({
      operators: ['O'],
      sets: { A1: 'A', B1: 'B' },
      stake: { 'O/P': 10n, 'O/Q': 10n },
      registered: { A1: { 'O/P': 10n, 'O/Q': 10n }, B1: { 'O/Q': 10n } },
    })
    const onlyP = new Valuation([1n, null], 1n)
    const { stake, rows, drops } = impactOf(graph, 'REGISTERED', onlyP, ratio(1n))
    expect(pricedPart(stake[0]!)).toEqual(ratio(10n))
    expect([stake[0]!.isComplete, stake[1]!.isUnknown]).toEqual([false, true])
    expect(rows.flatMap(({ nums }) => nums)).toEqual([])
    expect(rankedImpacts({ stake, drops }).map(({ by, on, part }) => [by, on, part])).toEqual([
      [0, 1, null],
      [1, 0, null],
    ])
    expect(() => impactOf(graph, 'REGISTERED', onlyP, ratio(2n))).toThrow(RangeError)
  })
})

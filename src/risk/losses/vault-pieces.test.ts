import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { finish, lossDistribution } from '../../../test/support/risk/losses/loss-distribution'
import { slowTail } from '../../../test/support/risk/losses/slow-losses'
import { atPar, stakeGraph, vaultGraph } from '../../../test/support/risk/risk-graph'
import { whole } from '../../../test/support/risk/values'
import { type Ratio, ratio } from '../math/ratio'
import { spread } from './cells'
import { cappedExpected, caseSteps, hasFewFaults } from './fault-cases'
import type { FaultModel } from './fault-model'
import { faultsOf } from './faults'
import { vaultPieces } from './vault-pieces'

const SAMPLING = { seed: 1, draws: 100_000 }
const percent = (part: bigint) => ratio(part, 100n)

/** Pieces of a graph as numbers, with the faults of operators spread over them. */
function numbers(graph: ReturnType<typeof vaultGraph>, model: FaultModel) {
  const pieces = vaultPieces(graph, atPar(graph), false)!
  const losses = pieces.losses.map((loss) => Number(whole(loss)))
  const caps = pieces.vaults.map(({ cap, pieces }) => ({ cap: Number(whole(cap)), rows: pieces }))
  return { losses, caps, model: spread(model, pieces.piecesOf, losses.length), pieces }
}

describe('a vault of 100, A slashable by 50 and 60, B by 40 and 70 (golden vectors)', () => {
  test('either operator alone loses all of it, and both no more', () => {
    const own = [percent(2n), percent(3n)]
    const { losses, caps, model } = numbers(vaultGraph(), { own, groups: [] })
    expect([losses, caps]).toEqual([[0, 0, 110, 110], [{ cap: 100, rows: [2, 3] }]])
    const found = lossDistribution(losses, model, SAMPLING, caps)
    expect(found.method).toBe('EXACT')
    // 1 - .98 * .97 = .0494
    expect(found.tail(0.95)).toMatchObject({ valueAtRisk: 0, interval: null })
    expect(found.tail(0.95).expectedShortfall).toBeCloseTo(98.8, 10)
    expect(found.tail(0.96).valueAtRisk).toBe(100)
    expect(cappedExpected(losses, faultsOf(losses, model), caps)).toBeCloseTo(4.94, 12)
  })

  test('a fault that takes half loses 55 of it by one operator, and 100 of 110 by both', () => {
    const severity = [{ part: ratio(1n, 2n), weight: ratio(1n) }]
    const own = [percent(50n), percent(50n)]
    const { losses, caps, model } = numbers(vaultGraph(), { own, groups: [], severity })
    const found = lossDistribution(losses, model, SAMPLING, caps)
    expect([0.2, 0.5, 0.7, 0.8].map((level) => found.tail(level).valueAtRisk)).toEqual([
      0, 55, 55, 100,
    ])
    expect(cappedExpected(losses, faultsOf(losses, model), caps)).toBeCloseTo(52.5, 12)
  })

  test('has pieces of its own only if more can be slashed than there is', () => {
    const graph = vaultGraph()
    const rich = { ...graph, buckets: { ...graph.buckets, cap: [220n] } }
    expect(vaultPieces(rich, atPar(rich), false)).toBeNull()
    const alone = stakeGraph({
      operators: ['A'],
      sets: { e: 's', f: 't' },
      stake: { V: 100n },
      registered: {},
      slashable: { e: { 'A/V': 80n }, f: { 'A/V': 80n } },
    })
    // Faults that take all of one operator: what it loses is cut at once.
    expect(vaultPieces(alone, atPar(alone), true)).toBeNull()
    expect(vaultPieces(alone, atPar(alone), false)?.vaults).toMatchObject([{ pieces: [1] }])
  })

  test('beside stake of its own an operator has a piece for each such vault, and services slash both', () => {
    const graph = stakeGraph({
      operators: ['A', 'B'],
      sets: { e: 's', f: 't' },
      stake: { 'A/P': 30n, V: 100n },
      registered: {},
      slashable: { e: { 'A/P': 10n, 'A/V': 80n }, f: { 'B/V': 60n } },
    })
    const { matrix, losses, piecesOf, vaults } = vaultPieces(graph, atPar(graph), true)!
    expect(losses.map(whole)).toEqual([10n, 0n, 80n, 60n])
    expect(piecesOf).toEqual([
      [0, 2],
      [1, 3],
    ])
    expect(vaults.map(({ cap, pieces }) => [whole(cap), pieces])).toEqual([[100n, [2, 3]]])
    expect(matrix.rows).toEqual(['A', 'B', 'A/V', 'B/V'])
    expect([...matrix.start]).toEqual([0, 2, 3])
  })
})

interface Network {
  readonly losses: number[]
  readonly vaultOf: number[]
  readonly caps: number[]
  readonly own: Ratio[]
  readonly group: { members: boolean[]; probability: Ratio; part: Ratio }
  readonly severity: Ratio
}

const network: fc.Arbitrary<Network> = fc.integer({ min: 1, max: 6 }).chain((rows) => {
  const each = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: rows, maxLength: rows })
  const part = fc.integer({ min: 1, max: 10 }).map((tenths) => ratio(BigInt(tenths), 10n))
  return fc.record({
    losses: each(fc.integer({ min: 0, max: 20 })),
    vaultOf: each(fc.integer({ min: -1, max: 1 })),
    caps: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 2, maxLength: 2 }),
    own: each(fc.integer({ min: 0, max: 100 }).map((one) => percent(BigInt(one)))),
    group: fc.record({
      members: each(fc.boolean()),
      probability: fc.integer({ min: 0, max: 100 }).map((one) => percent(BigInt(one))),
      part,
    }),
    severity: part,
  })
})

const double = ({ num, den }: Ratio) => Number(num) / Number(den)
const capsOf = ({ vaultOf, caps }: Network) =>
  caps.map((cap, vault) => ({
    cap,
    rows: vaultOf.flatMap((one, row) => (one === vault ? [row] : [])),
  }))

/** Every combination of faults: of a vault the smaller of what it has and of the sum, row by row. */
function slowCases({ losses, vaultOf, caps, own, group, severity }: Network) {
  const faults = [
    ...own.map((probability, row) => ({
      probability: double(probability),
      takes: losses.map((_, other) => (other === row ? double(severity) : 0)),
    })),
    {
      probability: double(group.probability),
      takes: group.members.map((isHit) => (isHit ? double(group.part) : 0)),
    },
  ]
  const found = []
  for (let state = 0; state < 2 ** faults.length; state++) {
    let probability = 1
    const left = losses.map(() => 1)
    faults.forEach((fault, bit) => {
      const happens = (state >> bit) % 2 === 1
      probability *= happens ? fault.probability : 1 - fault.probability
      if (!happens) return
      fault.takes.forEach((part, row) => {
        left[row]! *= 1 - part
      })
    })
    const lost = losses.map((loss, row) => loss * (1 - left[row]!))
    const inVaults = caps.map((cap, vault) => {
      return Math.min(
        cap,
        lost.reduce((sum, one, row) => sum + (vaultOf[row] === vault ? one : 0), 0),
      )
    })
    const free = lost.reduce((sum, one, row) => sum + (vaultOf[row] === -1 ? one : 0), 0)
    found.push({ probability, loss: free + inVaults[0]! + inVaults[1]! })
  }
  return found.sort((a, b) => a.loss - b.loss)
}

const modelOf = ({ own, group, severity }: Network): FaultModel => ({
  own,
  groups: [
    {
      members: group.members.flatMap((isHit, row) => (isHit ? [row] : [])),
      probability: group.probability,
      severity: [{ part: group.part, weight: ratio(1n) }],
    },
  ],
  severity: [{ part: severity, weight: ratio(1n) }],
})

describe('against all combinations of faults', () => {
  test('mean, largest loss and tails are those of the capped losses', () => {
    fc.assert(
      fc.property(network, fc.constantFrom(0.5, 0.9, 0.99), (of, level) => {
        const slow = slowCases(of)
        const [model, caps] = [modelOf(of), capsOf(of)]
        const mean = slow.reduce((sum, { probability, loss }) => sum + probability * loss, 0)
        const faults = faultsOf(of.losses, model)
        expect(cappedExpected(of.losses, faults, caps)).toBeCloseTo(mean, 9)
        const cases = finish(caseSteps(of.losses, model, SAMPLING, caps))
        const rows = new Map(of.losses.entries())
        expect(cases.expected(rows)).toBeCloseTo(mean, 9)
        const possible = slow.filter(({ probability }) => probability > 0)
        const largest = Math.max(...possible.map(({ loss }) => loss))
        expect(cases.largest(rows)).toBeGreaterThanOrEqual(largest - 1e-9)
        const tail = lossDistribution(of.losses, model, SAMPLING, caps).tail(level)
        const { expectedShortfall } = slowTail(slow, level)
        expect(tail.expectedShortfall).toBeCloseTo(expectedShortfall, 6)
      }),
      { numRuns: 300 },
    )
  })

  test('draws of two vaults of ten operators have intervals with the exact value, and the mean is exact', () => {
    const losses = Array.from({ length: 20 }, (_, row) => 10 + ((row * 7) % 11))
    const caps = [0, 1].map((vault) => ({
      cap: 45,
      rows: losses.flatMap((_, row) => (row % 2 === vault ? [row] : [])),
    }))
    const model: FaultModel = { own: losses.map((_, row) => percent(BigInt(5 + row))), groups: [] }
    const [first, second] = [0, 1].map((vault) => {
      const ofVault = new Map<number, number>()
      const { cap, rows } = caps[vault]!
      for (let state = 0; state < 2 ** rows.length; state++) {
        let [probability, loss] = [1, 0]
        rows.forEach((row, bit) => {
          const happens = (state >> bit) % 2 === 1
          const own = (5 + row) / 100
          probability *= happens ? own : 1 - own
          if (happens) loss += losses[row]!
        })
        const cut = Math.min(cap, loss)
        ofVault.set(cut, (ofVault.get(cut) ?? 0) + probability)
      }
      return [...ofVault]
    })
    const exact = first!.flatMap(([a, p]) =>
      second!.map(([b, q]) => ({ loss: a + b, probability: p * q })),
    )
    exact.sort((a, b) => a.loss - b.loss)
    const mean = exact.reduce((sum, { loss, probability }) => sum + loss * probability, 0)
    expect(cappedExpected(losses, faultsOf(losses, model), caps)).toBeCloseTo(mean, 9)
    let [tails, missed] = [0, 0]
    for (let seed = 1; seed <= 20; seed++) {
      const found = lossDistribution(losses, model, { seed, draws: 20_000 }, caps)
      expect(found.method).toBe('SAMPLED')
      for (const level of [0.5, 0.9, 0.99]) {
        const tail = found.tail(level)
        const { valueAtRisk, expectedShortfall } = slowTail(exact, level)
        for (const [value, interval, truth] of [
          [tail.valueAtRisk, tail.interval, valueAtRisk],
          [tail.expectedShortfall, tail.shortfallInterval, expectedShortfall],
        ] as const) {
          if (value === null) continue
          tails++
          const [lower, upper] = interval ?? [value, value]
          if (truth < lower - 1e-9 || truth > upper + 1e-9) missed++
        }
      }
    }
    expect(tails).toBeGreaterThan(100)
    // Intervals of 99 %.
    expect(missed).toBeLessThanOrEqual(4)
  })

  test('of a vault with more than twenty faults the mean is not known without all combinations', () => {
    const losses = Array.from({ length: 21 }, () => 10)
    const model: FaultModel = { own: losses.map(() => percent(5n)), groups: [] }
    const faults = faultsOf(losses, model)
    const rows = [...losses.keys()]
    expect(hasFewFaults(faults, [{ cap: 50, rows }])).toBe(false)
    expect(hasFewFaults(faults, [{ cap: 50, rows: rows.slice(1) }])).toBe(true)
  })
})

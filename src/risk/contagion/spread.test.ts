import { describe, expect, test } from 'vitest'
import { toyNetwork } from '../../../test/support/risk/toy-graph'
import { valuesOf } from '../../../test/support/risk/values'
import { nativeValuation } from '../graph/valuation'
import { ratio } from '../math/ratio'
import { impactOf, rowOf } from './impact'
import { affectedServices, rankedImpacts, spread } from './spread'

const ZERO = ratio(0n)
const impact = (rows: readonly (readonly bigint[])[], den: bigint, stake: bigint[]) => ({
  rows: rows.map((row) =>
    rowOf(new Map([...row.entries()].filter(([, value]) => value > 0n)), den),
  ),
  stake: valuesOf(stake),
  none: valuesOf([0n])[0]!,
})

describe('distress that spreads', () => {
  // Stakes and a tenth slashed as in the metrics reference.
  const toy = impactOf(toyNetwork(), 'REGISTERED', nativeValuation(1, 0), ratio(1n, 10n))
  const endOfS1 = [ratio(1n), ZERO, ZERO]

  test('from the end of S1 is .106286 in S2, .100571 in S3, index .061019, as published', () => {
    const { level, index, rounds } = spread(toy, endOfS1, 'LINEAR')
    expect(level![0]).toBe(1)
    expect(level![1]).toBeCloseTo(0.106286, 6)
    expect(level![2]).toBeCloseTo(0.100571, 6)
    expect(index).toBeCloseTo(0.061019, 6)
    expect(rounds).toBeGreaterThan(1)
  })

  test('has an index of 0 without a shock', () => {
    expect(spread(toy, [ZERO, ZERO, ZERO], 'LINEAR')).toMatchObject({ index: 0, rounds: 0 })
  })

  test('does not settle at a spectral radius of 1 or more, but ends if it is passed on once', () => {
    const loop = impact(
      [
        [0n, 2n],
        [2n, 0n],
      ],
      1n,
      [1n, 1n],
    )
    const shock = [ratio(1n, 2n), ZERO]
    const { radius, ...linear } = spread(loop, shock, 'LINEAR')
    expect(linear).toEqual({ level: null, rounds: null, index: null })
    expect([radius.lower, radius.upper]).toEqual([ratio(2n), ratio(2n)])
    expect(spread(loop, shock, 'ONCE')).toMatchObject({ level: [1, 1], index: 0.75 })
  })

  test('has an index weighted by stake, also for stakes beyond the range of doubles', () => {
    const huge = 10n ** 400n
    const chain = impact(
      [
        [0n, 0n],
        [1n, 0n],
      ],
      2n,
      [huge, 3n * huge],
    )
    expect(spread(chain, [ratio(1n), ZERO], 'LINEAR').index).toBe(0.375)
  })
})

test('impacts are ranked by size, then by the slashing and the losing service', () => {
  const drops = [
    [0n, 1n, 2n],
    [2n, 0n, 1n],
    [1n, 0n, 0n],
  ].map((row) => new Map(valuesOf(row).flatMap((drop, by) => (drop.isZero ? [] : [[by, drop]]))))
  const ranked = rankedImpacts({ drops, stake: valuesOf([4n, 4n, 4n]) })
  expect(ranked.map(({ by, on, part }) => ({ by, on, part }))).toEqual([
    { by: 0, on: 1, part: ratio(1n, 2n) },
    { by: 2, on: 0, part: ratio(1n, 2n) },
    { by: 0, on: 2, part: ratio(1n, 4n) },
    { by: 1, on: 0, part: ratio(1n, 4n) },
    { by: 2, on: 1, part: ratio(1n, 4n) },
  ])
})

test('affected services have stake or a shock; the most distressed are first', () => {
  const stake = valuesOf([5n, 0n, 5n, 0n, 5n])
  const shock = [ZERO, ZERO, ZERO, ratio(1n, 3n), ZERO]
  expect(affectedServices(stake, shock, null)).toEqual([0, 2, 3, 4])
  expect(affectedServices(stake, shock, [0.1, 0, 0.2, 0.3, 0.2])).toEqual([3, 2, 4, 0])
})

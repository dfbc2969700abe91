import { describe, expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { atPar, stakeGraph, toyGraph, vaultGraph } from '../../../test/support/risk/risk-graph'
import { rounded } from '../../../test/support/risk/rounded'
import { stakeOf, whole } from '../../../test/support/risk/values'
import { rankedShares } from '../graph/columns'
import { type Exposure, exposure } from '../graph/exposure'
import type { Basis, StakeGraph } from '../graph/graph'
import { relation } from '../graph/relation'
import { transpose } from '../graph/transpose'
import { ratio } from '../math/ratio'
import { directedExposure, directedShare } from './directed'
import { Neighbours } from './neighbours'
import { overlapAt, overlapMatrix } from './overlap'
import type { OverlapMeasure } from './overlap-measure'
import { sharedStake, sharedStakeOf } from './shared-stake'

const toy = toyGraph()
const registered = exposure(toy, 'REGISTERED', atPar(toy))
const slashable = exposure(toy, 'SLASHABLE', atPar(toy))
const PAIRS = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const
const MEASURES = [
  'JACCARD',
  'RUZICKA',
  'COSINE',
  'OVERLAP_COEFFICIENT',
  'WEIGHTED_OVERLAP',
] as const

function table(matrix: Exposure, measure: OverlapMeasure, places: number) {
  const overlaps = overlapMatrix(matrix, measure)
  return PAIRS.map(([a, b]) => rounded(overlapAt(overlaps, a, b).value, places))
}

function shared(graph: StakeGraph, basis: Basis) {
  const { forced, possible } = sharedStake(graph, basis, atPar(graph))
  return { forced: forced.map(whole), possible: possible.map(whole) }
}

describe('toy network of the metrics reference and the golden vectors, computed there', () => {
  test('exposure shares of S3 are .909 and .091', () => {
    const shares = rankedShares(registered.stake, 2)
    expect(shares.map(({ row, share }) => [row, rounded(share.value, 3)])).toEqual([
      [0, '0.909'],
      [3, '0.091'],
    ])
  })

  test('directed exposure from S1 1, 1, .9091; S2 .8421, 1, .9091; S3 .5263, .625, 1', () => {
    const directed = directedExposure(registered)
    const found = [0, 1, 2].map((from) =>
      [0, 1, 2].map((to) => rounded(directedShare(directed, from, to).value, 4)),
    )
    expect(found).toEqual([
      ['1.0000', '1.0000', '0.9091'],
      ['0.8421', '1.0000', '0.9091'],
      ['0.5263', '0.6250', '1.0000'],
    ])
  })

  test.each([
    ['JACCARD', ['0.666667', '0.250000', '0.333333']],
    ['RUZICKA', ['0.842105', '0.500000', '0.588235']],
    ['COSINE', ['0.968468', '0.826333', '0.853237']],
    ['OVERLAP_COEFFICIENT', ['1.000000', '0.500000', '0.500000']],
    ['WEIGHTED_OVERLAP', ['1.000000', '0.909091', '0.909091']],
  ] as const)('%s of registered stake of S1S2, S1S3, S2S3 is %j', (measure, expected) => {
    expect(table(registered, measure, 6)).toEqual(expected)
  })

  test('Ruzicka is 16/19 and 10/17 exactly', () => {
    const overlaps = overlapMatrix(registered, 'RUZICKA')
    expect(overlapAt(overlaps, 0, 1).value).toEqual(ratio(16n, 19n))
    expect(overlapAt(overlaps, 2, 1).value).toEqual(ratio(10n, 17n))
  })

  test('slashable: Ruzicka .65625/.15625/.238095, cosine .989886/.903508/.928477', () => {
    expect(table(slashable, 'RUZICKA', 6)).toEqual(['0.656250', '0.156250', '0.238095'])
    expect(table(slashable, 'COSINE', 6)).toEqual(['0.989886', '0.903508', '0.928477'])
  })

  test('slashable: Jaccard of S1S3 .3333, S2S3 .5, overlap coefficients 1', () => {
    expect(table(slashable, 'JACCARD', 4).slice(1)).toEqual(['0.3333', '0.5000'])
    expect(table(slashable, 'OVERLAP_COEFFICIENT', 4).slice(1)).toEqual(['1.0000', '1.0000'])
  })

  test.each([
    ['JACCARD', ['0.6667', '0.3333', '0.5000']],
    ['RUZICKA', ['0.4000', '0.1000', '0.2500']],
    ['COSINE', ['0.8165', '0.5774', '0.7071']],
    ['OVERLAP_COEFFICIENT', ['1.0000', '1.0000', '1.0000']],
  ] as const)('%s of operators O1O2, O1O3, O2O3 is %j', (measure, expected) => {
    expect(table(transpose(registered), measure, 4)).toEqual(expected)
  })

  test('the nearest neighbours of O1 by Ruzicka are O2 (.4), O3 (.1) and O4 (1/30)', () => {
    const nearest = new Neighbours(transpose(registered), 'RUZICKA')
    expect(nearest.of(0, 2)).toEqual([
      { column: 1, value: ratio(2n, 5n) },
      { column: 2, value: ratio(1n, 10n) },
    ])
    expect(nearest.of(0, 9).map(({ column }) => column)).toEqual([1, 2, 3])
  })

  test('forced shared stake is 80/50/50 registered and 0/0/0 slashable, where 21/5/5 are possible', () => {
    expect(shared(toy, 'REGISTERED').forced).toEqual([80n, 50n, 50n])
    expect(shared(toy, 'SLASHABLE').forced).toEqual([0n, 0n, 0n])
    expect(shared(toy, 'SLASHABLE').possible).toEqual([21n, 5n, 5n])
  })
})

test('a vault promised to two networks in full has forced shared stake of the smaller promise (by the definition)', () => {
  const vault = vaultGraph()
  const found = sharedStake(vault, 'SLASHABLE', atPar(vault))
  // 90 and 130 of 100: the second can slash at most 100, so all 90 of the first are shared.
  const { forced, possible } = sharedStakeOf(found, 1, 0)
  expect([forced, possible].map(whole)).toEqual([90n, 90n])
  expect(() => sharedStakeOf(found, 0, 0)).toThrow(RangeError)
  expect(() => sharedStakeOf(found, 0, 2)).toThrow(RangeError)
})

describe('edge cases that the metrics reference names', () => {
  // Columns: no members, a member without stake, two with stake.
  const edges = exposureOf(
    ['a', 'b'],
    ['empty', 'idle', 'x', 'y'],
    [
      [null, 0n, 4n, null],
      [null, null, null, 5n],
    ],
  )

  test('an empty union has no Jaccard and Ruzicka, an empty side no overlap coefficient and cosine', () => {
    const reason = (measure: OverlapMeasure, a: number, b: number) =>
      overlapAt(overlapMatrix(edges, measure), a, b).nullReason
    for (const measure of MEASURES) expect(reason(measure, 0, 0)).toBe('EMPTY')
    expect(reason('JACCARD', 0, 2)).toBe(null)
    expect(reason('RUZICKA', 0, 2)).toBe(null)
    expect(reason('RUZICKA', 0, 1)).toBe('ZERO_TOTAL')
    expect(reason('OVERLAP_COEFFICIENT', 0, 2)).toBe('EMPTY')
    expect(reason('WEIGHTED_OVERLAP', 0, 2)).toBe('EMPTY')
    expect(reason('COSINE', 0, 2)).toBe('EMPTY')
    expect(reason('WEIGHTED_OVERLAP', 1, 2)).toBe('ZERO_TOTAL')
    expect(reason('COSINE', 1, 2)).toBe('ZERO_TOTAL')
  })

  test('a registered operator without stake is a member with weight 0', () => {
    expect(overlapAt(overlapMatrix(edges, 'JACCARD'), 1, 2).value).toEqual(ratio(1n))
    expect(overlapAt(overlapMatrix(edges, 'RUZICKA'), 1, 2).value).toEqual(ratio(0n))
    expect(directedShare(directedExposure(edges), 1, 2).value).toEqual(ratio(1n))
  })

  test('disjoint columns have an overlap of 0', () => {
    for (const measure of MEASURES) {
      expect(overlapAt(overlapMatrix(edges, measure), 2, 3).value).toEqual(ratio(0n))
    }
    expect(new Neighbours(edges, 'COSINE').of(2, 5)).toEqual([])
  })

  test('directed exposure to a column without members or stake is unknown', () => {
    const directed = directedExposure(edges)
    expect(directedShare(directed, 2, 0).nullReason).toBe('EMPTY')
    expect(directedShare(directed, 2, 1).nullReason).toBe('ZERO_TOTAL')
    expect(directedShare(directed, 0, 2).value).toEqual(ratio(0n))
    expect(rankedShares(stakeOf(edges), 0)).toEqual([])
    expect(rankedShares(stakeOf(edges), 1)[0]!.share.nullReason).toBe('ZERO_TOTAL')
  })

  test('unknown columns are refused', () => {
    expect(() => overlapAt(overlapMatrix(edges, 'JACCARD'), 0, 4)).toThrow(RangeError)
    expect(() => directedShare(directedExposure(edges), -1, 0)).toThrow(RangeError)
    expect(() => new Neighbours(edges, 'JACCARD').of(4, 1)).toThrow(RangeError)
    expect(() => new Neighbours(edges, 'JACCARD').of(0, 0)).toThrow(RangeError)
    expect(() => rankedShares(stakeOf(edges), 4)).toThrow(RangeError)
  })
})

test('common operators are not common stake: unique stake has no forced shared stake', () => {
  const graph = stakeGraph({
    operators: ['o'],
    sets: { a: 's', b: 't' },
    stake: { 'o/p': 10n },
    registered: { a: { 'o/p': 10n }, b: { 'o/p': 10n } },
    slashable: { a: { 'o/p': 4n }, b: { 'o/p': 6n } },
  })
  const jaccard = overlapMatrix(exposure(graph, 'SLASHABLE', atPar(graph)), 'JACCARD')
  expect(overlapAt(jaccard, 0, 1).value).toEqual(ratio(1n))
  expect(shared(graph, 'SLASHABLE')).toMatchObject({ forced: [0n], possible: [4n] })
  expect(shared(graph, 'REGISTERED')).toMatchObject({ forced: [10n], possible: [10n] })
})

describe('a bipartite relation', () => {
  const slashers = relation([
    { row: '0xb', column: 'set2', weight: 1n },
    { row: '0xa', column: 'set1', weight: 1n },
    { row: '0xa', column: 'set2', weight: 1n },
    { row: '0xa', column: 'set2', weight: 1n },
  ])

  test('has ids in order and weights of one link added', () => {
    expect(slashers).toMatchObject({ rows: ['0xa', '0xb'], columns: ['set1', 'set2'] })
    expect(slashers.value).toEqual([1n, 2n, 1n])
  })

  test('takes the same measures: two sets share one of two slashers', () => {
    expect(overlapAt(overlapMatrix(slashers, 'JACCARD'), 0, 1).value).toEqual(ratio(1n, 2n))
  })

  test('refuses negative weights', () => {
    expect(() => relation([{ row: 'a', column: 'b', weight: -1n }])).toThrow(RangeError)
  })
})

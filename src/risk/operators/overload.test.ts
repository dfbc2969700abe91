import { describe, expect, test } from 'vitest'
import { atPar, stakeGraph, toyGraph } from '../../../test/support/risk/risk-graph'
import { exact } from '../../../test/support/risk/values'
import { exposure } from '../graph/exposure'
import { ratio } from '../math/ratio'
import {
  commitmentsOf,
  effectiveCommitments,
  percentileOf,
  rankedByCommitments,
  slashingSurfaces,
  stakePerCommitment,
} from './overload'

const toy = toyGraph()

describe('toy network of the metrics reference', () => {
  test('effective commitments are 2.6494, 1.9601, 1 and null', () => {
    const found = effectiveCommitments(exposure(toy, 'SLASHABLE', atPar(toy)))
    expect(found.map(({ value }) => value?.toFixed(4) ?? null)).toEqual([
      '2.6494',
      '1.9601',
      '1.0000',
      null,
    ])
    expect(found[3]!.nullReason).toBe('ZERO_TOTAL')
  })

  test('commitments are those of the membership lists: 3, 2, 1, 1', () => {
    expect(commitmentsOf(toy)).toEqual(
      [3, 2, 1, 1].map((count) => ({ services: count, sets: count })),
    )
  })

  test('operators are ranked by services, then by sets, then by position, whatever order they come in', () => {
    const commitments = [
      { services: 1, sets: 1 },
      { services: 2, sets: 2 },
      { services: 1, sets: 3 },
      { services: 1, sets: 1 },
    ]
    expect(rankedByCommitments([3, 0, 1, 2], commitments)).toEqual([1, 2, 0, 3])
    expect(rankedByCommitments([3, 2], commitments)).toEqual([2, 3])
  })

  test('stake per commitment is cap / services: 50/3, 15, 15, 5', () => {
    const found = stakePerCommitment(toy, atPar(toy))
    expect(found.map(({ perService }) => perService.value && exact(perService.value))).toEqual([
      ratio(50n, 3n),
      ratio(15n),
      ratio(15n),
      ratio(5n),
    ])
  })
})

describe('overload, by the definitions', () => {
  const graph = stakeGraph({
    operators: ['busy', 'gone', 'new'],
    sets: { a1: 'a', a2: 'a', b1: 'b', dir: 'c' },
    directories: ['dir'],
    stake: { 'busy/p': 10n, 'busy/q': 10n, 'gone/p': 10n, 'new/p': 10n },
    registered: {
      a1: { 'busy/p': 10n, 'busy/q': 10n },
      a2: { busy: 0n },
      dir: { 'busy/p': 10n },
    },
    slashable: { a1: { 'busy/p': 1n, 'busy/q': 2n, 'gone/p': 3n }, b1: { 'busy/p': 4n } },
  })

  test('sets of one service count as one service, and an operator that left has no commitments', () => {
    expect(commitmentsOf(graph)).toEqual([
      { services: 2, sets: 3 },
      { services: 0, sets: 0 },
      { services: 0, sets: 0 },
    ])
    const found = stakePerCommitment(graph, atPar(graph))
    expect(found.map(({ perService }) => perService.nullReason)).toEqual([null, 'EMPTY', 'EMPTY'])
  })

  test('an operator that left can still be slashed; one without slashable stake cannot', () => {
    expect(slashingSurfaces(graph, () => '0x1')).toEqual([
      { conditions: 2, slashers: 1, unknown: 0 },
      { conditions: 1, slashers: 1, unknown: 0 },
      { conditions: 0, slashers: 0, unknown: 0 },
    ])
  })

  test('a set with a slasher for each pool counts once for each; an unknown slasher is counted, not guessed', () => {
    const slasherOf = (set: number, pool: number) => (set === 0 ? `0x${pool}` : null)
    expect(slashingSurfaces(graph, slasherOf)[0]).toEqual({
      conditions: 3,
      slashers: 2,
      unknown: 1,
    })
  })

  test('the percentile is among operators with commitments', () => {
    expect(percentileOf([3, 2, 1, 1, 0], 1).value).toEqual(ratio(1n, 2n))
    expect(percentileOf([3, 2, 1, 1, 0], 3).value).toEqual(ratio(1n))
    expect(percentileOf([0], 0).nullReason).toBe('EMPTY')
  })

  test('equal parts are as many effective commitments, whatever their size', () => {
    const huge = 10n ** 40n
    const even = stakeGraph({
      operators: ['o'],
      sets: { a: 'a', b: 'b', c: 'c', d: 'd' },
      stake: { 'o/p': 4n * huge },
      registered: {},
      slashable: Object.fromEntries(['a', 'b', 'c', 'd'].map((set) => [set, { 'o/p': huge }])),
    })
    const [found] = effectiveCommitments(exposure(even, 'SLASHABLE', atPar(even)))
    expect(found!.value).toBeCloseTo(4, 12)
  })
})

import { describe, expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { stakeOf, valuesOf, whole } from '../../../test/support/risk/values'
import { sharedStakeBy } from '../overlap/shared-stake'
import { forcedClusters, membersOf, rankedClusters } from './clusters'

/** Three buckets of 10, and what four services count on. */
const BUCKETS = exposureOf(
  ['x', 'y', 'z'],
  ['s', 't', 'u', 'v'],
  [
    [6n, 6n, null, null],
    [null, null, 5n, 5n],
    [null, 1n, 9n, null],
  ],
)
const STAKE = [10n, 10n, 10n]

function ranked(stake: readonly bigint[], groups: readonly (readonly number[])[]) {
  return rankedClusters(stakeOf(BUCKETS), valuesOf(stake), groups).map((one) => {
    return { members: one.members, stake: whole(one.stake) }
  })
}

test('members of communities are listed by community, in the order of the things', () => {
  expect(membersOf([7, 2, 7, 2, 0])).toEqual([[0, 2], [1, 3], [4]])
})

describe('clusters', () => {
  test('are forced where promises exceed the stake of a bucket', () => {
    // x holds 10 of 12; y and z hold all that is promised of them.
    const shared = sharedStakeBy(BUCKETS, STAKE, (_, amount) => valuesOf([amount])[0]!)
    expect(forcedClusters(shared)).toEqual([[0, 1]])
  })

  test('are ranked by stake, each bucket counted up to what it holds, then by first member', () => {
    expect(ranked(STAKE, [[3], [0, 1], [2]])).toEqual([
      { members: [2], stake: 14n },
      { members: [0, 1], stake: 11n },
      { members: [3], stake: 5n },
    ])
    expect(ranked([10n, 5n, 10n], [[3], [2, 3], [0]])).toEqual([
      { members: [2, 3], stake: 14n },
      { members: [0], stake: 6n },
      { members: [3], stake: 5n },
    ])
  })

  test('of equal stake are ranked by first member', () => {
    const two = exposureOf(['x'], ['s', 't'], [[5n, 5n]])
    const found = rankedClusters(stakeOf(two), valuesOf([10n]), [[1], [0]])
    expect(found.map(({ members }) => members)).toEqual([[0], [1]])
  })
})

import { expect, test } from 'vitest'
import { stakeGraph } from '../../../test/support/risk/risk-graph'
import { WAD } from '../math/wad'
import { partOfBuckets } from './part-of-buckets'
import { withQueue } from './with-queue'

const half = WAD / 2n
/** O has 100 in P, of which T can slash half of a max magnitude of a half; nothing in Q. */
const graph = stakeGraph({
  operators: ['O'],
  sets: { T: 'S' },
  stake: { 'O/P': 100n, 'O/Q': 0n },
  maxMagnitude: { 'O/P': half, 'O/Q': WAD },
  registered: { T: { 'O/P': 100n, 'O/Q': 0n } },
  slashable: { T: { 'O/P': 50n, 'O/Q': 0n } },
  magnitude: { T: { 'O/P': WAD / 4n, 'O/Q': half } },
})

test('a set takes of the queue its magnitude of 1e18: also where all stake is queued', () => {
  // 40 scaled shares are worth 20 at the max magnitude, of which the set takes half.
  const { buckets, commitments } = withQueue(graph, [40n, 8n])
  expect(buckets.cap).toEqual([120n, 8n])
  expect(commitments.slashable).toEqual([60n, 4n])
  // Who counts, and with what, is not changed.
  expect(commitments.registered).toEqual([100n, 0n])
})

test('stakers have their part of each bucket, and lose it with the bucket', () => {
  const layer = {
    stakers: ['a', 'b', 'nobody'],
    operatorOf: Int32Array.of(0, 0, -1),
    staker: Int32Array.of(0, 1, 2),
    pool: Int32Array.of(0, 0, 0),
    amount: [30n, 11n, 5n],
  }
  const { buckets, commitments } = partOfBuckets(graph, layer)
  expect(buckets.cap).toEqual([41n, 0n])
  // floor(41 / 2).
  expect(commitments.slashable).toEqual([20n, 0n])
  expect(commitments.registered).toEqual([41n, 0n])
})

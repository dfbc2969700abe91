import { mulWad } from '../math/wad'
import type { StakeGraph } from './graph'
import { keptByPair } from './kept'

/**
 * Stake in the withdrawal queue: scaled shares at the max magnitude; of a shared bucket, withdrawals are amounts.
 * @param scaled as `Buckets.queued`
 */
export function stakeInQueue(
  { operator, maxMagnitude }: StakeGraph['buckets'],
  bucket: number,
  scaled: bigint,
): bigint {
  return operator[bucket]! < 0 ? scaled : mulWad(scaled, maxMagnitude[bucket]!)
}

/**
 * The graph in which stake in the withdrawal queue that can still be slashed counts as stake of its
 * bucket: a set takes of the queue what its magnitude is of 1e18, because queued shares scale with
 * the max magnitude (DelegationManager.slashOperatorShares). Losses follow from it, not votes: who
 * counts as a member, and with what, is not changed.
 *
 * Sets of a shared bucket can slash as much as before, of more stake.
 *
 * @param queued scaled shares in the queue, by bucket
 */
export const withQueue: (graph: StakeGraph, queued: readonly bigint[]) => StakeGraph = keptByPair(
  (graph, queued: readonly bigint[]) => {
    const { buckets, commitments } = graph
    const inQueue = (bucket: number, magnitude: bigint) =>
      bucket < 0 ? 0n : mulWad(queued[bucket]!, magnitude)
    return {
      ...graph,
      buckets: {
        ...buckets,
        queued,
        cap: buckets.cap.map((cap, bucket) => cap + stakeInQueue(buckets, bucket, queued[bucket]!)),
      },
      commitments: {
        ...commitments,
        slashable: commitments.slashable.map(
          (amount, line) =>
            amount + inQueue(commitments.bucket[line]!, commitments.magnitude[line]!),
        ),
        minSlashable: commitments.minSlashable.map(
          (amount, line) =>
            amount + inQueue(commitments.bucket[line]!, commitments.minMagnitude[line]!),
        ),
      },
    }
  },
)

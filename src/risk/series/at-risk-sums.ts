import { smaller } from '../graph/bucket-stake'
import type { StakeGraph } from '../graph/graph'
import { stakeInQueue } from '../graph/with-queue'
import { mulWad } from '../math/wad'

/**
 * Unique capital at risk by pool, with the withdrawal queue, over a graph and a queue whose amounts change in place: `capitalAtRisk`
 * of `withQueue`. Begins with nothing, as `StakeSums`.
 */
export class AtRiskSums {
  /** By position of the pool, in base units. */
  readonly byPool: bigint[]
  /** Stake with the queue, by bucket. */
  readonly stake: bigint[]
  private readonly ofBucket: bigint[]
  private readonly linesOf: number[][]

  /** @param queued scaled shares in the queue, by bucket */
  constructor(
    private readonly graph: StakeGraph,
    private readonly queued: readonly bigint[],
  ) {
    this.byPool = graph.pools.map(() => 0n)
    this.stake = graph.buckets.cap.map(() => 0n)
    this.ofBucket = graph.buckets.cap.map(() => 0n)
    this.linesOf = graph.buckets.cap.map(() => [])
    graph.commitments.bucket.forEach((bucket, line) => {
      if (bucket >= 0) this.linesOf[bucket]!.push(line)
    })
  }

  /** Takes over what changed. @param lines positions in `commitments` @param buckets with other stake, or another queue */
  update(lines: Iterable<number>, buckets: Iterable<number>): void {
    const changed = new Set(buckets)
    for (const line of lines) {
      const bucket = this.graph.commitments.bucket[line]!
      if (bucket >= 0) changed.add(bucket)
    }
    for (const bucket of changed) this.updateBucket(bucket)
  }

  private updateBucket(bucket: number): void {
    const { buckets, commitments } = this.graph
    const queued = this.queued[bucket]!
    const stake = buckets.cap[bucket]! + stakeInQueue(buckets, bucket, queued)
    let slashable = 0n
    for (const line of this.linesOf[bucket]!) {
      slashable += commitments.slashable[line]! + mulWad(queued, commitments.magnitude[line]!)
    }
    const now = smaller(stake, slashable)
    this.stake[bucket] = stake
    this.byPool[buckets.pool[bucket]!]! += now - this.ofBucket[bucket]!
    this.ofBucket[bucket] = now
  }
}

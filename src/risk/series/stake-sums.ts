import { smaller } from '../graph/bucket-stake'
import type { StakeGraph } from '../graph/graph'

/**
 * Sums over a graph whose amounts change in place, by position of the pool, in base units: only what changed is added up again.
 * Begins with nothing: the first update names all lines and buckets.
 */
export class StakeSums {
  /** Stake of all buckets. */
  readonly delegated: bigint[]
  /** What all sets can slash. */
  readonly slashable: bigint[]
  /** What sets can slash of their registered members. */
  readonly slashableOfMembers: bigint[]
  /** Of each bucket the smaller of stake and slashable stake. */
  readonly atRisk: bigint[]
  private readonly ofLine = new Map<number, { readonly all: bigint; readonly ofMember: bigint }>()
  private readonly ofBucket: { cap: bigint; slashable: bigint; atRisk: bigint }[]

  constructor(private readonly graph: StakeGraph) {
    const byPool = () => graph.pools.map(() => 0n)
    this.delegated = byPool()
    this.slashable = byPool()
    this.slashableOfMembers = byPool()
    this.atRisk = byPool()
    this.ofBucket = graph.buckets.cap.map(() => ({ cap: 0n, slashable: 0n, atRisk: 0n }))
  }

  /** Takes over what changed. @param lines positions in `commitments` @param buckets positions in `buckets` */
  update(lines: Iterable<number>, buckets: Iterable<number>): void {
    const changed = new Set(buckets)
    for (const line of lines) {
      const bucket = this.graph.commitments.bucket[line]!
      if (bucket < 0) continue
      this.updateLine(line, bucket)
      changed.add(bucket)
    }
    for (const bucket of changed) this.updateBucket(bucket)
  }

  private updateLine(line: number, bucket: number): void {
    const { slashable, isRegistered } = this.graph.commitments
    const pool = this.graph.buckets.pool[bucket]!
    const all = slashable[line]!
    const now = { all, ofMember: isRegistered[line] === 1 ? all : 0n }
    const was = this.ofLine.get(line) ?? { all: 0n, ofMember: 0n }
    this.ofLine.set(line, now)
    this.ofBucket[bucket]!.slashable += now.all - was.all
    this.slashable[pool]! += now.all - was.all
    this.slashableOfMembers[pool]! += now.ofMember - was.ofMember
  }

  private updateBucket(bucket: number): void {
    const { pool: pools, cap } = this.graph.buckets
    const pool = pools[bucket]!
    const sums = this.ofBucket[bucket]!
    const atRisk = smaller(cap[bucket]!, sums.slashable)
    this.delegated[pool]! += cap[bucket]! - sums.cap
    this.atRisk[pool]! += atRisk - sums.atRisk
    sums.cap = cap[bucket]!
    sums.atRisk = atRisk
  }
}

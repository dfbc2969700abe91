import { hasUnknownExits } from '../../risk/graph/delegated'
import type { StakeGraph } from '../../risk/graph/graph'
import type { ApiContext } from '../context'
import { exitsFrom } from './queue'

interface Row {
  readonly operator: string
  readonly pool: string
  readonly scaled: string
  readonly from: number
  /** Null: still held. */
  readonly to: number | null
  readonly start: number
}

/** Scaled shares in the queue, from a block until they leave it or can no longer be slashed. */
interface Queued {
  readonly bucket: number
  readonly scaled: bigint
  readonly from: number
  readonly to: number
  readonly start: number
}

// Withdrawals that ended before the first block, or could no longer be slashed there, are not read.
const QUEUED_SQL = `
  SELECT w.operator_id AS operator, i.pool_id AS pool, i.scaled_shares::text AS scaled,
    w.from_block AS from, w.to_block AS to, w.start_block AS start
  FROM withdrawal w JOIN withdrawal_item i ON i.withdrawal_id = w.key
  WHERE w.from_block <= $2 AND (w.to_block IS NULL OR w.to_block > $1) AND w.operator_id IS NOT NULL
    AND i.shares_at_queue IS NOT NULL AND w.start_block >= $1 - coalesce(
      (SELECT CASE WHEN bool_or(p.min_withdrawal_delay_blocks IS NULL) THEN $1 ELSE max(p.min_withdrawal_delay_blocks) END
       FROM protocol p WHERE p.from_block <= $2 AND (p.to_block IS NULL OR p.to_block > $1)), $1)
  ORDER BY w.from_block`

/**
 * Stake in the withdrawal queue that can still be slashed, at some blocks, one after another: `loadQueued` at each of them, from
 * one read.
 */
export class QueueSteps {
  /** Scaled shares by bucket of the graph, at the current point. */
  readonly queued: bigint[]
  /** Whether something is queued and the withdrawal delay is unknown, at the current point. */
  isUnknown = false
  /** By the block from which they count. */
  private readonly rows: readonly Queued[]
  /** By the block from which they no longer count. */
  private endings: readonly { readonly row: Queued; readonly end: number }[] = []
  private begun = 0
  private ended = 0
  private count = 0
  /** Of the point before; undefined: there was none. */
  private delay: number | null | undefined = undefined

  private readonly buckets: StakeGraph['buckets']

  private constructor(rows: readonly Row[], { operators, pools, buckets }: StakeGraph) {
    this.buckets = buckets
    this.queued = buckets.cap.map(() => 0n)
    const bucketAt = new Map(
      this.queued.map((_, bucket) => {
        const operator = operators[buckets.operator[bucket]!]
        return [`${operator}-${pools[buckets.pool[bucket]!]!}`, bucket]
      }),
    )
    this.rows = rows.flatMap(({ operator, pool, scaled, to, ...row }) => {
      const bucket = bucketAt.get(`${operator}-${pool}`)
      if (bucket === undefined) return []
      return [{ ...row, bucket, scaled: BigInt(scaled), to: to ?? Number.POSITIVE_INFINITY }]
    })
  }

  /** @param points block numbers, ascending @param graph of all of them */
  static async load(
    context: Pick<ApiContext, 'query'>,
    points: readonly number[],
    graph: StakeGraph,
  ): Promise<QueueSteps> {
    const rows = await context.query<Row>(QUEUED_SQL, [points[0]!, points.at(-1)!])
    return new QueueSteps(rows, graph)
  }

  /**
   * Moves to the next point.
   * @param delay blocks for which a queued withdrawal can be slashed there; null: unknown
   * @returns buckets of which other stake is queued
   */
  advance(block: number, delay: number | null): ReadonlySet<number> {
    const changed = new Set<number>()
    if (delay !== this.delay) this.restart(delay, changed)
    for (; this.begun < this.rows.length && this.rows[this.begun]!.from <= block; this.begun++) {
      const row = this.rows[this.begun]!
      if (endOf(row, delay) > row.from) this.add(row, 1n, changed)
    }
    for (; this.ended < this.endings.length && this.endings[this.ended]!.end <= block; this.ended++)
      this.add(this.endings[this.ended]!.row, -1n, changed)
    this.buckets.operator.forEach((operator, bucket) => {
      if (operator >= 0) return
      const exits = exitsFrom(this.buckets, bucket)
      if (this.queued[bucket] === exits) return
      this.queued[bucket] = exits
      changed.add(bucket)
    })
    this.isUnknown =
      (delay === null && this.count > 0) || hasUnknownExits({ buckets: this.buckets })
    return changed
  }

  /** Begins again with nothing, as another delay ends them at other blocks. */
  private restart(delay: number | null, changed: Set<number>): void {
    this.queued.forEach((scaled, bucket) => {
      if (this.buckets.operator[bucket]! < 0) return
      if (scaled > 0n) changed.add(bucket)
      this.queued[bucket] = 0n
    })
    this.endings = this.rows
      .map((row) => ({ row, end: endOf(row, delay) }))
      .filter(({ row, end }) => end > row.from)
      .sort((a, b) => a.end - b.end)
    this.begun = 0
    this.ended = 0
    this.count = 0
    this.delay = delay
  }

  private add({ bucket, scaled }: Queued, sign: 1n | -1n, changed: Set<number>): void {
    this.queued[bucket]! += sign * scaled
    this.count += Number(sign)
    changed.add(bucket)
  }
}

/** The first block at which they no longer count. */
function endOf({ to, start }: Queued, delay: number | null): number {
  return delay === null ? to : Math.min(to, start + delay + 1)
}

import type { ProviderStatus } from '../../chain/provider/provider'
import type { IndexerState } from '../../store/writer/indexer-state'

/** Heads that are kept at most; beyond, every second one is dropped. */
const MAX_HEADS = 1_000
/** Answers that are this much older than the newest one say nothing about the chain now. */
const CURRENT_MS = 15_000
/** Time over which the speed is measured. */
const SPEED_MS = 120_000

type Answer = Pick<ProviderStatus, 'head' | 'headAgeMs'>

interface Point {
  block: number
  /** Milliseconds of a monotonic clock. */
  at: number
}

/** What was seen of the head of the chain, compared with what is indexed. */
export class Sightings {
  /** Last answers. */
  private head: Point | null = null
  private levelAt: number | null = null
  /** Heads that were seen, ascending, and are not indexed yet. */
  private missing: Point[] = []
  /** Whether the head that was seen first is indexed. */
  private isComplete = false
  private hasSeen = false
  /** Blocks that were indexed lately. */
  private progress: Point[] = []
  private indexed = -1

  /** @param now milliseconds of a monotonic clock */
  constructor(
    private readonly source: IndexerState['source'],
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Takes over what the providers last answered. */
  saw(answers: readonly Answer[]): void {
    const now = this.now()
    const known = answers.flatMap(({ head, headAgeMs }) =>
      head === null || headAgeMs === null ? [] : [{ block: head, at: now - headAgeMs }],
    )
    const newest = Math.max(...known.map(({ at }) => at))
    const current = known.filter(({ at }) => at >= newest - CURRENT_MS)
    const best = current.sort((a, b) => b.block - a.block || b.at - a.at)[0]
    if (!best) return
    this.head = best
    const level = Math.max(...known.filter((one) => one.block >= this.indexed).map(({ at }) => at))
    if (level > (this.levelAt ?? Number.NEGATIVE_INFINITY)) this.levelAt = level
    const highest = Math.max(this.indexed, this.missing.at(-1)?.block ?? -1)
    if (best.block > highest) this.missing.push(best)
    if (this.missing.length > MAX_HEADS) this.missing = this.missing.filter((_, at) => at % 2 === 0)
    this.hasSeen = true
    this.check()
  }

  /** The last indexed block: at the start, and after each transaction. */
  indexedTo(block: number): void {
    const now = this.now()
    this.indexed = block
    // A rollback starts anew.
    if (block < (this.progress.at(-1)?.block ?? block)) this.progress = []
    this.progress.push({ block, at: now })
    while (this.progress.length > 2 && this.progress[1]!.at < now - SPEED_MS) this.progress.shift()
    this.check()
  }

  /** Seconds since the last transaction; null: none yet. */
  get commitAge(): number | null {
    const last = this.progress.at(-1)
    return last ? (this.now() - last.at) / 1000 : null
  }

  /** What is known now. */
  state(): IndexerState {
    this.check()
    const { source, head, levelAt, isComplete, missing } = this
    const now = this.now()
    const age = (at: number | null | undefined) => (at == null ? null : (now - at) / 1000)
    return {
      source,
      head: head?.block ?? null,
      headAge: age(head?.at),
      levelAge: age(levelAt),
      completeAge: isComplete ? age(missing[0]?.at ?? now) : null,
      blocksPerSecond: this.speed(now),
    }
  }

  private check(): void {
    this.missing = this.missing.filter(({ block }) => block > this.indexed)
    if (this.hasSeen && this.missing.length === 0) this.isComplete = true
  }

  /** Null before two transactions. */
  private speed(now: number): number | null {
    const first = this.progress[0]
    if (!first || this.progress.length < 2 || now === first.at) return null
    return (this.indexed - first.block) / ((now - first.at) / 1000)
  }
}

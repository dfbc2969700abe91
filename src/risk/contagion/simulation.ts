import { isShared } from '../graph/delegated'
import type { StakeGraph } from '../graph/graph'
import { mulWad, mulWadUp, partOf, sharesLeft, WAD } from '../math/wad'
import { type Capture, splitLoss } from './vault-loss'

/** Stake of one bucket, in base units of its pool, before and after a change. */
export interface BucketLoss {
  readonly bucket: number
  readonly before: bigint
  readonly after: bigint
}

/** A slashing of a shared bucket, in base units of its pool. */
export interface VaultSlash extends BucketLoss {
  readonly line: number
  readonly requested: bigint
  /** What the set could slash of it. */
  readonly accounted: bigint
  /** What the bucket lost: less, if others had slashed the same stake. */
  readonly realized: bigint
}

/**
 * A copy of the amounts of a graph that shocks change by the arithmetic of the contracts. Slashed
 * or lost capital (`lost`) is kept apart from withdrawn stake. If the withdrawal queue is loaded, a
 * slashing takes its part of it, too; other losses are those of stake that is not queued.
 */
export class Simulation {
  readonly cap: bigint[]
  readonly maxMagnitude: bigint[]
  readonly magnitude: bigint[]
  readonly minMagnitude: bigint[]
  readonly registered: bigint[]
  readonly slashable: bigint[]
  /** Of shared buckets; elsewhere it follows from `minMagnitude`. */
  readonly minSlashable: bigint[]
  /** Withdrawals from shared buckets, see `Exits`. */
  readonly exits: { readonly current: bigint[]; readonly next: bigint[] }
  /** Slashings of shared buckets so far, in their order. */
  readonly vaultSlashes: VaultSlash[] = []
  /** Slashed or lost so far, by bucket; withdrawals are not in it. */
  readonly lost: bigint[]
  /** Of it, slashed by each commitment. */
  readonly lostBy: bigint[]
  /** Slashed in the withdrawal queue so far, by bucket; 0 where the queue is not loaded. */
  readonly lostInQueue: bigint[]
  /** Of it, by each commitment. */
  readonly lostInQueueBy: bigint[]
  /** 1 for commitments whose operator has left the set. */
  readonly left: Uint8Array
  private readonly linesOf: number[][]

  constructor(readonly graph: StakeGraph) {
    const { buckets, commitments } = graph
    this.cap = [...buckets.cap]
    this.maxMagnitude = [...buckets.maxMagnitude]
    this.magnitude = [...commitments.magnitude]
    this.minMagnitude = [...commitments.minMagnitude]
    this.registered = [...commitments.registered]
    this.slashable = [...commitments.slashable]
    this.minSlashable = [...commitments.minSlashable]
    const { current, next } = buckets.exits ?? { current: null, next: null }
    const none = () => buckets.cap.map(() => 0n)
    this.exits = { current: current ? [...current] : none(), next: next ? [...next] : none() }
    this.lost = buckets.cap.map(() => 0n)
    this.lostBy = commitments.slashable.map(() => 0n)
    this.lostInQueue = buckets.cap.map(() => 0n)
    this.lostInQueueBy = commitments.slashable.map(() => 0n)
    this.left = new Uint8Array(commitments.set.length)
    this.linesOf = buckets.cap.map(() => [])
    commitments.bucket.forEach((bucket, line) => {
      if (bucket >= 0) this.linesOf[bucket]!.push(line)
    })
  }

  /**
   * Position of the commitment of an operator to a set in a pool; -1: the set cannot slash it
   * there.
   */
  lineOf(operator: number, set: number, pool: number): number {
    const { commitments, buckets } = this.graph
    return commitments.set.findIndex(
      (one, line) =>
        one === set &&
        commitments.operator[line] === operator &&
        commitments.bucket[line]! >= 0 &&
        buckets.pool[commitments.bucket[line]!] === pool,
    )
  }

  /**
   * A set slashes a part (of 1e18) of one commitment. Null: nothing is allocated, so nothing is
   * slashed, as in the contract. Source: AllocationManager.slashOperator (EigenLayer); of a shared bucket see `slashAmount`.
   * @param slashable of a commitment of a shared bucket, what the part is of. Default: what can be slashed now
   * @throws RangeError unless 0 < wad <= 1e18
   */
  slash(line: number, wad: bigint, slashable = this.slashable[line]!): BucketLoss | null {
    if (wad <= 0n || wad > WAD) throw new RangeError(`Not a part of 1e18: ${wad}`)
    const bucket = this.graph.commitments.bucket[line]!
    const before = this.cap[bucket]!
    if (isShared(this.graph, bucket)) {
      const capture = { slashable, isBefore: this.isBefore(bucket) }
      return this.slashAmount(line, mulWadUp(slashable, wad), capture)
    }
    const magnitude = this.magnitude[line]!
    if (magnitude === 0n) return null
    const slashed = mulWadUp(magnitude, wad)
    const max = this.maxMagnitude[bucket]!
    // A pending deallocation is slashed by the same part.
    const pending = magnitude - this.minMagnitude[line]!
    this.magnitude[line] = magnitude - slashed
    this.minMagnitude[line] = this.magnitude[line]! - (pending - mulWadUp(pending, wad))
    this.maxMagnitude[bucket] = max - slashed
    // Queued shares scale with the max magnitude (DelegationManager.slashOperatorShares).
    const inQueue = mulWad(this.graph.buckets.queued?.[bucket] ?? 0n, max)
    const taken = inQueue - sharesLeft(inQueue, max, max - slashed)
    this.lostInQueue[bucket]! += taken
    this.lostInQueueBy[line]! += taken
    const loss = this.lose(bucket, sharesLeft(before, max, max - slashed))
    this.lostBy[line]! += loss.before - loss.after
    return loss
  }

  /**
   * A set slashes an amount of its stake in a shared bucket: at most what it could slash when the stake was captured, and
   * the bucket loses at most what it has. Sources: BaseSlasher.slashableStake, Slasher.slash, Vault.onSlash (Symbiotic).
   * @param capture when. Default: the latest time allowed
   */
  slashAmount(line: number, requested: bigint, capture?: Capture): VaultSlash {
    const bucket = this.graph.commitments.bucket[line]!
    const { slashable, isBefore } = capture ?? {
      slashable: this.slashable[line]!,
      isBefore: this.isBefore(bucket),
    }
    const accounted = min(requested, slashable)
    const { current, next } = this.exits
    const before = { active: this.cap[bucket]!, current: current[bucket]!, next: next[bucket]! }
    const { after, realized } = splitLoss(before, accounted, isBefore)
    current[bucket] = after.current
    next[bucket] = after.next
    if (this.graph.buckets.queued) {
      const inQueue = before.current + before.next - after.current - after.next
      this.lostInQueue[bucket]! += inQueue
      this.lostInQueueBy[line]! += inQueue
    }
    if (this.graph.buckets.isSetApart?.[bucket] === 1) {
      for (const amounts of [this.registered, this.slashable, this.minSlashable]) {
        amounts[line] = amounts[line]! - min(amounts[line]!, accounted)
      }
    }
    const loss = this.lose(bucket, after.active)
    this.lostBy[line]! += loss.before - loss.after
    const slash = { ...loss, line, requested, accounted, realized }
    this.vaultSlashes.push(slash)
    return slash
  }

  /** What was accounted to a commitment of a shared bucket so far. */
  accountedTo(line: number): bigint {
    return this.vaultSlashes.reduce(
      (sum, one) => (one.line === line ? sum + one.accounted : sum),
      0n,
    )
  }

  private isBefore(bucket: number): boolean {
    return this.graph.buckets.exits?.isBefore[bucket] === 1
  }

  /** A bucket loses a part, whatever the cause. */
  loseShare(bucket: number, part: { num: bigint; den: bigint }): BucketLoss {
    const before = this.cap[bucket]!
    return this.lose(bucket, (before * (part.den - part.num)) / part.den)
  }

  /** A bucket loses an amount, at most all that it has, whatever the cause. */
  loseAmount(bucket: number, amount: bigint): BucketLoss {
    const before = this.cap[bucket]!
    return this.lose(bucket, before - min(amount, before))
  }

  /** A part of a bucket is withdrawn, and so not lost. */
  exit(bucket: number, part: { num: bigint; den: bigint }): BucketLoss {
    const before = this.cap[bucket]!
    const after = (before * (part.den - part.num)) / part.den
    this.set(bucket, after)
    return { bucket, before, after }
  }

  /** The operator leaves all its sets. */
  eject(operator: number): void {
    this.graph.commitments.operator.forEach((one, line) => {
      if (one === operator) this.left[line] = 1
    })
  }

  /** Whether a commitment still counts for its service. */
  counts(line: number): boolean {
    return this.left[line] === 0
  }

  private lose(bucket: number, after: bigint): BucketLoss {
    const before = this.cap[bucket]!
    this.lost[bucket]! += before - after
    this.set(bucket, after)
    return { bucket, before, after }
  }

  private set(bucket: number, cap: bigint): void {
    const { commitments } = this.graph
    this.cap[bucket] = cap
    for (const line of this.linesOf[bucket]!) {
      if (isShared(this.graph, bucket)) {
        const max = this.dividedOf(line, bucket) ?? cap
        this.registered[line] = min(this.registered[line]!, max)
        this.slashable[line] = min(this.slashable[line]!, max)
        this.minSlashable[line] = min(this.minSlashable[line]!, max)
        continue
      }
      if (commitments.isRegistered[line] === 1) this.registered[line] = cap
      this.slashable[line] = partOf(cap, this.magnitude[line]!, this.maxMagnitude[bucket]!)
    }
  }

  /** Stake of a commitment that is a share of the limit of its set; null: it is a fixed amount. */
  private dividedOf(line: number, bucket: number): bigint | null {
    const { divided, set } = this.graph.commitments
    if (!divided?.shares[line]) return null
    const all =
      divided.all?.[line] ??
      this.linesOf[bucket]!.reduce(
        (sum, one) => (set[one] === set[line] ? sum + divided.shares[one]! : sum),
        0n,
      )
    return (divided.shares[line]! * min(this.cap[bucket]!, divided.limit[line]!)) / all
  }
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

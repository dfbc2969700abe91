/** Calls of a size that worked, after which a larger one is tried. */
const WIDEN_AFTER = 20
/** Most calls before a larger one is tried again, after larger ones failed. */
const MAX_PATIENCE = 1280

/** How large a call may be in one respect: halved when calls fail, tried larger from time to time. */
export class CallSize {
  /** The largest that worked; 0: none yet. */
  best = 0
  /** Maximum size of the next call. */
  private size: number
  private successes = 0
  private patience = WIDEN_AFTER
  /** No call of this size has worked yet, since it was made smaller or larger. */
  private unproven = false
  private isTrial = false

  /** @param max size that is not exceeded; infinity: no limit */
  constructor(private readonly max: number) {
    this.size = max
  }

  get current(): number {
    return this.size
  }

  /** Whether a single failure is reason enough to think that the size is too large. */
  get isUnproven(): boolean {
    return this.unproven
  }

  /** A call of this size was too large. @param next size to try; one that is not smaller counts as the half */
  failed(size: number, next: number | null = null): void {
    if (this.isTrial) this.patience = Math.min(this.patience * 2, MAX_PATIENCE)
    this.isTrial = false
    const smaller = next !== null && next >= 1 && next < size ? next : Math.ceil(size / 2)
    this.size = Math.min(this.size, smaller)
    this.best = Math.min(this.best, this.size)
    this.successes = 0
    this.unproven = true
  }

  /** It was not the size that made calls fail since it was `size`. */
  acquitted(size: number): void {
    this.size = size
    this.successes = 0
    this.unproven = false
    this.isTrial = false
  }

  /** A call of this size was answered. */
  worked(size: number): void {
    this.best = Math.max(this.best, size)
    // A smaller one says nothing about the limit.
    if (size < this.size) return
    if (this.isTrial) this.patience = WIDEN_AFTER
    this.isTrial = false
    this.unproven = false
    if (this.size >= this.max || ++this.successes < this.patience) return
    this.size = Math.min(this.size * 2, this.max)
    this.successes = 0
    this.unproven = true
    this.isTrial = true
  }
}

/** How large the calls to one provider may be. */
export interface CallSizes {
  /** Blocks in one eth_getLogs call. */
  readonly blocks: CallSize
  /** Addresses in one eth_getLogs call. */
  readonly addresses: CallSize
  /** Calls in one HTTP request. */
  readonly batch: CallSize
}

/** @param maxBatch number of calls in one HTTP request that is never exceeded */
export function createCallSizes(maxBatch: number): CallSizes {
  return {
    blocks: new CallSize(Number.POSITIVE_INFINITY),
    addresses: new CallSize(Number.POSITIVE_INFINITY),
    batch: new CallSize(maxBatch),
  }
}

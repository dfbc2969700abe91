import type { Logger } from 'pino'
import { toHeader } from '../normalize'
import { classifyRpcError, type Fault } from '../provider/faults'
import type { Rpc } from '../provider/rpc'

/** Blocks above the last final one that are kept at most: a day of Ethereum. */
export const MAX_HOT_BLOCKS = 7_200
/** Up to this block a chain may have no final block but block 0; later the tag of a node that says so is no tag. */
export const YOUNG_BLOCKS = 1_000
/** Rounds over the providers before a node that never answered the tag counts as one without it. */
const FIRST_ATTEMPTS = 5

/** Errors of a node that does not know the tag, or has no such block; the others say nothing about it. */
const WITHOUT_TAG: ReadonlySet<Fault> = new Set(['absent', 'refused', 'unknown', 'lacking'])

const TAG = ['finalized', false]

/** The newest block, and the last that can no longer be undone. */
export interface ChainEnd {
  head: number
  final: number
}

export interface FinalityOptions {
  rpc: Rpc
  /** Blocks below the head after which a block counts as final, unless the node's finalized block is lower. */
  finality: number
  logger: Pick<Logger, 'warn'>
}

/**
 * Which block is final: the lower of a distance below the head and the finalized block of the node that is preferred. Never goes
 * down. A node without that tag leaves the distance; one whose tag stands still keeps no more than MAX_HOT_BLOCKS from being final.
 */
export class Finality {
  private final = 0
  /** As last answered; null: no node has one, undefined: none has answered yet. */
  private tag: number | null | undefined
  private tagOf = -1
  private isReported = false

  constructor(private readonly options: FinalityOptions) {}

  /** Blocks below the head after which a block counts as final at the earliest. */
  get distance(): number {
    return this.options.finality
  }

  /** Throws as a call. Genesis is final on any chain; the SDK assumes so too. */
  async read(signal: AbortSignal): Promise<ChainEnd> {
    const { rpc, finality } = this.options
    const head = await rpc.head({ signal })
    const tag = await this.readTag(head, signal)
    this.final = Math.max(this.final, Math.min(head - finality, this.bounded(tag, head)))
    return { head, final: this.final }
  }

  /** The tag, read once for each head. */
  private async readTag(head: number, signal: AbortSignal): Promise<number | null> {
    if (this.tag !== undefined && head === this.tagOf) return this.tag
    try {
      const found = await this.options.rpc.call('eth_getBlockByNumber', TAG, {
        signal,
        attempts: this.tag === undefined ? FIRST_ATTEMPTS : 1,
        parse: (result) => (result === null ? null : toHeader(result).number),
        accept: (error) =>
          WITHOUT_TAG.has(classifyRpcError('eth_getBlockByNumber', error)) ? null : undefined,
      })
      // A provider without the tag does not make final what another has not finalized.
      this.tag = found ?? this.tag ?? null
      this.tagOf = head
    } catch {
      signal.throwIfAborted()
      this.tag ??= null
    }
    return this.tag
  }

  private bounded(tag: number | null, head: number): number {
    if (tag === null || (tag === 0 && head > YOUNG_BLOCKS)) return head
    const lowest = head - MAX_HOT_BLOCKS
    const isFarBehind = tag < lowest
    if (isFarBehind && !this.isReported) {
      this.options.logger.warn(
        { block: tag, head, kept: MAX_HOT_BLOCKS },
        'the finalized block of the node is far behind: blocks below those that are kept count as final',
      )
    }
    this.isReported = isFarBehind
    return Math.max(tag, lowest)
  }
}

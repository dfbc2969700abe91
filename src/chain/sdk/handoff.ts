import type { Archive } from '../history/archive'
import type { RpcCall, RpcOutcome } from '../jsonrpc'
import { toQuantity } from '../normalize'
import type { BlockData, BlockHeader } from '../types'
import { type PassThroughOptions, passThrough } from './pass-through'
import type { SdkHead } from './sdk-head'

/**
 * Makes the SDK step from the archive straight to hot blocks.
 *
 * When the archive ends, the SDK calls eth_blockNumber once and reads what has become final meanwhile by JSON-RPC: all logs
 * of all contracts, parent hashes unchecked, and it gives up at a gap. So that one result is lowered until nothing more is
 * final than the archive gave; later ones are passed on.
 */
export class Handoff implements Archive {
  private lastHeight: number | undefined
  private covered: number | undefined

  constructor(
    private readonly archive: Archive,
    private readonly head: SdkHead,
    /** Blocks below the head after which a block counts as final. */
    private readonly finality: number,
  ) {}

  header(number: number): Promise<BlockHeader> {
    return this.archive.header(number)
  }

  async height(): Promise<number> {
    this.lastHeight = await this.archive.height()
    return this.lastHeight
  }

  async read(from: number, to?: number): Promise<{ blocks: BlockData[]; to: number }> {
    const read = await this.archive.read(from, to)
    this.covered = read.to
    return read
  }

  /** Answers JSON-RPC calls of the SDK. */
  async call(
    calls: RpcCall[],
    options: PassThroughOptions,
    signal: AbortSignal,
  ): Promise<RpcOutcome[]> {
    const outcomes = await passThrough(calls, options, signal)
    const final = this.covered ?? this.lastHeight
    const [call, outcome] = [calls[0], outcomes[0]]
    if (call?.method !== 'eth_blockNumber' || final === undefined) return outcomes
    if (!outcome || 'error' in outcome) return outcomes
    this.covered = undefined
    this.lastHeight = undefined
    this.head.followFrom(final)
    const head = Math.min(Number(JSON.parse(outcome.result)), final + this.finality)
    return [{ result: `"${toQuantity(head)}"` }, ...outcomes.slice(1)]
  }
}

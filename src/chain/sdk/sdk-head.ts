import type { Finality } from '../head/finality'
import type { RpcCall } from '../jsonrpc'
import { parseQuantity, toQuantity } from '../normalize'
import { flawOf, type MissingBlock } from '../provider/missing-block'
import type { Rpc } from '../provider/rpc'

/** Blocks whose headers are asked for in one batch, and batches in one reading of the head. */
const STEP = 100
const MAX_STEPS = 10

/**
 * The head as the SDK is told: the newest block up to which every block can be read. The SDK asks for every block up to the head
 * ten times a second, then gives up until there is a higher head; so it must not hear of blocks behind one that is missing.
 */
export class SdkHead {
  /** The newest block up to which all blocks were there; null: the SDK does not follow the head yet. */
  private top: number | null = null
  private current: number

  constructor(
    private readonly rpc: Rpc,
    private readonly finality: Finality,
    /** The block that the SDK does not hear of. */
    private readonly missing: MissingBlock,
    /** A block that was there when the SDK was told of it. */
    private readonly lost: MissingBlock,
  ) {
    this.current = finality.distance
  }

  /** Blocks below the head, as last told, that can be undone. */
  get depth(): number {
    return this.current
  }

  /** Blocks behind this one are checked from now on before the SDK hears of them. */
  followFrom(final: number): void {
    this.top = final
  }

  /** Whether a call asks for a block, by its number, that the SDK was told of. */
  covers(call: RpcCall): boolean {
    return this.toldBlock(call) !== null
  }

  /**
   * Answers to the SDK with null for blocks that were readable when it was told of them and are not now; the same list if there
   * are none.
   */
  withoutFlaws(calls: readonly RpcCall[], answers: unknown[]): unknown[] {
    let results = answers
    for (const [at, call] of calls.entries()) {
      const block = this.toldBlock(call)
      if (block === null) continue
      const flaw = flawOf(answers[at], block)
      if (flaw === null) {
        if (this.lost.block === block) this.lost.found()
        continue
      }
      if (results === answers) {
        results = [...answers]
        this.lost.note(block, this.top!, { [this.rpc.preferred()]: flaw })
      }
      results[at] = null
    }
    return results
  }

  private toldBlock({ method, params }: RpcCall): number | null {
    if (method !== 'eth_getBlockByNumber' || this.top === null) return null
    const block = parseQuantity(params[0])
    return block !== undefined && block <= this.top ? block : null
  }

  /** Throws as a call. */
  async read(signal: AbortSignal): Promise<number> {
    const { head, final } = await this.finality.read(signal)
    const told = this.top === null ? head : await this.reach(this.top, head, signal)
    this.current = Math.max(this.finality.distance, told - final)
    return told
  }

  private async reach(from: number, head: number, signal: AbortSignal): Promise<number> {
    let top = from
    for (let step = 0; step < MAX_STEPS && top < head; step++) {
      // A block that was missing is asked for alone until it is there.
      const to = Math.min(top + (this.missing.block === null ? STEP : 1), head)
      const reached = await this.readable(top + 1, to, head, signal)
      const isAll = reached === to
      top = reached
      if (top > from) this.missing.found()
      if (!isAll) break
    }
    if (top >= head) this.missing.found()
    this.top = Math.max(this.top ?? top, top)
    return this.top
  }

  /** Up to which block a provider has all from `from` on; every provider is asked. */
  private async readable(
    from: number,
    to: number,
    head: number,
    signal: AbortSignal,
  ): Promise<number> {
    const { rpc } = this
    // The reader of the head has checked that the head itself is there.
    const last = to === head ? to - 1 : to
    const numbers = Array.from({ length: last - from + 1 }, (_, i) => from + i)
    const calls = numbers.map((number) => ({
      method: 'eth_getBlockByNumber',
      params: [toQuantity(number), false],
    }))
    const reasons: Record<string, string> = {}
    for (let left = rpc.providers; ; left--) {
      let name = ''
      const parse = (result: unknown, _: unknown, provider: string) => {
        name = provider
        return result
      }
      const results = await rpc.batch(calls, { signal, together: true, parse })
      const at = results.findIndex((result, i) => flawOf(result, numbers[i]!) !== null)
      if (at < 0) return to
      if (at > 0) return numbers[at]! - 1
      reasons[name] = flawOf(results[0], from)!
      rpc.rotate()
      if (left > 1) continue
      this.missing.note(from, head, reasons)
      return from - 1
    }
  }
}

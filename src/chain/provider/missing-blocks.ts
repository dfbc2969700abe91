import type { Logger } from 'pino'
import type { RpcCall } from '../jsonrpc'
import { blockNameOf } from './block-of-call'
import type { Clock } from './clock'
import { type Missing, MissingBlock } from './missing-block'

/** A block that was not asked for that long is not waited for any more. Longer than any pause between attempts. */
const FORGET_AFTER_MS = 90_000

/** Header and logs of a block are one thing, its receipts another. */
const MESSAGES = {
  block: undefined,
  receipts: 'no provider gives the receipts of a block that is below the head',
}

interface Kind {
  /** The lowest of the blocks. */
  missing: MissingBlock
  /** When each block was last asked for, by number or hash. */
  notedAt: Map<number | string, number>
}

/** Blocks, and receipts of blocks, that calls ask for and no provider gives. Of many, the lowest is said. */
export class MissingBlocks {
  private readonly kinds: Record<keyof typeof MESSAGES, Kind>

  constructor(
    private readonly clock: Clock,
    logger: Pick<Logger, 'warn' | 'info'>,
  ) {
    const kind = (message?: string) => ({
      missing: new MissingBlock(clock, logger, message),
      notedAt: new Map(),
    })
    this.kinds = { block: kind(MESSAGES.block), receipts: kind(MESSAGES.receipts) }
  }

  /**
   * No provider has what a call asks for.
   * @param head newest known block; null: none is known
   * @param reasons what each provider answers, by its name
   */
  note(call: RpcCall, head: number | null, reasons: Readonly<Record<string, string>>): void {
    const { missing, notedAt } = this.kindOf(call)
    const block = blockNameOf(call) ?? 'unknown'
    notedAt.set(block, this.clock.now())
    this.forgetOld()
    if (block === lowest(notedAt.keys())) missing.note(block, head, reasons)
  }

  /** A call was answered after all. */
  found(call: RpcCall): void {
    const { missing, notedAt } = this.kindOf(call)
    notedAt.delete(blockNameOf(call) ?? 'unknown')
    if (notedAt.size === 0) missing.found()
  }

  /** What was said to be missing, and has not come since; null: nothing. */
  status(): Missing | null {
    this.forgetOld()
    return this.kinds.block.missing.status() ?? this.kinds.receipts.missing.status()
  }

  private kindOf({ method }: RpcCall): Kind {
    return this.kinds[/receipt/i.test(method) ? 'receipts' : 'block']
  }

  private forgetOld(): void {
    const oldest = this.clock.now() - FORGET_AFTER_MS
    for (const { missing, notedAt } of Object.values(this.kinds)) {
      if (notedAt.size === 0) continue
      for (const [block, at] of notedAt) if (at < oldest) notedAt.delete(block)
      if (notedAt.size === 0) missing.forget()
    }
  }
}

/** Numbers before hashes. */
function lowest(blocks: Iterable<number | string>): number | string | undefined {
  return [...blocks].sort((a, b) => (a < b ? -1 : a > b ? 1 : typeof a === 'number' ? -1 : 1))[0]
}

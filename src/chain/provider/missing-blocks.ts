import type { Logger } from 'pino'
import type { RpcCall } from '../jsonrpc'
import { blockNameOf } from './block-of-call'
import type { Clock } from './clock'
import { type Missing, MissingBlock } from './missing-block'

/** A block that was not asked for that long is not waited for any more. Longer than any pause between attempts. */
const FORGET_AFTER_MS = 90_000

const RECEIPTS = 'no provider gives the receipts of a block that is below the head'

interface Known {
  missing: MissingBlock
  notedAt: number
}

/** Blocks, and receipts of blocks, that calls ask for and no provider gives. */
export class MissingBlocks {
  private readonly known = new Map<string, Known>()

  constructor(
    private readonly clock: Clock,
    private readonly logger: Pick<Logger, 'warn' | 'info'>,
  ) {}

  /**
   * No provider has what a call asks for.
   * @param head newest known block; null: none is known
   * @param reasons what each provider answers, by its name
   */
  note(call: RpcCall, head: number | null, reasons: Readonly<Record<string, string>>): void {
    const { clock, logger } = this
    this.forgetOld()
    const key = keyOf(call)
    const missing =
      this.known.get(key)?.missing ??
      new MissingBlock(clock, logger, isOfReceipts(call) ? RECEIPTS : undefined)
    this.known.set(key, { missing, notedAt: clock.now() })
    missing.note(blockNameOf(call) ?? 'unknown', head, reasons)
  }

  /** A call was answered after all. */
  found(call: RpcCall): void {
    const key = keyOf(call)
    this.known.get(key)?.missing.found()
    this.known.delete(key)
  }

  /** What was said to be missing, and has not come since; null: nothing. */
  status(): Missing | null {
    this.forgetOld()
    const said = [...this.known.values()].flatMap(({ missing }) => missing.status() ?? [])
    return said.sort((a, b) => a.block - b.block)[0] ?? null
  }

  private forgetOld(): void {
    const oldest = this.clock.now() - FORGET_AFTER_MS
    for (const [key, { notedAt }] of this.known) if (notedAt < oldest) this.known.delete(key)
  }
}

/** Header and logs of a block are one thing, its receipts another. */
function keyOf(call: RpcCall): string {
  return `${isOfReceipts(call) ? 'receipts' : 'block'} ${blockNameOf(call)}`
}

function isOfReceipts({ method }: RpcCall): boolean {
  return /receipt/i.test(method)
}

import type { Logger } from 'pino'
import { toHeader } from '../normalize'
import type { Clock } from './clock'

/** How long a block is missing before it is said: a node may announce a block before it can give it. */
const REPORT_AFTER_MS = 5_000
const REPEAT_AFTER_MS = 60_000

/** What to do about a block, or its receipts, that no provider gives. */
export const MISSING_HINT =
  'The providers answer, but have lost or pruned it, or do not have it yet: add another provider to RPC_ENDPOINT if it does not come.'

const NO_PARENT = /^0x0+$/

/** A block that no provider gives while the head goes on. */
export interface Missing {
  /** 0: only its hash is known. */
  block: number
  /** For how long. */
  seconds: number
}

/** Why a result of `eth_getBlockByNumber` is not that block; null: it is. */
export function flawOf(result: unknown, block: number): string | null {
  if (result === null || result === undefined) return 'it answers null'
  try {
    const { number, parentHash } = toHeader(result)
    if (number !== block) return `it answers block ${number}`
    if (block > 0 && NO_PARENT.test(parentHash)) return 'its parent hash is zero'
    const { logsBloom, transactions } = result as Record<string, unknown>
    const isWhole = typeof logsBloom === 'string' && Array.isArray(transactions)
    return isWhole ? null : 'block without logsBloom or transactions'
  } catch (error) {
    return (error as Error).message
  }
}

/** Says once a minute which block is missing, and once that it came. */
export class MissingBlock {
  private current: { block: number | string; since: number; saidAt: number | null } | null = null

  constructor(
    private readonly clock: Clock,
    private readonly logger: Pick<Logger, 'warn' | 'info'>,
    private readonly message = 'no provider gives a block that is below the head',
  ) {}

  /**
   * @param block number; the hash, if only that is known
   * @param head null: not known
   * @param reasons what each provider answers, by its name
   */
  note(
    block: number | string,
    head: number | null,
    reasons: Readonly<Record<string, string>>,
  ): void {
    const now = this.clock.now()
    this.current ??= { block, since: now, saidAt: null }
    const { current } = this
    current.block = block
    const isDue = now - (current.saidAt ?? Number.NEGATIVE_INFINITY) >= REPEAT_AFTER_MS
    if (now - current.since < REPORT_AFTER_MS || !isDue) return
    current.saidAt = now
    this.logger.warn(
      {
        code: 'LP2016',
        block,
        head,
        since: new Date(Date.now() - (now - current.since)).toISOString(),
        seconds: this.secondsSince(current.since),
        reasons,
        hint: `${MISSING_HINT} It is asked for again and again.`,
      },
      this.message,
    )
  }

  /** The block that was missing when it was last asked for; null: none. */
  get block(): number | string | null {
    return this.current?.block ?? null
  }

  /** The block came, or is no longer asked for. */
  found(): void {
    const { current } = this
    this.current = null
    if (!current || current.saidAt === null) return
    const { block, since } = current
    this.logger.info({ block, seconds: this.secondsSince(since) }, 'the missing block came')
  }

  /** The block is no longer asked for, and has not come. */
  forget(): void {
    this.current = null
  }

  /** What was said to be missing, and has not come since. */
  status(): Missing | null {
    const { current } = this
    if (!current || current.saidAt === null) return null
    const block = typeof current.block === 'number' ? current.block : 0
    return { block, seconds: this.secondsSince(current.since) }
  }

  private secondsSince(since: number): number {
    return Math.round((this.clock.now() - since) / 1000)
  }
}

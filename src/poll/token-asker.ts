import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { Caller } from '../contracts/calls'
import { withConnection } from '../store/connection'
import { readTokenTargets, type TokenClaim, writeTokenClaims } from '../store/token-claims'
import type { Claim } from '../store/writer/lock'
import { askTokens } from './tokens'

export interface TokenAskerOptions {
  databaseUrl: string
  /** Under which answers are written. */
  claim: Claim
  /** Calls contracts at a block. */
  callerAt(block: number): Caller
  /** Time of a block, in unix seconds. */
  timeOf(block: number): Promise<number>
  logger: Pick<Logger, 'info' | 'warn'>
  /** Pauses between rounds; see `PAUSES`. */
  pauses?: { rounds: number; first: number; longest: number }
}

/**
 * Milliseconds: `rounds` between two looks for new pools; pools that did not answer are asked again after `first`, which
 * doubles up to `longest`.
 */
const PAUSES = { rounds: 10_000, first: 10_000, longest: 3_600_000 }

/**
 * Asks pools that were discovered for their tokens, and those for symbol and decimals, until they answer: constants that no
 * event carries.
 *
 * It asks at final blocks, at the head of the chain alone, because older state needs an archive node. Answers are claims of
 * the contracts, stored with that block.
 */
export class TokenAsker {
  private running: Promise<void> | null = null
  private timer: NodeJS.Timeout | undefined
  /** Last final block that was offered. */
  private finalized = -1
  private nextAt = 0
  private againAt = 0
  private pause: number
  private readonly pauses: typeof PAUSES
  /** Why the last round failed; null: it did not. */
  private failed: string | null = null

  constructor(private readonly options: TokenAskerOptions) {
    this.pauses = options.pauses ?? PAUSES
    this.pause = this.pauses.first
  }

  /** Starts a round if one is due, else later. Call it after commits; it never throws, and never runs two rounds at once. */
  offer(finalized: number): void {
    this.finalized = finalized
    if (this.running || finalized <= 0) return
    const wait = this.nextAt - Date.now()
    if (wait > 0) {
      this.offerIn(wait)
      return
    }
    clearTimeout(this.timer)
    this.running = this.round(finalized)
      .then(() => {
        this.failed = null
      })
      .catch((error: Error) => {
        this.wait()
        if (this.failed === error.message) return
        this.failed = error.message
        const { logger } = this.options
        logger.info({ reason: error.message }, 'tokens of pools could not be asked; asked again')
      })
      .finally(() => {
        this.running = null
        this.nextAt = Date.now() + this.pauses.rounds
      })
  }

  /** Waits for the current round, if any. */
  async settled(): Promise<void> {
    await this.running
  }

  private offerIn(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.offer(this.finalized), ms).unref()
  }

  /** Pools are asked again after a pause, also if the chain stands still. */
  private wait(): void {
    this.againAt = Date.now() + this.pause
    this.offerIn(Math.max(this.pause, this.pauses.rounds))
    this.pause = Math.min(2 * this.pause, this.pauses.longest)
  }

  private async round(block: number): Promise<void> {
    const { databaseUrl, claim, callerAt, timeOf, logger } = this.options
    await withConnection(databaseUrl, 'linchpin tokens', async (client) => {
      const targets = await readTokenTargets(client, block, Date.now() >= this.againAt)
      if (targets.length === 0) return
      const answers = await askTokens(
        callerAt(block),
        targets.map(({ pool }) => pool),
      )
      const claims = answers.map((answer, index) => merged(targets[index]!.known, answer))
      const changed = claims.filter((one, index) => {
        return !isDeepStrictEqual(one, targets[index]!.known)
      })
      if (changed.length > 0) {
        await writeTokenClaims(client, claim, { block, timestamp: await timeOf(block) }, changed)
      }
      const open = claims.filter((one) => isOpen(one.symbolGap) || isOpen(one.decimalsGap))
      if (open.length > 0) this.wait()
      else this.pause = this.pauses.first
      if (changed.length === 0) return
      const unanswered = open.slice(0, 20).map(({ pool }) => pool)
      logger.info({ block, pools: changed.length, unanswered }, 'asked tokens for their symbols')
    })
  }
}

function isOpen(gap: string | null): boolean {
  return gap === 'NO_ANSWER' || gap === 'INVALID'
}

/** A later answer; what it does not say stays as it was. */
function merged(before: TokenClaim | null, now: TokenClaim): TokenClaim {
  if (
    before === null ||
    (before.token !== null && now.token !== null && before.token !== now.token)
  )
    return now
  const symbol = now.symbol === null && before.symbol !== null ? before : now
  const decimals = now.decimals === null && before.decimals !== null ? before : now
  return {
    pool: now.pool,
    token: now.token ?? before.token,
    symbol: symbol.symbol,
    symbolGap: symbol.symbolGap,
    decimals: decimals.decimals,
    decimalsGap: decimals.decimalsGap,
  }
}

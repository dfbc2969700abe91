import type { Logger } from 'pino'
import type { RpcCall } from '../jsonrpc'
import { toNumber, toQuantity } from '../normalize'
import type { CallOptions } from './call-options'
import type { Answered } from './call-run'
import type { Clock } from './clock'
import { unreachable } from './errors'
import { flawOf, type Missing, MissingBlock } from './missing-block'
import { type Pool, STUCK_BLOCKS } from './pool'
import type { Provider } from './provider'

/** Pause between polls of the heads of the other providers. */
const POLL_OTHERS_MS = 4_000
/** Pause before the head is read again when no provider could give its block. */
const RETRY_MS = 500
/** Consecutive heads that a provider claimed without having their block, before that is logged. */
const MAX_CLAIMS = 5

const HEAD: RpcCall = { method: 'eth_blockNumber', params: [] }

export interface HeadReaderOptions {
  pool: Pool
  clock: Clock
  logger: Pick<Logger, 'warn' | 'info'>
  /** Default number of rounds over the providers; undefined: endless. */
  attempts: number | undefined
  run: (calls: readonly RpcCall[], options: CallOptions<number>) => Promise<Answered<number>>
}

/** Ends the retries of a reading. */
export type ReadHeadOptions = Pick<CallOptions<number>, 'signal' | 'attempts'>

/**
 * Reads the number of the newest block. A provider's head counts once the provider has that block. The heads of the other
 * providers are polled every few seconds, so that a preferred provider that is stuck loses its place.
 */
export class HeadReader {
  /** Heads that a provider claimed without having their block. */
  private readonly claims = new Map<Provider, number>()
  /** The head that the provider claims without having its block. */
  private readonly unreadable: MissingBlock
  private known: number | null = null
  private polledAt = Number.NEGATIVE_INFINITY

  constructor(private readonly options: HeadReaderOptions) {
    this.unreadable = new MissingBlock(options.clock, options.logger)
  }

  /** A head that providers claim without having its block, if that lasts. */
  missing(): Missing | null {
    return this.unreadable.status()
  }

  /** The newest known block; never goes down. Throws as a call. */
  async read(options: ReadHeadOptions = {}): Promise<number> {
    const { pool, clock, run } = this.options
    const { signal, attempts = this.options.attempts ?? Number.POSITIVE_INFINITY } = options
    for (let tries = 1; ; tries++) {
      const { results, provider } = await run([HEAD], {
        attempts,
        parse: toNumber,
        ...(signal && { signal }),
      })
      await this.takeClaim(provider, results[0]!, signal)
      this.pollOthers(provider)
      if (this.known !== null) return this.known
      const problem = `${provider.name}: it does not have block ${results[0]}, which it reports as its newest`
      if (tries >= attempts) throw unreachable(HEAD.method, problem)
      pool.moveOnFrom(provider)
      await clock.wait(RETRY_MS, signal)
    }
  }

  /** Takes over the head that a provider claims, if the provider has that block. */
  private async takeClaim(provider: Provider, claim: number, signal?: AbortSignal): Promise<void> {
    const isNew = claim > (this.known ?? -1)
    const flaw = isNew ? await flawOfHead(provider, claim, signal) : null
    if (flaw !== null) {
      const count = (this.claims.get(provider) ?? 0) + 1
      this.claims.set(provider, count)
      if (count === MAX_CLAIMS) {
        this.options.logger.warn(
          { provider: provider.name, block: claim },
          'provider does not have the block that it reports as its newest',
        )
      }
      this.unreadable.note(claim, claim, { [provider.name]: flaw })
      // Another one may have it.
      this.options.pool.moveOnFrom(provider)
      return
    }
    this.claims.delete(provider)
    this.unreadable.found()
    provider.head = claim
    this.known = Math.max(this.known ?? claim, claim)
  }

  /** @param asked the provider that just answered: not always the preferred one, if that is behind */
  private pollOthers(asked: Provider): void {
    const { clock, pool } = this.options
    const now = clock.now()
    if (now - this.polledAt < POLL_OTHERS_MS) return
    this.polledAt = now
    for (const provider of pool.usable) {
      if (provider === asked || provider.freeAt > now) continue
      // In the background, and to its end when the caller has its answer: the slowest must not delay the head.
      this.pollOther(provider).catch(() => undefined)
    }
  }

  /** Reads the head of another provider, and prefers that provider if the preferred one is stuck. */
  private async pollOther(provider: Provider): Promise<void> {
    const { pool, logger } = this.options
    const reply = (await provider.send([HEAD]))?.[0]
    if (!reply || 'fault' in reply) return
    const claim = toNumber(reply.result)
    const { preferred } = pool
    const behind = claim - (preferred.head ?? this.known ?? claim)
    if (behind > STUCK_BLOCKS && (await flawOfHead(provider, claim)) !== null) return
    provider.head = claim
    if (behind <= STUCK_BLOCKS || pool.preferred !== preferred || provider === preferred) return
    logger.warn(
      { provider: preferred.name, block: preferred.head, next: provider.name, nextBlock: claim },
      'provider is stuck: another one is preferred from now on',
    )
    pool.prefer(provider)
  }
}

/** Why a provider does not have the block that it claims; null: it has. */
async function flawOfHead(
  provider: Provider,
  block: number,
  signal?: AbortSignal,
): Promise<string | null> {
  const call = { method: 'eth_getBlockByNumber', params: [toQuantity(block), false] }
  const reply = (await provider.send([call], signal))?.[0]
  if (!reply || 'fault' in reply) return reply?.reason ?? 'paused'
  return flawOf(reply.result, block)
}

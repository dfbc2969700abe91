import type { RpcCall } from '../jsonrpc'
import { toNumber, toQuantity } from '../normalize'
import type { CallOptions } from './call-options'
import type { Clock, Tell } from './clock'
import { unreachable } from './errors'
import { type Pool, STUCK_BLOCKS } from './pool'
import type { Provider } from './provider'
import type { Answered } from './run'
import { Silence } from './silence'

/** Pause between looks at the heads of the other providers. */
export const LOOK_MS = 4_000
/** Pause before a head is asked for again that nobody could give. */
const AGAIN_MS = 500
/** Heads in a row that a provider claimed without giving their block, before that is told. */
const CLAIMS = 5

/** Reads the number of the newest block. */
export type ReadHead = (
  options?: Pick<CallOptions<number>, 'signal' | 'attempts'>,
) => Promise<number>

export interface HeadsOptions {
  pool: Pool
  clock: Clock
  tell: Tell
  silenceMs: number
  attempts: number | undefined
  run: (calls: readonly RpcCall[], options: CallOptions<number>) => Promise<Answered<number>>
}

const HEAD: RpcCall = { method: 'eth_blockNumber', params: [] }

/**
 * Makes the reader of heads. A provider's head is believed when it gives that block. With several, the others are looked
 * at every few seconds, so that a preferred one that is stuck is left.
 */
export function createHeads(options: HeadsOptions): ReadHead {
  const { pool, clock, tell, run } = options
  const silence = new Silence(options.silenceMs, tell)
  const disbelieved = new Map<Provider, number>()
  let known: number | null = null
  let lookedAt = Number.NEGATIVE_INFINITY

  /** Whether a provider has the block that it claims. */
  async function gives(provider: Provider, block: number, signal?: AbortSignal): Promise<boolean> {
    const call = { method: 'eth_getBlockByNumber', params: [toQuantity(block), false] }
    const reply = (await provider.ask([call], signal))?.[0]
    return reply !== undefined && 'result' in reply && Object(reply.result).number !== undefined
  }

  async function believe(provider: Provider, claim: number, signal?: AbortSignal): Promise<void> {
    const isNew = claim > (provider.head ?? -1)
    if (isNew && !(await gives(provider, claim, signal))) {
      const count = (disbelieved.get(provider) ?? 0) + 1
      disbelieved.set(provider, count)
      if (count === CLAIMS) {
        tell('warn', `${provider.name} names block ${claim} as its newest, but does not give it`)
      }
      return
    }
    disbelieved.delete(provider)
    provider.head = claim
    known = Math.max(known ?? claim, claim)
  }

  /** Asks another provider for its head, and prefers it if the preferred one is stuck. */
  async function lookAt(provider: Provider, signal?: AbortSignal): Promise<void> {
    const reply = (await provider.ask([HEAD], signal))?.[0]
    if (!reply || 'fault' in reply) return
    const claim = toNumber(reply.result)
    const { preferred } = pool
    const behind = claim - (preferred.head ?? claim)
    if (behind > STUCK_BLOCKS && !(await gives(provider, claim, signal))) return
    provider.head = claim
    if (behind <= STUCK_BLOCKS || pool.preferred !== preferred) return
    tell(
      'warn',
      `${preferred.name} is stuck: its newest block is ${preferred.head}, that of ${provider.name} is ${claim}, which is asked first from now on`,
    )
    pool.prefer(provider)
  }

  function lookAround(signal?: AbortSignal): void {
    const now = clock.now()
    if (now - lookedAt < LOOK_MS) return
    lookedAt = now
    for (const provider of pool.usable) {
      if (provider === pool.preferred || provider.freeAt > now) continue
      // In the background: the slowest provider must not hold the head up. The next look comes soon.
      lookAt(provider, signal).catch(() => undefined)
    }
  }

  return async ({ signal, attempts = options.attempts ?? Number.POSITIVE_INFINITY } = {}) => {
    for (let tries = 1; ; tries++) {
      const { results, provider } = await run([HEAD], {
        attempts,
        parse: toNumber,
        ...(signal && { signal }),
      })
      await believe(provider, results[0]!, signal)
      lookAround(signal)
      silence.look(known, clock.now(), pool.usable)
      if (known !== null) return known
      const problem = `${provider.name}: it does not give block ${results[0]}, which it names as its newest`
      if (tries >= attempts) throw unreachable(HEAD.method, problem)
      pool.leave(provider)
      await clock.wait(AGAIN_MS, signal)
    }
  }
}

import { redactUrl } from '../../config/redact'
import { toNumber } from '../normalize'
import { wrongChain } from './errors'
import { createRpc } from './rpc'

/** Attempts per provider before a start fails; later calls are retried endlessly. */
export const START_ATTEMPTS = 4
/** Shorter than for other calls: an answer is a few bytes, and a start should soon say what it waits for. */
const TIMEOUT_MS = 10_000

/**
 * Checks that every provider that answers serves the expected chain: one of another chain among several would be noticed
 * only by missing logs. A provider that does not answer now is checked by the client when it does.
 *
 * @throws LinchpinError LP2002 for another chain; LP2010 if no provider answers.
 */
export async function assertChain(
  urls: readonly string[],
  chainId: number,
  networkName: string,
  attempts = START_ATTEMPTS,
): Promise<void> {
  const answers = await Promise.allSettled(
    urls.map((url) =>
      createRpc({ urls: [url], attempts, timeoutMs: TIMEOUT_MS }).call('eth_chainId', [], {
        parse: toNumber,
      }),
    ),
  )
  answers.forEach((answer, i) => {
    if (answer.status === 'rejected' || answer.value === chainId) return
    throw wrongChain(
      `${redactUrl(urls[i]!)} serves chain ${answer.value}, but network ${networkName} is chain ${chainId}`,
    )
  })
  const failures = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [answer.reason] : [],
  )
  if (failures.length === answers.length) throw failures[0]
}

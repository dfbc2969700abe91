import { listen, readBody, send } from '../http'
import { answerJsonRpc } from '../jsonrpc'
import type { ChainView } from './chain-view'
import type { ServedChain } from './replay-methods'
import { answerCall, toErrorBody } from './replay-methods'

/** How a chain is served. */
export interface ReplayOptions {
  port?: number
  /** Loopback by default. */
  host?: string
  /** Distance of the `safe` and `finalized` tags below the head; 64 by default, as on mainnet. */
  finality?: number
  /** Maximum number of logs in one answer, as providers limit it; unlimited by default. */
  maxLogs?: number
}

/** A running JSON-RPC endpoint over a recorded chain. */
export interface Replay {
  url: string
  port: number
  /** Serves the chain up to this block, as if the rest were not mined yet. */
  setHead(number: number): void
  close(): Promise<void>
}

/**
 * Serves a chain as a plain JSON-RPC endpoint over HTTP.
 *
 * @throws LinchpinError LP1004 when the port is in use.
 */
export async function startReplay(chain: ChainView, options: ReplayOptions = {}): Promise<Replay> {
  const { finality = 64, maxLogs = Number.POSITIVE_INFINITY } = options
  let maxHead = Number.POSITIVE_INFINITY
  const served: ServedChain = {
    chain,
    finality,
    maxLogs,
    get head() {
      return Math.min(maxHead, chain.head)
    },
  }
  const server = await listen(async (request, response) => {
    if (request.method !== 'POST') return send(response, 405, 'POST a JSON-RPC request')
    const body = await readBody(request).catch(() => undefined)
    if (body === undefined) return send(response, 413, 'request too large')
    const answer = await answerJsonRpc(body, async (calls) =>
      calls.map((call) => {
        try {
          return { result: answerCall(served, call) }
        } catch (error) {
          return { error: toErrorBody(error) }
        }
      }),
    )
    send(response, 200, answer, 'application/json')
  }, options)
  return {
    url: server.url,
    port: server.port,
    setHead: (number) => {
      maxHead = number
    },
    close: server.close,
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createHeadLogs } from '../head/head-logs'
import type { Archive } from '../history/archive'
import { createArchive } from '../history/archive'
import { createHistory, type ProvenReading } from '../history/history'
import type { LogQuery } from '../history/log-query'
import type { Discover } from '../history/range-logs'
import { listen, readBody, send } from '../http'
import type { RpcCall, RpcOutcome } from '../jsonrpc'
import { answerJsonRpc } from '../jsonrpc'
import { toQuantity } from '../normalize'
import type { Rpc } from '../provider/rpc'
import { createRangeProof, type RangeProof } from '../verify/range-proof'
import type { VerificationCounts } from '../verify/tally'
import type { Verification } from '../verify/verifier'
import { createVerifier } from '../verify/verifier'
import type { WatchSet } from '../watch'
import type { PassThroughOptions } from './passthrough'
import { passThrough } from './passthrough'

export interface FrontOptions {
  /** Endless retries: an error given to the SDK would end its process. */
  rpc: Rpc
  /**
   * Filled with the known contracts and, after a restart, with all revealed up to the stored
   * block.
   */
  watch: WatchSet
  discover: Discover
  /** How completeness is checked; absent for a chain that was checked before, such as a recording. */
  verification?: Verification
  /** Blocks below the head that count as final. */
  finality: number
  /** Most blocks in one archive answer, which is one database transaction. */
  batchBlocks?: number
  /** A faster source of the logs of history. */
  portal?: LogQuery | null
  /** Addresses in one eth_getLogs call. */
  maxAddresses?: number
  /** Pause before something that failed, or is not there yet, is asked for again. */
  pollMs?: number
  onWarning?: (message: string) => void
}

/** What stands between the SDK and the chain. */
export interface Front {
  /** Final blocks. */
  archive: Archive
  /** For setRpcEndpoint. */
  rpcUrl: string
  /** What came of checks for completeness; null without any. */
  verificationCounts(): VerificationCounts | null
  /** Blocks that were read with proof already; null: none. */
  proven(): ProvenReading | null
  /** Proves blocks that were read without; null where nothing is checked. */
  proveRange: RangeProof | null
  close(): Promise<void>
}

/**
 * Gives the SDK final blocks in the process, and the head by JSON-RPC from a loopback server. Keys and
 * retries stay on this side.
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  const { rpc, finality, batchBlocks = 1000, pollMs = 1000, onWarning = () => {} } = options
  const closing = new AbortController()
  const { signal } = closing
  const { verification } = options
  const verifier = verification ? createVerifier(rpc, verification, onWarning) : null
  const history = createHistory({ ...options, verifier, retryMs: pollMs })
  const headLogs = verifier && createHeadLogs({ ...options, verifier, pollMs, onWarning })
  const archive = createArchive({
    rpc,
    history,
    finality,
    batchBlocks,
    pollMs,
    onWarning,
    signal,
  })
  const handoff = createHandoff(archive, finality)
  const server = await listen((request, response) => {
    // Browsers send Origin with what a web page asks for: no page may use the user's RPC quota.
    if (request.headers.origin) return send(response, 403, 'not for browsers')
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const ended = AbortSignal.any([signal, gone.signal])
    const context = { rpc, headLogs, pollMs, onWarning, signal: ended }
    route(request, response, handoff, context).catch((error) => {
      if (context.signal.aborted) return response.destroy()
      // 503 is what the SDK waits on and repeats.
      onWarning(`${request.url}: ${(error as Error).message}`)
      send(response, 503, 'try again')
    })
  }, {})
  return {
    archive: handoff.archive,
    rpcUrl: `${server.url}/rpc`,
    verificationCounts: () => verifier?.tally.counts() ?? null,
    proven: history.proven,
    proveRange: verifier && createRangeProof(rpc, verifier),
    close: () => {
      closing.abort()
      return server.close()
    },
  }
}

type Context = PassThroughOptions & { signal: AbortSignal }

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  handoff: Handoff,
  context: Context,
): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/rpc') return send(response, 404, 'not found')
  const body = await readBody(request)
  if (body === undefined) return send(response, 413, 'request too large')
  const answer = await answerJsonRpc(body, (calls) => handoff.rpc(calls, context))
  return send(response, 200, answer, 'application/json')
}

interface Handoff {
  archive: Archive
  rpc(calls: RpcCall[], context: Context): Promise<RpcOutcome[]>
}

/**
 * Makes the SDK step from the archive straight to hot blocks.
 *
 * When the archive ends, the SDK asks eth_blockNumber once and reads what has become final
 * meanwhile by RPC: all logs of all contracts, parent hashes unchecked, and it ends its process on
 * a gap. So that one answer is held back to where nothing more is final than the archive gave;
 * later ones are true.
 */
function createHandoff(archive: Archive, finality: number): Handoff {
  let height: number | undefined
  let covered: number | undefined

  return {
    archive: {
      header: archive.header,

      async height() {
        height = await archive.height()
        return height
      },

      async read(from, to) {
        const read = await archive.read(from, to)
        covered = read.to
        return read
      },
    },

    async rpc(calls, context) {
      const outcomes = await passThrough(calls, context, context.signal)
      const final = covered ?? height
      const [call, outcome] = [calls[0], outcomes[0]]
      if (call?.method !== 'eth_blockNumber' || final === undefined) return outcomes
      if (!outcome || 'error' in outcome) return outcomes
      covered = undefined
      height = undefined
      const head = Math.min(Number(JSON.parse(outcome.result)), final + finality)
      return [{ result: `"${toQuantity(head)}"` }, ...outcomes.slice(1)]
    },
  }
}

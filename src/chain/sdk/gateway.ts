import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { Finality } from '../head/finality'
import { HeadLogReader } from '../head/head-log-reader'
import { type Archive, HistoryArchive } from '../history/archive'
import { type ProvenReading, RpcHistory } from '../history/history'
import type { LogQuery } from '../history/log-query'
import { listen, readBody, send } from '../http'
import { answerJsonRpc } from '../jsonrpc'
import { SILENT } from '../logger'
import type { Narrowed } from '../narrowed'
import { SYSTEM_CLOCK } from '../provider/clock'
import { type Missing, MissingBlock } from '../provider/missing-block'
import type { Rpc } from '../provider/rpc'
import type { TopicsOf } from '../verify/followed'
import { createRangeProof, type RangeProof } from '../verify/range-proof'
import type { VerificationCounts } from '../verify/tally'
import { createVerifier, type Verification } from '../verify/verifier'
import type { Discover, WatchSet } from '../watch'
import { Handoff } from './handoff'
import type { PassThroughOptions } from './pass-through'
import { SdkHead } from './sdk-head'

export interface GatewayOptions {
  /** Endless retries: at an error the SDK would give up. */
  rpc: Rpc
  /** Filled with the known contracts and, after a restart, with all that were revealed up to the stored block. */
  watch: WatchSet
  discover: Discover
  /** How completeness is verified; absent for a chain that was checked before, such as a recording. */
  verification?: Verification
  /** Read the headers of all blocks, for their times. */
  allHeaders?: boolean
  /** Blocks below the head after which a block counts as final, unless the node's finalized block is lower. */
  finality: number
  /** Maximum number of blocks in one archive answer, which is one database transaction. */
  batchBlocks?: number
  /** A faster source of the logs of history. */
  portal?: LogQuery | null
  /** Addresses in one eth_getLogs call. */
  maxAddresses?: number
  /** Topics by which contracts may be read of which there are very many; null: by address. */
  sharedTopicsOf?: TopicsOf
  /** Contracts of which only some logs are followed. Default: none. */
  narrowed?: Narrowed
  /** Pause before something that failed, or does not exist yet, is requested again. */
  pollMs?: number
  logger?: Pick<Logger, 'warn' | 'info'>
  /** Called with each failure of a read of blocks and logs that is repeated. */
  readFailed?(error: unknown): void
}

/** Our server between the SDK and the providers. */
export interface Gateway {
  /** Final blocks. */
  archive: Archive
  /** For setRpcEndpoint. */
  rpcUrl: string
  /** Blocks below the head, as the SDK last heard of it, that can be undone. */
  finalDepth(): number
  /** The block for which the index waits, if that lasts; null: none. */
  missing(): Missing | null
  /** Outcomes of the checks for completeness; null if nothing is verified. */
  verificationCounts(): VerificationCounts | null
  /** The newest blocks that were proven when they were read; null: none. */
  proven(): ProvenReading | null
  /** Proves blocks that were read without proof; null if nothing is verified. */
  proveRange: RangeProof | null
  close(): Promise<void>
}

/**
 * Gives the SDK final blocks in the process, and the head by JSON-RPC from a loopback server. Keys and retries stay on this
 * side.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { rpc, batchBlocks = 1000, pollMs = 1000, logger = SILENT } = options
  const { verification } = options
  const closing = new AbortController()
  const { signal } = closing
  const verifier = verification ? createVerifier(rpc, verification, logger) : null
  const history = new RpcHistory({ ...options, verifier, retryMs: pollMs, logger })
  const finality = new Finality({ rpc, finality: options.finality, logger })
  const archive = new HistoryArchive({
    rpc,
    history,
    finality,
    batchBlocks,
    pollMs,
    logger,
    signal,
    ...(options.readFailed && { readFailed: options.readFailed }),
  })
  const headLogs = verifier && new HeadLogReader({ ...options, verifier, pollMs, logger })
  const [missing, lost] = [newMissing(logger), newMissing(logger)]
  const head = new SdkHead(rpc, finality, missing, lost)
  const handoff = new Handoff(archive, head, finality.distance)
  const server = await listen((request, response) => {
    return serve(request, response, {
      handoff,
      rpc,
      head,
      headLogs,
      pollMs,
      logger,
      closing: signal,
    })
  }, {})
  return {
    archive: handoff,
    rpcUrl: `${server.url}/rpc`,
    finalDepth: () => head.depth,
    missing: () => missing.status() ?? lost.status() ?? rpc.missing(),
    verificationCounts: () => verifier?.tally.counts() ?? null,
    proven: () => history.proven(),
    proveRange: verifier && createRangeProof(rpc, verifier),
    close: () => {
      closing.abort()
      return server.close()
    },
  }
}

function newMissing(logger: Pick<Logger, 'warn' | 'info'>): MissingBlock {
  return new MissingBlock(SYSTEM_CLOCK, logger)
}

interface Context extends PassThroughOptions {
  handoff: Handoff
  closing: AbortSignal
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
): Promise<void> {
  // Browsers send Origin with requests of a web page: no page may use the RPC quota.
  if (request.headers.origin) return send(response, 403, 'not for browsers')
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const signal = AbortSignal.any([context.closing, gone.signal])
  try {
    await route(request, response, context, signal)
  } catch (error) {
    if (signal.aborted) return void response.destroy()
    const fields = { path: request.url, reason: (error as Error).message }
    context.logger.warn(fields, 'request of the SDK failed')
    // The SDK waits after 503 and repeats the request.
    send(response, 503, 'try again')
  }
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
  signal: AbortSignal,
): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/rpc') return send(response, 404, 'not found')
  const body = await readBody(request)
  if (body === undefined) return send(response, 413, 'request too large')
  const answer = await answerJsonRpc(body, (calls) => context.handoff.call(calls, context, signal))
  return send(response, 200, answer, 'application/json')
}

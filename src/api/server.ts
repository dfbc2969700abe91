import { createServer, type Server } from 'node:http'
import { printSchema } from 'graphql'
import type { Logger } from 'pino'
import { openPort } from '../open-port'
import { hasBeenSilent } from './database/answers'
import { databaseSilent } from './database/failures'
import { type DatabasePools, openPools } from './database/pools'
import type { Version } from './database/version'
import { Deadlines, serverStops } from './deadline'
import { createGraphql } from './graphql/graphql'
import { bundleEndpoint } from './http/bundle-endpoint'
import { SERVER_OPTIONS } from './http/edge/connections'
import { Edge } from './http/edge/edge'
import { ApiMetrics } from './http/edge/metrics'
import { DEFAULT_EDGE, type EdgeSettings } from './http/edge/settings'
import { graphqlHandler } from './http/graphql-handler'
import { HeadWatch } from './http/head-watch'
import { readReplica } from './http/health'
import { mcpHandler } from './http/mcp-handler'
import type { Mount } from './http/mounted'
import { ResponseCache } from './http/response-cache'
import { type Handler, requestHandler } from './http/routes'
import { WebFiles } from './http/web/files'
import { failureOf } from './jobs/failures'
import { Jobs } from './jobs/jobs'
import type { ProofMaker } from './jobs/proof'
import { JobThreads } from './jobs/threads'
import { DEFAULT_LIMITS, type Limits } from './limits'
import { RareLog } from './rare-log'
import { type SchemaFiles, schemaParts } from './schema/schema'
import { warmUp } from './warm-up'
import { Workers } from './workers/workers'

/** Milliseconds after a shutdown signal for which operations may still run. */
const ABORT_AFTER_MS = 3_000
/** Milliseconds after which connections are closed whose requests have not ended. */
const CLOSE_AFTER_MS = 4_000

export interface ApiOptions extends SchemaFiles {
  databaseUrl: string
  host: string
  /** 0: any free port. */
  port: number
  limits?: Partial<Limits>
  /** Of the HTTP edge. */
  edge?: Partial<EdgeSettings>
  logger: Logger
  /** What this version knows: from a database of another it does not answer. Default: not checked. */
  version?: Version
  /** Seconds that the index may be behind before it is not ready. Default: ten blocks. */
  maxLagSeconds?: number | null
  /** Version of Linchpin, for clients of MCP. */
  release?: string
  /** Under which people reach it; null: unknown. */
  publicUrl?: string | null
  /** Endpoints of other modules. */
  mounts?: readonly Mount[]
  /** Makes proofs for jobs, and is closed with the server; null: they prove nothing. */
  proofs?: ProofMaker | null
}

/** What a server is doing now. */
export interface Load {
  /** GraphQL operations. */
  readonly operations: number
  /** Those that run in threads, or wait for one. */
  readonly inThreads: number
  /** Connections to the database for operations. */
  readonly connections: { readonly used: number; readonly waitedFor: number }
}

export interface Api {
  /** `http://host:port`. */
  url: string
  /** Stops within 5 seconds: running jobs are aborted at once, operations after 3 seconds. */
  close(): Promise<void>
  load(): Load
}

/**
 * Starts the API, which reads only. It starts without its database, and answers NOT_READY until there is one.
 *
 * @throws LinchpinError LP1004 if the port is in use, LP1007 or LP1008 for a label or price file that cannot be used
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const pools = openPools(options.databaseUrl, options.logger)
  const service = createService(options, pools)
  const server = createServer(SERVER_OPTIONS, service.handler)
  // The body is asked for when the request is admitted.
  server.on('checkContinue', service.handler)
  service.edge.watch(server)
  const closeService = async () => {
    await service.close()
    await pools.close()
  }
  try {
    const { url } = await openPort(server, options.host, options.port)
    return {
      url,
      load: service.load,
      async close() {
        await closeServer(server, service.abort)
        await closeService()
      },
    }
  } catch (error) {
    await closeService()
    throw error
  }
}

/** Everything behind the port. */
interface Service {
  handler: Handler
  load(): Load
  /** Ends all running operations. */
  abort(): void
  edge: Edge
  close(): Promise<void>
}

function createService(options: ApiOptions, pools: DatabasePools): Service {
  const { logger, version = null, proofs = null } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const { databaseUrl, labelFiles = [], priceFile = null, explorerUrl = null } = options
  const files = { labelFiles, priceFile, explorerUrl }
  const workers = new Workers({ databaseUrl, version, limits, files }, logger)
  const log = new RareLog(logger)
  const jobs = new Jobs(limits.jobs, failureOf(log))
  const threads = new JobThreads(limits.jobs.running, logger)
  const graphql = createGraphql({
    connections: pools.operations,
    version,
    parts: schemaParts(limits, options, jobs, threads.compute, proofs),
    limits,
    workers,
    logger,
  })
  const given = {
    ...{ databaseUrl, version, release: options.release ?? '', files },
    ...{ schema: graphql.schema, limits, logger },
  }
  const others = (options.mounts ?? []).map((mount) => mount(given))
  const mounted = [...others, bundleEndpoint(jobs)]
  const { edge, metrics } = createEdge(options, limits, pools, { jobs, workers })
  const cache = new ResponseCache()
  const deadlines = new Deadlines(limits.operationTimeoutMs, (since) =>
    hasBeenSilent(pools.operations, since) ? databaseSilent() : null,
  )
  const watch = new HeadWatch(pools.health, version, (head) => cache.observe(head))
  for (const pool of [pools.health, pools.operations]) {
    pool.on('connect', watch.noteChange)
    pool.on('remove', watch.noteChange)
  }
  watch.start()
  const stopping = new AbortController()
  let isWarm = limits.workers.kept === 0
  if (!isWarm) {
    void warmUp({ graphql, deadlines }, stopping.signal)
      .catch((error: unknown) => logger.error({ err: error }, 'Warm-up failed'))
      .finally(() => {
        isWarm = true
      })
  }
  const sdl = `${printSchema(graphql.schema)}\n`
  const mcp = { graphql, sdl, watch, deadlines, shares: pools.shares }
  const handler = requestHandler(
    {
      mcp: mcpHandler({ ...mcp, release: options.release ?? 'unknown' }),
      graphql: graphqlHandler(graphql, cache, watch, deadlines, pools.shares),
      sdl: {
        status: 200,
        contentType: 'text/plain; charset=utf-8',
        body: Buffer.from(sdl),
        cacheControl: 'no-cache',
      },
      health: {
        connections: pools.health,
        timeoutMs: limits.statementTimeoutMs,
        version,
        maxLagSeconds: options.maxLagSeconds ?? null,
        isWarm: () => isWarm,
      },
      metrics,
      edge,
      mounted,
      web: new WebFiles(options.publicUrl ?? null),
    },
    log,
  )
  return {
    handler,
    load() {
      const { totalCount, idleCount, waitingCount } = pools.operations
      return {
        operations: deadlines.size,
        inThreads: workers.pending,
        connections: {
          used: totalCount - idleCount,
          waitedFor: waitingCount + pools.shares.waiting,
        },
      }
    },
    abort() {
      deadlines.abort(serverStops())
      for (const one of mounted) one.abort()
    },
    edge,
    async close() {
      stopping.abort()
      await Promise.all(mounted.map((one) => one.close()))
      await jobs.close()
      await threads.close()
      await proofs?.close()
      await workers.close()
      watch.stop()
      await graphql.yoga.dispose()
    },
  }
}

function createEdge(
  { host, labelFiles = [], priceFile, edge: given }: ApiOptions,
  limits: Limits,
  { operations, shares, health }: DatabasePools,
  { jobs, workers }: { jobs: Jobs; workers: Workers },
): { edge: Edge; metrics: ApiMetrics } {
  const metrics = new ApiMetrics({
    edge: () => ({
      requests: edge.admission.inFlight,
      waiting: edge.turns.waiting,
      bodies: edge.bodies.count,
      sockets: edge.connections.open,
    }),
    pool: () => ({
      total: operations.totalCount,
      idle: operations.idleCount,
      waiting: operations.waitingCount + shares.waiting,
    }),
    jobs: () => jobs.counts,
    threads: () => workers.counts,
    replica: () => readReplica(health),
  })
  const edge = new Edge({
    settings: { ...DEFAULT_EDGE, ...given },
    host,
    hasPrivateFiles: labelFiles.length > 0 || priceFile != null,
    maxBody: limits.body,
    counters: metrics,
  })
  return { edge, metrics }
}

/** Waits for running requests; what still runs is ended, then its connections. @param abort ends operations */
async function closeServer(server: Server, abort: () => void): Promise<void> {
  const aborting = setTimeout(abort, ABORT_AFTER_MS)
  const closing = setTimeout(() => server.closeAllConnections(), CLOSE_AFTER_MS)
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  // Those that are answered meanwhile would be kept open for further requests.
  const sweeping = setInterval(() => server.closeIdleConnections(), 50)
  await closed
  clearInterval(sweeping)
  clearTimeout(aborting)
  clearTimeout(closing)
}

import { createServer, type Server } from 'node:http'
import { printSchema } from 'graphql'
import type { Logger } from 'pino'
import { openPort } from '../open-port'
import { type DatabasePools, openPools } from './database/pools'
import type { Version } from './database/version'
import { createGraphql } from './graphql/graphql'
import { graphqlHandler } from './http/graphql-handler'
import { HeadWatch } from './http/head-watch'
import { ResponseCache } from './http/response-cache'
import { type Handler, requestHandler } from './http/routes'
import { failureOf } from './jobs/failures'
import { Jobs } from './jobs/jobs'
import { DEFAULT_LIMITS, type Limits } from './limits'
import { type SchemaFiles, schemaParts } from './schema/schema'

export interface ApiOptions extends SchemaFiles {
  databaseUrl: string
  host: string
  /** 0: any free port. */
  port: number
  limits?: Partial<Limits>
  logger: Logger
  /** What this version knows: from a database of another it does not answer. Default: not checked. */
  version?: Version
  /** Seconds that the index may be behind before it is not ready. Default: ten blocks. */
  maxLagSeconds?: number | null
}

export interface Api {
  /** `http://host:port`. */
  url: string
  /** Waits for running requests, then stops; running jobs are aborted. */
  close(): Promise<void>
}

/**
 * Starts the API, which reads only. It starts without its database, and answers NOT_READY until there is one.
 *
 * @throws LinchpinError LP1004 if the port is in use, LP1007 or LP1008 for a label or price file that cannot be used
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const pools = openPools(options.databaseUrl, options.logger)
  const service = createService(options, pools)
  const server = createServer(service.handler)
  const closeService = async () => {
    await service.close()
    await pools.close()
  }
  try {
    const { url } = await openPort(server, options.host, options.port)
    return {
      url,
      async close() {
        await closeServer(server)
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
  close(): Promise<void>
}

function createService(options: ApiOptions, pools: DatabasePools): Service {
  const { logger, version = null } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const jobs = new Jobs(limits.jobs, failureOf(logger))
  const { schema, yoga } = createGraphql({
    connections: pools.operations,
    version,
    parts: schemaParts(limits, options, jobs),
    limits,
    logger,
  })
  const cache = new ResponseCache()
  const watch = new HeadWatch(pools.health, version, (head) => cache.observe(head))
  watch.start()
  const handler = requestHandler(
    {
      graphql: graphqlHandler(yoga, cache, watch, limits.body),
      sdl: {
        status: 200,
        contentType: 'text/plain; charset=utf-8',
        body: Buffer.from(`${printSchema(schema)}\n`),
        cacheControl: 'no-cache',
      },
      health: {
        connections: pools.health,
        timeoutMs: limits.statementTimeoutMs,
        version,
        maxLagSeconds: options.maxLagSeconds ?? null,
      },
    },
    logger,
  )
  return {
    handler,
    async close() {
      await jobs.close()
      watch.stop()
      await yoga.dispose()
    },
  }
}

async function closeServer(server: Server): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeIdleConnections()
  })
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { printSchema } from 'graphql'
import { Pool } from 'pg'
import type { Logger } from 'pino'
import { riskParts } from '../metrics'
import type { SchemaPart } from '../metrics/define/part'
import { openPort } from '../open-port'
import { readLabels } from '../reads/files/labels'
import { readPriceFile } from '../reads/files/prices'
import { Graphs } from '../reads/graph/graphs'
import type { Head } from '../reads/head'
import { Solver } from '../solver/solver'
import { Answers } from './answers'
import { graphiqlPage } from './graphiql'
import { createGraphql } from './graphql'
import { graphqlHandler } from './graphql-http'
import { HeadWatch } from './head-watch'
import type { Answer } from './health'
import { ready, status } from './health'
import { failures } from './jobs/failures'
import { Jobs } from './jobs/jobs'
import { jobsSchema } from './jobs/schema'
import type { Limits } from './limits'
import { DEFAULT_LIMITS } from './limits'
import { loadModel } from './model-parse'
import { entitySchema } from './schema/entities'
import { metaSchema } from './schema/meta'

/** Connections to the database; each runs one operation at a time. */
const POOL_SIZE = 10
/** Milliseconds to wait for a connection, and for Postgres to accept one. */
const CONNECT_TIMEOUT_MS = 5_000
/** Pause between looks at where the indexer stands, beside those that requests make. */
const HEAD_LOOK_MS = 1_000

/** Public data without cookies: any page may read it. */
const COMMON_HEADERS = {
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
}
const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': '*',
  'access-control-max-age': '86400',
}

export interface ApiOptions {
  databaseUrl: string
  host: string
  /** 0: any free port. */
  port: number
  limits?: Partial<Limits>
  /** Label files of the user, beside those of the project. */
  labelFiles?: readonly string[]
  /** File of prices of the user. */
  priceFile?: string | null
  logger: Logger
}

export interface Api {
  /** `http://host:port`. */
  url: string
  /** Answers the requests that are running, then stops; jobs end unfinished. */
  close(): Promise<void>
}

/**
 * Parts of the schema, in the order in which they are merged.
 * @param jobs of the process; without, none can be started
 */
export function schemaParts(
  limits: Pick<Limits, 'cost'>,
  files: Pick<ApiOptions, 'labelFiles' | 'priceFile'> = {},
  jobs: Jobs | null = null,
): SchemaPart[] {
  const { labelFiles = [], priceFile } = files
  const sources = {
    graphs: new Graphs(),
    labels: readLabels(labelFiles),
    priceFile: priceFile ? readPriceFile(priceFile) : null,
    // Its thread starts with the first search, and keeps no process alive.
    solver: new Solver(),
  }
  return [
    metaSchema,
    entitySchema(loadModel(), limits.cost),
    ...riskParts(sources),
    ...(jobs ? [jobsSchema(sources, jobs)] : []),
  ]
}

/**
 * Starts the API, which reads only. It starts without its database, and answers NOT_READY until there is one.
 *
 * @throws LinchpinError LP1004 if the port is in use, LP1007 or LP1008 for a label or price file that cannot be used
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { databaseUrl, logger } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const pool = new Pool({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'linchpin api',
  })
  // Of their own, so that queries which keep the others busy do not make the server look dead.
  const watch = new Pool({
    connectionString: databaseUrl,
    max: 1,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'linchpin health',
  })
  // An idle connection that is lost is replaced at the next request.
  for (const one of [pool, watch]) {
    one.on('error', (error) =>
      logger.warn({ code: codeOf(error) }, 'A database connection was lost'),
    )
  }
  const jobs = new Jobs(limits.jobs, failures(logger))
  const { schema, yoga } = createGraphql({
    connections: pool,
    parts: schemaParts(limits, options, jobs),
    limits,
    logger,
  })
  const answers = new Answers()
  let seen: Head | null = null
  const headWatch = new HeadWatch(watch, (head) => {
    // Final blocks taken back, or a poll of contracts: what counted as final can be answered anew.
    const isNew =
      seen &&
      (head.finalizedNumber < seen.finalizedNumber ||
        head.polledAt !== seen.polledAt ||
        head.stopped !== seen.stopped)
    if (isNew) answers.forget()
    seen = head
  })
  const looking = setInterval(() => headWatch.read(), HEAD_LOOK_MS).unref()
  const graphql = graphqlHandler(yoga, answers, headWatch, limits.body)
  const sdl = `${printSchema(schema)}\n`
  const routes: Record<string, () => Answer | Promise<Answer>> = {
    '/health': () => ({ status: 200, body: { ok: true } }),
    '/ready': () => ready(watch, limits.statementTimeoutMs),
    '/status': () => status(watch, limits.statementTimeoutMs),
  }
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value)
    if (request.method === 'OPTIONS') return send(response, 204, '', PREFLIGHT_HEADERS)
    const path = (request.url ?? '/').split('?', 1)[0] as string
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (path === '/graphql') {
      // With a query too: GraphiQL keeps the one in its editor in the address.
      if (isRead && request.headers.accept?.includes('text/html')) {
        return sendGraphiql(request, response)
      }
      return graphql(request, response)
    }
    if (path === '/schema.graphql' && isRead) {
      return send(response, 200, sdl, { 'content-type': 'text/plain; charset=utf-8' })
    }
    const route = routes[path]
    const answer = route && isRead ? await route() : notFound(path, route !== undefined)
    sendJson(response, answer)
  }
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      logger.error({ err: error }, 'A request failed')
      if (response.headersSent) response.destroy()
      else sendJson(response, { status: 500, body: { error: { code: 'INTERNAL_SERVER_ERROR' } } })
    })
  })
  const { url } = await openPort(server, options.host, options.port).catch(async (error) => {
    await Promise.all([pool.end(), watch.end()])
    throw error
  })
  return {
    url,
    async close() {
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeIdleConnections()
      })
      await jobs.close()
      clearInterval(looking)
      await yoga.dispose()
      await Promise.all([pool.end(), watch.end()])
    },
  }
}

function notFound(path: string, isKnown: boolean): Answer {
  const message = isKnown ? `${path} answers GET only.` : `There is nothing at ${path}.`
  const hint = 'See /graphql, /health, /ready, /status and /schema.graphql.'
  return { status: isKnown ? 405 : 404, body: { error: { message, hint } } }
}

async function sendGraphiql(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, html, gzipped } = await graphiqlPage()
  const zip = /\bgzip\b/.test(String(request.headers['accept-encoding']))
  if (zip) send(response, 200, gzipped, { ...headers, 'content-encoding': 'gzip' })
  else send(response, 200, html, headers)
}

function sendJson(response: ServerResponse, { status, body }: Answer): void {
  send(response, status, `${JSON.stringify(body)}\n`, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
}

function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, headers)
  response.end(body)
}

function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : error.name
}

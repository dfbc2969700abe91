import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RareLog } from '../rare-log'
import type { Edge } from './edge/edge'
import type { Admitted, Exchange } from './edge/exchange'
import type { ApiMetrics, Route } from './edge/metrics'
import { Refusal } from './edge/refusal'
import { graphiqlPage } from './graphiql'
import { type Health, ready, status } from './health'
import { requireMcpRequest } from './mcp-handler'
import type { Mounted } from './mounted'
import {
  type JsonResponse,
  type Representation,
  send,
  sendJson,
  sendRepresentation,
} from './responses'

/** Answers a request of node http. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** What the endpoints answer from. */
export interface Endpoints {
  /** POST and GET /graphql. */
  graphql(request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void>
  /** POST /mcp. */
  mcp(request: IncomingMessage, response: ServerResponse, admitted: Admitted): Promise<void>
  /** GET /schema.graphql; its body is not copied for each answer. */
  sdl: Representation
  /** GET /ready and /status. */
  health: Health
  /** GET /metrics. */
  metrics: ApiMetrics
  edge: Edge
  /** Endpoints of other modules. */
  mounted: readonly Mounted[]
}

const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': '*',
  'access-control-max-age': '86400',
}

/** A request with its URL in parts. */
interface Incoming {
  request: IncomingMessage
  response: ServerResponse
  path: string
  search: string
}

/** Routes requests to the endpoints; a request that fails unexpectedly is logged and answered with status 500. */
export function requestHandler(endpoints: Endpoints, log: RareLog): Handler {
  const health = healthEndpoints(endpoints.health)
  return (request, response) => {
    // What was in the packets of a connection that was closed still comes.
    if (request.socket.destroyed) return
    const [path, search] = targetOf(request)
    const isMounted = mountedAt(endpoints.mounted, path) !== undefined
    endpoints.metrics.watch(isMounted ? 'mounted' : routeOf(request, path), request, response)
    const incoming = { request, response, path, search }
    route(endpoints, health, incoming)
      .catch((error: unknown) => {
        if (endpoints.edge.refuse(error, request, response, path === '/graphql')) return
        log.error(error, 'Request failed')
        if (response.headersSent) response.destroy()
        else sendJson(response, { status: 500, body: { error: { code: 'INTERNAL_SERVER_ERROR' } } })
      })
      .finally(() => endpoints.edge.connections.sent(response))
  }
}

/** Path and query of the URL, which a proxy may send with its host; a slash at the end does not count. */
function targetOf({ url = '/' }: IncomingMessage): [path: string, search: string] {
  const local = url.replace(/^https?:\/\/[^/?]*/i, '')
  const at = local.indexOf('?')
  const path = at < 0 ? local : local.slice(0, at)
  return [path.replace(/(?<=.)\/$/, '') || '/', at < 0 ? '' : local.slice(at + 1)]
}

function routeOf(request: IncomingMessage, path: string): Route {
  switch (path) {
    case '/graphql':
      return isPage(request) ? 'page' : 'graphql'
    case '/mcp':
      return 'mcp'
    case '/schema.graphql':
      return 'schema'
    case '/health':
    case '/ready':
    case '/status':
      return 'health'
    case '/metrics':
      return 'metrics'
    default:
      return 'other'
  }
}

/** With a query too: GraphiQL keeps the query of its editor in the URL. */
function isPage(request: IncomingMessage): boolean {
  return isRead(request) && (request.headers.accept ?? '').includes('text/html')
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD'
}

function mountedAt(mounted: readonly Mounted[], path: string): Mounted | undefined {
  return mounted.find(({ prefix }) => path.startsWith(prefix))
}

async function route(
  { edge, graphql, mcp, sdl, metrics, mounted }: Endpoints,
  health: ReadonlyMap<string, () => Promise<JsonResponse>>,
  { request, response, path, search }: Incoming,
): Promise<void> {
  edge.open(request, response)
  if (request.method === 'OPTIONS') return send(response, 204, '', PREFLIGHT_HEADERS)
  if (path === '/graphql') {
    vary(response, 'accept, accept-encoding')
    if (isPage(request)) return edge.admit(request, () => sendGraphiql(response))
    return edge.admitGraphql(request, response, search, (exchange) =>
      graphql(request, response, exchange),
    )
  }
  if (path === '/mcp') {
    return edge.admitBody(request, response, requireMcpRequest, (admitted) =>
      mcp(request, response, admitted),
    )
  }
  const own = mountedAt(mounted, path)
  if (own) {
    if (!isRead(request)) throw notSupported(path, request)
    return edge.admitMounted(request, response, (client) =>
      own.answer({ request, response, path: path.slice(own.prefix.length), search, client }),
    )
  }
  const isText = path === '/schema.graphql' || path === '/metrics'
  const answer = health.get(path)
  if (!isText && !answer) throw notFound(path)
  if (!isRead(request)) throw notSupported(path, request)
  if (path === '/schema.graphql') {
    return sendRepresentation(response, sdl)
  }
  if (path === '/metrics') {
    const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' }
    return send(response, 200, await metrics.text(), headers)
  }
  return sendJson(response, await answer!())
}

/** Adds to what the answer varies by. */
function vary(response: ServerResponse, names: string): void {
  const before = response.getHeader('vary')
  response.setHeader('vary', before === undefined ? names : `${before}, ${names}`)
}

/** They are not shed, so requests that come while an answer is made get that one. */
function healthEndpoints(health: Health): ReadonlyMap<string, () => Promise<JsonResponse>> {
  return new Map([
    ['/health', async () => ({ status: 200, body: { ok: true } })],
    ['/ready', shared(() => ready(health))],
    ['/status', shared(() => status(health))],
  ])
}

function shared<T>(answer: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null
  return () => {
    running ??= answer().finally(() => {
      running = null
    })
    return running
  }
}

function notFound(path: string): Refusal {
  const message = `There is no endpoint ${path.slice(0, 200)}.`
  const hint =
    'See /graphql, /mcp, /export/{entity}.{format}, /health, /ready, /status, /metrics and /schema.graphql.'
  return new Refusal(404, 'NOT_FOUND', message, hint)
}

function notSupported(path: string, { method }: IncomingMessage): Refusal {
  const message = `${path} does not support ${method}.`
  return new Refusal(405, 'METHOD_NOT_ALLOWED', message, 'Use GET.', {
    allow: 'GET, HEAD, OPTIONS',
  })
}

async function sendGraphiql(response: ServerResponse): Promise<void> {
  const { representation, headers } = await graphiqlPage()
  await sendRepresentation(response, representation, headers)
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RareLog } from '../rare-log'
import type { Edge } from './edge/edge'
import type { Admitted, Exchange } from './edge/exchange'
import type { Route } from './edge/metrics'
import { Refusal } from './edge/refusal'
import { graphiqlPage } from './graphiql'
import { requireMcpRequest } from './mcp-handler'
import type { Mounted } from './mounted'
import { type PlainParts, plainEndpoints } from './plain-endpoints'
import { send, sendJson, sendRepresentation } from './responses'
import type { WebAnswer, WebFiles } from './web/files'

/** Answers a request of node http. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** What the endpoints answer from. */
export interface Endpoints extends PlainParts {
  /** POST and GET /graphql. */
  graphql(request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void>
  /** POST /mcp. */
  mcp(request: IncomingMessage, response: ServerResponse, admitted: Admitted): Promise<void>
  edge: Edge
  /** Endpoints of other modules. */
  mounted: readonly Mounted[]
  /** The dashboard: `/`, its other pages and its files. */
  web: WebFiles
}

const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': '*',
  'access-control-max-age': '86400',
}

/** What a client is told of an error that is not expected. */
const DEFECT = {
  code: 'INTERNAL_SERVER_ERROR',
  message: 'The request failed.',
  hint: 'The log of the server has the details. Please report them.',
}

/** A request with its URL in parts. */
interface Incoming {
  request: IncomingMessage
  response: ServerResponse
  path: string
  search: string
  /** What the dashboard has there. */
  page: WebAnswer | null
}

/** Routes requests to the endpoints; a request that fails unexpectedly is logged and answered with status 500. */
export function requestHandler(endpoints: Endpoints, log: RareLog): Handler {
  const plain = plainEndpoints(endpoints)
  return (request, response) => {
    // What was in the packets of a connection that was closed still comes.
    if (request.socket.destroyed) return
    const [path, search] = targetOf(request)
    const isMounted = mountedAt(endpoints.mounted, path) !== undefined
    const page = endpoints.web.find(path, isFolder(request), search)
    const kind = isMounted ? 'mounted' : page ? 'page' : routeOf(request, path)
    endpoints.metrics.watch(kind, request, response)
    const incoming = { request, response, path, search, page }
    route(endpoints, plain, incoming)
      .catch((error: unknown) => {
        if (endpoints.edge.refuse(error, request, response, path === '/graphql')) return
        log.error(error, 'Request failed')
        if (response.headersSent) response.destroy()
        else sendJson(response, { status: 500, body: { error: DEFECT } })
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

/** Whether the path ends with a slash, so that a browser takes names of files from one level further down. */
function isFolder({ url = '/' }: IncomingMessage): boolean {
  return /^[^?]*\/(\?|$)/.test(url)
}

function routeOf(request: IncomingMessage, path: string): Route {
  switch (path) {
    case '/graphql':
      return isPage(request) ? 'page' : 'graphql'
    case '/mcp':
      return 'mcp'
    case '/schema.graphql':
    case '/openapi.json':
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

function endpointPaths(
  mounted: readonly Mounted[],
  plain: ReturnType<typeof plainEndpoints>,
): readonly string[] {
  return ['/graphql', '/mcp', ...mounted.map(({ prefix, rest }) => prefix + rest), ...plain.keys()]
}

function mountedAt(mounted: readonly Mounted[], path: string): Mounted | undefined {
  return mounted.find(({ prefix }) => path.startsWith(prefix))
}

async function route(
  { edge, graphql, mcp, mounted }: Endpoints,
  plain: ReturnType<typeof plainEndpoints>,
  { request, response, path, search, page }: Incoming,
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
  if (page) {
    if (!isRead(request)) throw notSupported(path, request)
    return edge.admit(request, () =>
      sendRepresentation(response, page.representation, page.headers),
    )
  }
  const answer = plain.get(path)
  if (!answer) throw notFound(path, endpointPaths(mounted, plain))
  if (!isRead(request)) throw notSupported(path, request)
  return answer(response)
}

/** Adds to what the answer varies by. */
function vary(response: ServerResponse, names: string): void {
  const before = response.getHeader('vary')
  response.setHeader('vary', before === undefined ? names : `${before}, ${names}`)
}

function notFound(path: string, paths: readonly string[]): Refusal {
  const message = `There is no endpoint ${path.slice(0, 200)}.`
  return new Refusal(404, 'NOT_FOUND', message, `Endpoints: ${paths.join(', ')}.`)
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

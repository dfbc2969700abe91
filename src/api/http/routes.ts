import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { graphiqlPage } from './graphiql'
import { type Health, ready, status } from './health'
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
  graphql(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** GET /schema.graphql. */
  sdl: Representation
  /** GET /ready and /status. */
  health: Health
}

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

/** Routes requests to the endpoints; a request that fails unexpectedly is logged and answered with status 500. */
export function requestHandler(endpoints: Endpoints, logger: Logger): Handler {
  return (request, response) => {
    route(endpoints, request, response).catch((error: unknown) => {
      logger.error({ err: error }, 'Request failed')
      if (response.headersSent) response.destroy()
      else sendJson(response, { status: 500, body: { error: { code: 'INTERNAL_SERVER_ERROR' } } })
    })
  }
}

async function route(
  endpoints: Endpoints,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value)
  if (request.method === 'OPTIONS') return send(response, 204, '', PREFLIGHT_HEADERS)
  const path = (request.url ?? '/').split('?', 1)[0] as string
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (path === '/graphql') {
    response.setHeader('vary', 'accept, accept-encoding')
    // With a query too: GraphiQL keeps the query of its editor in the URL.
    const isBrowser = isRead && request.headers.accept?.includes('text/html')
    return isBrowser ? sendGraphiql(request, response) : endpoints.graphql(request, response)
  }
  if (path === '/schema.graphql' && isRead) {
    return sendRepresentation(response, endpoints.sdl)
  }
  const answer = jsonEndpoint(endpoints, path)
  return sendJson(response, answer && isRead ? await answer() : notFound(path, answer !== null))
}

function jsonEndpoint(
  { health }: Endpoints,
  path: string,
): (() => JsonResponse | Promise<JsonResponse>) | null {
  switch (path) {
    case '/health':
      return () => ({ status: 200, body: { ok: true } })
    case '/ready':
      return () => ready(health)
    case '/status':
      return () => status(health)
    default:
      return null
  }
}

function notFound(path: string, isKnown: boolean): JsonResponse {
  const message = isKnown ? `${path} supports GET only.` : `There is no endpoint ${path}.`
  const hint = 'See /graphql, /health, /ready, /status and /schema.graphql.'
  return { status: isKnown ? 405 : 404, body: { error: { message, hint } } }
}

async function sendGraphiql(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, html, gzipped } = await graphiqlPage()
  const acceptsGzip = /\bgzip\b/.test(String(request.headers['accept-encoding']))
  if (acceptsGzip) send(response, 200, gzipped, { ...headers, 'content-encoding': 'gzip' })
  else send(response, 200, html, headers)
}

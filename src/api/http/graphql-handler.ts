import type { IncomingMessage, ServerResponse } from 'node:http'
import type { YogaServerInstance } from 'graphql-yoga'
import type { Operation } from '../operation'
import { type HeadWatch, headName, seenName } from './head-watch'
import type { ResponseCache, ResponseScope } from './response-cache'
import { type Representation, sendRepresentation } from './responses'

/** Filled while an operation runs: what its response depends on; null: it is not cached. */
export interface Trace {
  scope: ResponseScope | null
}

type Yoga = YogaServerInstance<{ trace: Trace }, Operation>

/** Rows of a final block change only if we correct how they are derived. */
const ROWS_SECONDS = 3600
/** What is computed from them changes with label files, prices, polls and corrections of formulas, too. */
const COMPUTED_SECONDS = 60

/** Media types of whole answers. Streams of parts or events are never stored. */
const JSON_TYPES = /^application\/(json|graphql-response\+json)(;|$)/

/**
 * The GraphQL endpoint over HTTP: sends the cached response if it is still valid, else runs the operation.
 *
 * @param maxBody bytes of a request body
 */
export function graphqlHandler(
  yoga: Yoga,
  cache: ResponseCache,
  watch: HeadWatch,
  maxBody: number,
) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = request.method === 'POST' ? await readBody(request, maxBody) : null
    const key = cacheKey(request, body)
    const cached = key === null ? null : await findCached(cache, watch, key)
    if (cached) return sendRepresentation(response, cached)
    const trace: Trace = { scope: null }
    const fetched = await runOperation(yoga, request, body, trace)
    const bytes = Buffer.from(await fetched.arrayBuffer())
    const contentType = fetched.headers.get('content-type')
    const { scope } = trace
    const type = contentType ?? ''
    const isStored = key !== null && scope !== null && JSON_TYPES.test(type)
    const { status } = fetched
    if (!isStored) {
      const representation = { status, contentType: type, body: bytes, cacheControl: 'no-store' }
      return sendRepresentation(response, representation, ownHeaders(fetched.headers))
    }
    const cacheControl = cacheControlOf(scope, request.method)
    const cacheable = { status, contentType: type, body: bytes, cacheControl }
    cache.store(key, scope, cacheable)
    return sendRepresentation(response, cacheable)
  }
}

/** How caches of others may store a successful answer. */
function cacheControlOf(scope: ResponseScope, method: string | undefined): string {
  // Caches store answers to POST under no key that has its body.
  if (method === 'POST') return 'private, no-cache'
  if (scope.kind === 'HEAD') return 'no-cache'
  if (scope.isRows) return `public, max-age=${ROWS_SECONDS}`
  // Not public: it may rest on private files, and then a shared cache keeps it only if the request has no Authorization.
  return `max-age=${COMPUTED_SECONDS}`
}

/** Headers that yoga set for this answer, without those of its body. */
function ownHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].filter(
      ([name]) => !/^content-|^(cache-control|transfer-encoding|connection|vary)$/i.test(name),
    ),
  )
}

/** Everything of a request that its response depends on; null if the method is not cached. */
function cacheKey(request: IncomingMessage, body: Buffer | null): string | null {
  const { url, headers } = request
  const method = methodOf(request)
  if (method !== 'POST' && method !== 'GET') return null
  const { accept = '', 'content-type': type = '' } = headers
  return `${method} ${url} ${accept} ${type}\n${body?.toString('latin1') ?? ''}`
}

/** HEAD is answered as GET: node leaves out the body. */
function methodOf({ method = 'GET' }: IncomingMessage): string {
  return method === 'HEAD' ? 'GET' : method
}

async function findCached(
  cache: ResponseCache,
  watch: HeadWatch,
  key: string,
): Promise<Representation | null> {
  const final = watch.isRefused ? null : cache.findFinal(key)
  if (final) return final
  const head = await watch.read()
  return head && cache.findAt(headName(head), seenName(head), key)
}

function runOperation(yoga: Yoga, request: IncomingMessage, body: Buffer | null, trace: Trace) {
  return yoga.fetch(
    `http://${request.headers.host ?? 'localhost'}${request.url}`,
    {
      method: methodOf(request),
      headers: headersOf(request),
      body: body && new Uint8Array(body),
    },
    { trace },
  )
}

/** The body, or enough of a body over the limit for yoga to refuse it. */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (length <= limit) chunks.push(chunk)
    length += chunk.length
  }
  return Buffer.concat(chunks)
}

/** Headers for yoga, without the length of the body, which `readBody` may have cut. */
function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (name === 'content-length' || value === undefined) continue
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}

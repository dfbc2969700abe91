import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { YogaServerInstance } from 'graphql-yoga'
import type { CompiledAnswers } from '../graphql/compiled/answer'
import type { Operation } from '../operation'
import { ContentTypes, compiledRequest } from './compiled-request'
import { type HeadWatch, headName, seenName } from './head-watch'
import type { CachedResponse, ResponseCache, ResponseScope } from './response-cache'

/** Filled while an operation runs: what its response depends on; null: it is not cached. */
export interface Trace {
  scope: ResponseScope | null
  /** What failed when the operation was run compiled: it is reported, and the database is not asked again. */
  failure?: { error: unknown }
}

type Yoga = YogaServerInstance<{ trace: Trace }, Operation>

/** A year: responses about final blocks never change. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

/**
 * The GraphQL endpoint over HTTP: sends the cached response if it is still valid, else runs the operation.
 *
 * @param maxBody bytes of a request body
 */
export function graphqlHandler(
  { yoga, compiled }: { yoga: Yoga; compiled: CompiledAnswers },
  cache: ResponseCache,
  watch: HeadWatch,
  maxBody: number,
) {
  const types = new ContentTypes()
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = request.method === 'POST' ? await readBody(request, maxBody) : null
    const key = cacheKey(request, body)
    const type = key === null ? null : types.find(request)
    const asked = type === null ? null : compiledRequest(request, body, maxBody)
    // A statement reads the head itself: it is not read before, if there is nothing to find by it.
    let answer = asked && !cache.has(key!) ? await compiled.answer(asked) : null
    if (!answer) {
      const cached = key === null ? null : await findCached(cache, watch, key)
      if (cached) return sendCached(request, response, cached)
      if (asked && cache.has(key!)) answer = await compiled.answer(asked)
    }
    const trace: Trace = { scope: null }
    if (answer?.kind === 'FAILURE') trace.failure = answer
    if (key !== null && answer?.kind === 'DATA') {
      const scope = { kind: 'HEAD', head: headName(answer.head) } as const
      const cacheable = {
        status: 200,
        contentType: type!,
        body: Buffer.from(answer.text),
        etag: null,
      }
      cache.store(key, scope, cacheable)
      return sendCached(request, response, cacheable)
    }
    const fetched = await runOperation(yoga, request, body, trace)
    const bytes = Buffer.from(await fetched.arrayBuffer())
    const contentType = fetched.headers.get('content-type')
    types.learn(request, fetched.status, contentType)
    if (key === null || trace.scope === null || contentType === null) {
      response.writeHead(fetched.status, {
        'cache-control': 'no-store',
        ...Object.fromEntries(fetched.headers),
      })
      response.end(bytes)
      return
    }
    const etag = trace.scope.kind === 'FINAL' ? etagOf(bytes) : null
    const cacheable = { status: fetched.status, contentType, body: bytes, etag }
    cache.store(key, trace.scope, cacheable)
    sendCached(request, response, cacheable)
  }
}

/** Everything of a request that its response depends on; null if the method is not cached. */
function cacheKey(request: IncomingMessage, body: Buffer | null): string | null {
  const { method, url, headers } = request
  if (method !== 'POST' && method !== 'GET') return null
  const { accept = '', 'content-type': type = '' } = headers
  return `${method} ${url} ${accept} ${type}\n${body?.toString('latin1') ?? ''}`
}

async function findCached(
  cache: ResponseCache,
  watch: HeadWatch,
  key: string,
): Promise<CachedResponse | null> {
  const final = watch.isRefused ? null : cache.findFinal(key)
  if (final) return final
  const head = await watch.read()
  return head && cache.findAt(headName(head), seenName(head), key)
}

function runOperation(yoga: Yoga, request: IncomingMessage, body: Buffer | null, trace: Trace) {
  return yoga.fetch(
    `http://${request.headers.host ?? 'localhost'}${request.url}`,
    {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      body: body && new Uint8Array(body),
    },
    { trace },
  )
}

function etagOf(body: Buffer): string {
  return `"${createHash('sha256').update(body).digest('base64url')}"`
}

function sendCached(
  request: IncomingMessage,
  response: ServerResponse,
  { status, contentType, body, etag }: CachedResponse,
): void {
  const headers: Record<string, string | number> = {
    'content-type': contentType,
    'content-length': body.length,
    'cache-control': etag === null ? 'no-cache' : IMMUTABLE,
  }
  if (etag !== null) headers.etag = etag
  if (etag !== null && request.method === 'GET' && request.headers['if-none-match'] === etag) {
    delete headers['content-length']
    response.writeHead(304, headers)
    response.end()
    return
  }
  response.writeHead(status, headers)
  response.end(body)
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

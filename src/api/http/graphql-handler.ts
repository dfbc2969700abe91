import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { YogaServerInstance } from 'graphql-yoga'
import { clientGone, type Deadline, type Deadlines, untilAborted } from '../deadline'
import type { CompiledAnswer, CompiledAnswers } from '../graphql/compiled/answer'
import type { GraphqlRequest } from '../graphql/compiled/compiled'
import type { Operation } from '../operation'
import { ContentTypes, compiledRequest } from './compiled-request'
import type { Exchange, Sender } from './edge/exchange'
import { type HeadWatch, headName, seenName } from './head-watch'
import type { CachedResponse, ResponseCache, ResponseScope } from './response-cache'
import { writeHead } from './responses'

/** What goes beside an operation while it runs. */
export interface Trace {
  /** Filled: what its response depends on; null: it is not cached. */
  scope: ResponseScope | null
  /** Filled: its estimated cost. */
  cost?: number
  readonly sender?: Sender
  /** Of the operation. Default: none. */
  readonly deadline?: Deadline
  /** What failed when the operation was run compiled: it is reported, and the database is not asked again. */
  failure?: { error: unknown }
}

type Yoga = YogaServerInstance<{ trace: Trace }, Operation>

/** A year: responses about final blocks never change. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

/**
 * The GraphQL endpoint over HTTP: sends the cached response if it is still valid, else runs the operation.
 *
 * @param deadlines of operations; they end with their connection, too
 */
export function graphqlHandler(
  { yoga, compiled }: { yoga: Yoga; compiled: CompiledAnswers },
  cache: ResponseCache,
  watch: HeadWatch,
  deadlines: Deadlines,
) {
  const types = new ContentTypes()
  const compiledAnswer = async (
    asked: GraphqlRequest,
    { signal }: Deadline,
  ): Promise<CompiledAnswer | null> => {
    const running = untilAborted(compiled.answer(asked), signal)
    return running.catch((error: unknown) => ({ kind: 'FAILURE', error }))
  }
  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    { search, body, sender, measured }: Exchange,
    deadline: Deadline,
  ): Promise<void> => {
    response.on('close', () => deadline.abort(clientGone()))
    const key = cacheKey(request, body)
    const type = key === null ? null : types.find(request)
    const asked = type === null ? null : compiledRequest(request, body)
    // A statement reads the head itself: it is not read before, if there is nothing to find by it.
    let answer = asked && !cache.has(key!) ? await compiledAnswer(asked, deadline) : null
    measured.cached = false
    if (!answer) {
      const looking = key === null ? null : findCached(cache, watch, key)
      // At the deadline the operation says what is wrong.
      const cached = looking && (await untilAborted(looking, deadline.signal).catch(() => null))
      measured.cached = cached !== null
      if (cached) return sendCached(request, response, cached)
      if (asked && cache.has(key!)) answer = await compiledAnswer(asked, deadline)
    }
    const trace: Trace = { scope: null, sender, deadline }
    if (answer?.kind === 'FAILURE') trace.failure = answer
    if (key !== null && answer?.kind === 'DATA') {
      const scope = { kind: 'HEAD', head: headName(answer.head) } as const
      const content = Buffer.from(answer.text)
      const cacheable = { status: 200, contentType: type!, body: content, etag: null }
      cache.store(key, scope, cacheable)
      measured.cost = answer.cost
      return sendCached(request, response, cacheable)
    }
    const fetched = await runOperation(yoga, request, search, body, trace)
    measured.cost = trace.cost ?? null
    const bytes = Buffer.from(await fetched.arrayBuffer())
    const contentType = fetched.headers.get('content-type')
    types.learn(request, fetched.status, contentType)
    if (key === null || trace.scope === null || contentType === null) {
      writeHead(response, fetched.status, {
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
  return (request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> =>
    deadlines.run((deadline) => answer(request, response, exchange, deadline))
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

function runOperation(
  yoga: Yoga,
  request: IncomingMessage,
  search: string,
  body: Buffer | null,
  trace: Trace,
) {
  const init = { method: request.method ?? 'GET', headers: headersOf(request) }
  return yoga.fetch(
    `http://localhost/graphql?${search}`,
    { ...init, body: body && new Uint8Array(body) },
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
    writeHead(response, 304, headers)
    response.end()
    return
  }
  writeHead(response, status, headers)
  response.end(body)
}

/** The headers that GraphQL over HTTP depends on. */
function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const { accept, 'content-type': type } = headers
  return { ...(accept && { accept }), ...(type && { 'content-type': type }) }
}

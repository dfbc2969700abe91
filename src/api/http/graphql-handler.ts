import type { IncomingMessage, ServerResponse } from 'node:http'
import type { YogaServerInstance } from 'graphql-yoga'
import type { Reader } from '../database/prepared'
import type { Shares } from '../database/shares'
import type { Connections } from '../database/transaction'
import { clientGone, type Deadline, type Deadlines, untilAborted } from '../deadline'
import type { CompiledAnswer, CompiledAnswers } from '../graphql/compiled/answer'
import type { GraphqlRequest } from '../graphql/compiled/compiled'
import type { Operation } from '../operation'
import { ContentTypes, compiledRequest } from './compiled-request'
import type { Exchange, Sender } from './edge/exchange'
import { type HeadWatch, headName, seenName } from './head-watch'
import type { ResponseCache, ResponseScope } from './response-cache'
import { type Representation, sendRepresentation } from './responses'

/** What goes beside an operation while it runs. */
export interface Trace {
  /** Filled: what its response depends on; null: it is not cached. */
  scope: ResponseScope | null
  /** Filled: its estimated cost. */
  cost?: number
  readonly sender?: Sender
  /** Of the operation. Default: none. */
  readonly deadline?: Deadline
  /** On which it reads. Default: all. */
  readonly connections?: Connections
  /** What failed when the operation was run compiled: it is reported, and the database is not asked again. */
  failure?: { error: unknown }
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
 * @param deadlines of operations; they end with their connection, too
 * @param shares connections to the database of each client
 */
export function graphqlHandler(
  { yoga, compiled }: { yoga: Yoga; compiled: CompiledAnswers },
  cache: ResponseCache,
  watch: HeadWatch,
  deadlines: Deadlines,
  shares: Shares,
) {
  const types = new ContentTypes()
  const compiledAnswer = async (
    asked: GraphqlRequest,
    reader: Reader,
  ): Promise<CompiledAnswer | null> => {
    const running = untilAborted(compiled.answer(asked, reader), reader.signal)
    return running.catch((error: unknown) => ({ kind: 'FAILURE', error }))
  }
  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    { search, body, sender, turn, measured }: Exchange,
    deadline: Deadline,
  ): Promise<void> => {
    response.on('close', () => deadline.abort(clientGone()))
    const connections = shares.of(sender.client)
    const reader: Reader = { connections, signal: deadline.signal }
    const trace: Trace = { scope: null, sender, deadline, connections }
    const key = cacheKey(request, body)
    const type = key === null ? null : types.find(request)
    const asked = type === null ? null : compiledRequest(request, body)
    // A statement reads the head itself: it is not read before, if there is nothing to find by it.
    let answer = asked && !cache.has(key!) ? await compiledAnswer(asked, reader) : null
    measured.cached = false
    if (!answer) {
      const looking = key === null ? null : findCached(cache, watch, key)
      // At the deadline the operation says what is wrong.
      const cached = looking && (await untilAborted(looking, deadline.signal).catch(() => null))
      measured.cached = cached !== null
      if (cached) return sendRepresentation(response, cached)
      if (asked && cache.has(key!)) answer = await compiledAnswer(asked, reader)
    }
    if (answer?.kind === 'FAILURE') trace.failure = answer
    if (key !== null && answer?.kind === 'DATA') {
      const scope = { kind: 'HEAD', head: headName(answer.head) } as const
      const content = Buffer.from(answer.text)
      const cacheControl = cacheControlOf(scope, request.method)
      const cacheable = { status: 200, contentType: type!, body: content, cacheControl }
      cache.store(key, scope, cacheable)
      measured.cost = answer.cost
      return sendRepresentation(response, cacheable)
    }
    await turn()
    const fetched = await runOperation(yoga, request, search, body, trace)
    measured.cost = trace.cost ?? null
    const bytes = Buffer.from(await fetched.arrayBuffer())
    const contentType = fetched.headers.get('content-type')
    types.learn(request, fetched.status, contentType)
    const { scope } = trace
    const sentType = contentType ?? ''
    const isStored = key !== null && scope !== null && JSON_TYPES.test(sentType)
    const { status } = fetched
    if (!isStored) {
      const representation = {
        status,
        contentType: sentType,
        body: bytes,
        cacheControl: 'no-store',
      }
      return sendRepresentation(response, representation, ownHeaders(fetched.headers))
    }
    const cacheControl = cacheControlOf(scope, request.method)
    const cacheable = { status, contentType: sentType, body: bytes, cacheControl }
    cache.store(key, scope, cacheable)
    return sendRepresentation(response, cacheable)
  }
  return (request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> =>
    deadlines.run((deadline) => answer(request, response, exchange, deadline))
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

function runOperation(
  yoga: Yoga,
  request: IncomingMessage,
  search: string,
  body: Buffer | null,
  trace: Trace,
) {
  const init = { method: methodOf(request), headers: headersOf(request) }
  return yoga.fetch(
    `http://localhost/graphql?${search}`,
    { ...init, body: body && new Uint8Array(body) },
    { trace },
  )
}

/** The headers that GraphQL over HTTP depends on. */
function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const { accept, 'content-type': type } = headers
  return { ...(accept && { accept }), ...(type && { 'content-type': type }) }
}

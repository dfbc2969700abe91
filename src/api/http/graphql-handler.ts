import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Shares } from '../database/shares'
import { clientGone, type Deadline, type Deadlines } from '../deadline'
import type { Answers } from '../graphql/answers'
import type { Yoga } from '../graphql/graphql'
import type { Trace } from '../graphql/trace'
import { ContentTypes, isPlainJson } from './content-types'
import { Gone } from './edge/body'
import type { Exchange } from './edge/exchange'
import { shedding } from './edge/refusal'
import { Flights } from './flights'
import { type HeadWatch, headName, seenName } from './head-watch'
import type { ResponseCache, ResponseScope } from './response-cache'
import { type Headers, type Representation, sendRepresentation } from './responses'

/** Rows of a final block change only if we correct how they are derived. */
const ROWS_SECONDS = 3600
/** What is computed from them changes with label files, prices, polls and corrections of formulas, too. */
const COMPUTED_SECONDS = 60

/** Media types of whole answers. Streams of parts or events are never stored. */
const JSON_TYPES = /^application\/(json|graphql-response\+json)(;|$)/
/** A document without these words has queries only: their answers do not depend on who asks. */
const NOT_QUERIES = /mutation|subscription/
/** Statuses that say what was too much for a client, or cannot be answered now. */
const OF_CLIENT: ReadonlySet<number> = new Set([429, 503])

/** A request with what is needed to answer it. */
interface Asked {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly exchange: Exchange
  readonly deadline: Deadline
  /** Everything that the response depends on. */
  readonly key: string
}

/** A response, with the headers that belong to it alone. */
interface Reply {
  readonly representation: Representation
  readonly headers?: Headers
}

/**
 * The GraphQL endpoint over HTTP: sends the cached response if it is still valid, else runs the operation.
 *
 * @param deadlines of operations; they end with their connection, too
 * @param shares connections to the database of each client
 */
export function graphqlHandler(
  graphql: { yoga: Yoga; answers: Answers },
  cache: ResponseCache,
  watch: HeadWatch,
  deadlines: Deadlines,
  shares: Shares,
) {
  const endpoint = new GraphqlEndpoint(graphql, cache, watch, shares)
  return (request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> =>
    deadlines.run(async (deadline) => {
      response.once('close', () => {
        if (!deadline.hasEnded) deadline.abort(clientGone())
      })
      const key = cacheKey(request, exchange.body)
      const reply = await endpoint.reply({ request, response, exchange, deadline, key })
      await sendRepresentation(response, reply.representation, reply.headers)
    })
}

class GraphqlEndpoint {
  private readonly types = new ContentTypes()
  private readonly flights = new Flights<Reply>()

  constructor(
    private readonly graphql: { yoga: Yoga; answers: Answers },
    private readonly cache: ResponseCache,
    private readonly watch: HeadWatch,
    private readonly shares: Shares,
  ) {}

  async reply(asked: Asked): Promise<Reply> {
    const stored = await this.stored(asked)
    if (stored) return stored
    if (NOT_QUERIES.test(asked.exchange.params.query)) return this.run(asked)
    const { key, deadline } = asked
    return this.flights.result({
      key,
      client: asked.exchange.sender.client,
      deadline,
      gone: () => (asked.response.closed ? new Gone() : null),
      stored: () => this.stored(asked),
      run: (until, queue) => this.run({ ...asked, deadline: until }, queue),
      isOfClient: ({ representation }) => OF_CLIENT.has(representation.status),
    })
  }

  /** The cached response, if it is still valid. */
  private async stored(asked: Asked): Promise<Reply | null> {
    const cached = await this.cached(asked)
    asked.exchange.measured.cached = cached !== null
    return cached && { representation: cached }
  }

  /** @param queue called when it waits behind other operations of its client */
  private async run(asked: Asked, queue?: () => void): Promise<Reply> {
    const { exchange, deadline } = asked
    const { measured, sender, turn } = exchange
    if (this.shares.isFull(sender.client)) queue?.()
    const trace: Trace = {
      scope: null,
      sender,
      deadline,
      connections: this.shares.of(sender.client, () => trace.cost),
      turn,
      ...(queue && { queue }),
      readHead: () => this.watch.read(),
    }
    const reply = (await this.answered(asked, trace)) ?? (await this.byYoga(asked, trace))
    measured.cost = trace.cost ?? null
    this.shares.answered(sender.client, reply.representation.body.length)
    return reply
  }

  private async cached({ key, deadline }: Asked): Promise<Representation | null> {
    if (!this.cache.has(key)) return null
    // Without a database, answers for final blocks are still right.
    if (this.watch.isDoubtful) await deadline.race(this.watch.read()).catch(() => null)
    const final = this.watch.isRefused ? null : this.cache.findFinal(key)
    if (final) return final
    // At the deadline the operation says what is wrong.
    const head = await deadline.race(this.watch.read()).catch(() => null)
    return head && this.cache.findAt(headName(head), seenName(head), key)
  }

  /** A query without errors, in a form that yoga has chosen before for such a request. @throws Refusal there is no room for it */
  private async answered(asked: Asked, trace: Trace): Promise<Reply | null> {
    const { request, exchange } = asked
    const contentType = this.types.find(request)
    if (contentType === null || !isPlainJson(request)) return null
    const answer = await this.graphql.answers.answer(exchange.params, trace)
    if (!answer) {
      const refusal = trace.outcome && 'error' in trace.outcome && shedding(trace.outcome.error)
      if (refusal) throw refusal
      return null
    }
    if (answer.head) this.cache.observe(answer.head)
    return this.store(asked, answer.scope, { status: 200, contentType, body: answer.body })
  }

  /** Whatever else has to be said. @throws Gone if nobody is there to hear it */
  private async byYoga(asked: Asked, trace: Trace): Promise<Reply> {
    const { request, exchange } = asked
    await exchange.turn()
    if (asked.deadline.hasEnded && asked.response.closed) throw new Gone()
    const fetched = await runYoga(this.graphql.yoga, request, exchange, trace)
    const body = Buffer.from(await fetched.arrayBuffer())
    const contentType = fetched.headers.get('content-type')
    this.types.learn(request, fetched.status, contentType)
    const sent = { status: fetched.status, contentType: contentType ?? '', body }
    if (trace.scope && JSON_TYPES.test(sent.contentType)) {
      return this.store(asked, trace.scope, sent)
    }
    const representation = { ...sent, cacheControl: 'no-store' }
    return { representation, headers: ownHeaders(fetched.headers) }
  }

  /** Stores a response, if it may be. */
  private store(
    { request, key }: Asked,
    scope: ResponseScope | null,
    sent: Omit<Representation, 'cacheControl'>,
  ): Reply {
    if (scope === null) return { representation: { ...sent, cacheControl: 'no-store' } }
    const representation = { ...sent, cacheControl: cacheControlOf(scope, request.method) }
    this.cache.store(key, scope, representation)
    return { representation }
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
function ownHeaders(headers: Iterable<[string, string]>): Record<string, string> {
  return Object.fromEntries(
    [...headers].filter(
      ([name]) => !/^content-|^(cache-control|transfer-encoding|connection|vary)$/i.test(name),
    ),
  )
}

/** Everything of a request that its response depends on. */
function cacheKey(request: IncomingMessage, body: Buffer | null): string {
  const { url, headers } = request
  const { accept = '', 'content-type': type = '' } = headers
  return `${methodOf(request)} ${url} ${accept} ${type}\n${body?.toString('latin1') ?? ''}`
}

/** HEAD is answered as GET: node leaves out the body. */
function methodOf({ method = 'GET' }: IncomingMessage): string {
  return method === 'HEAD' ? 'GET' : method
}

function runYoga(
  yoga: Yoga,
  request: IncomingMessage,
  { search, body }: Exchange,
  trace: Trace,
): Promise<Response> | Response {
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

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createHandler } from 'graphql-sse/lib/use/http'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { Browsers } from '../../api/http/edge/browsers'
import { SERVER_OPTIONS } from '../../api/http/edge/connections'
import { badRequest, RETRY_AFTER, Refusal, sendRefusal } from '../../api/http/edge/refusal'
import type { EdgeSettings } from '../../api/http/edge/settings'
import { send, sendJson } from '../../api/http/responses'
import { readMessages } from '../../store/notify/messages'
import { readRange } from '../../store/notify/range'
import { readDead, readReceivers } from '../../store/notify/receivers'
import type { NotifyMetrics } from '../metrics'
import type { Wakeups } from '../wakeups'
import { readFeedParams, startOf } from './params'
import { ready } from './ready'
import { type ReadPage, type StreamTimes, streamMessages } from './stream'
import { type SubscriptionContext, subscriptionSchema } from './subscriptions'

const PAGE = 50
/** Connections for requests that are no listeners. */
const OTHER_CONNECTIONS = 100
/** Bytes of a document with its variables. */
const MAX_BODY = 64 * 1024

export interface FeedServerOptions {
  host: string
  edge: Pick<EdgeSettings, 'cors' | 'allowedHosts'>
  maxListeners: number
  /** Alerts say what the operator of this server watches: only pages that LINCHPIN_CORS names may read them. */
  hasRules: boolean
  /** Seconds that a change may wait for the rules before GET /ready says so. */
  maxLagSeconds: number
  times: StreamTimes
}

/** HTTP of `linchpin notify`: GET /feed, /status, /health, /ready and /metrics, and GraphQL subscriptions at /graphql/stream. */
export class FeedServer {
  readonly server: Server
  private readonly browsers: Browsers
  private readonly stopping = new AbortController()
  /** How many listen. */
  listeners = 0

  constructor(
    private readonly options: FeedServerOptions,
    private readonly pool: Pool,
    private readonly wakeups: Wakeups,
    private readonly metrics: NotifyMetrics,
    private readonly logger: Logger,
  ) {
    const { range, read, dropped } = this
    this.graphql = createHandler<SubscriptionContext>({
      schema: subscriptionSchema({ range, read, wakeups, times: options.times, dropped }),
      // No tokens: each subscription is a request of its own.
      authenticate: () => null,
      context: ({ raw, context: { res } }) => ({ response: res, signal: this.signals.get(raw)! }),
    })
    this.browsers = new Browsers(options.edge, options.host, options.hasRules)
    this.server = createServer(SERVER_OPTIONS, (request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        this.fail(error, request, response)
      })
    })
    this.server.maxConnections = options.maxListeners + OTHER_CONNECTIONS
  }

  /** Ends all streams. */
  async close(): Promise<void> {
    this.stopping.abort()
    const closed = new Promise((resolve) => this.server.close(resolve))
    this.server.closeAllConnections()
    await closed
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { browsers } = this
    browsers.setHeaders(request, response)
    browsers.requireHost(request)
    const [path = '/', search = ''] = (request.url ?? '/').split(/\?(.*)/s)
    const answer = this.routes[path]
    if (!answer) {
      const hint = `Endpoints: ${Object.keys(this.routes).join(', ')}. GraphQL is served by \`linchpin serve\`.`
      throw new Refusal(404, 'NOT_FOUND', `There is no endpoint ${path.slice(0, 200)}.`, hint)
    }
    if (request.method !== 'GET' && !(path === '/graphql/stream' && request.method === 'POST')) {
      const message = `${path} does not support ${request.method}.`
      throw new Refusal(405, 'METHOD_NOT_ALLOWED', message, 'Use GET.', { allow: 'GET' })
    }
    await answer(request, response, search)
  }

  private readonly routes: Record<
    string,
    (request: IncomingMessage, response: ServerResponse, search: string) => Promise<void>
  > = {
    '/feed': (request, response, search) => this.feed(request, response, search),
    '/graphql/stream': (request, response) => this.subscribe(request, response),
    '/status': (_, response) => this.status(response),
    '/health': (_, response) => sendJson(response, { status: 200, body: { ok: true } }),
    '/ready': async (_, response) =>
      sendJson(response, await ready(this.pool, this.options.maxLagSeconds)),
    '/metrics': async (_, response) => {
      const headers = { 'content-type': this.metrics.contentType, 'cache-control': 'no-store' }
      send(response, 200, await this.metrics.text(), headers)
    },
  }

  private async feed(
    request: IncomingMessage,
    response: ServerResponse,
    search: string,
  ): Promise<void> {
    const lastEventId = request.headers['last-event-id']
    const { since, ...filter } = readFeedParams(search, [lastEventId].flat()[0])
    await this.listening(response, async (signal) => {
      const start = startOf(since, await this.range())
      const { read, wakeups } = this
      const { times } = this.options
      const end = await streamMessages(response, start, filter, read, wakeups, times, signal)
      if (end === 'slow') this.dropped()
    })
  }

  private async subscribe(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // graphql-sse reads a body to its end.
    const length = request.headers['content-length']
    const isBounded = length !== undefined && Number(length) <= MAX_BODY
    if (request.method === 'POST' && !isBounded) {
      const message = `The body has ${length ?? 'an unknown number of'} bytes; at most ${MAX_BODY} are read.`
      throw badRequest(message, 'Send a shorter document, with Content-Length.')
    }
    await this.listening(response, async (signal) => {
      this.signals.set(request, signal)
      await this.graphql(request, response)
    })
  }

  private readonly dropped = () => {
    this.metrics.droppedListener()
    this.logger.warn({ code: 'SLOW_LISTENER' }, 'listener was dropped')
  }
  private readonly range = () => readRange(this.pool)
  private readonly read: ReadPage = (after, filter) => readMessages(this.pool, after, filter, PAGE)
  private readonly signals = new WeakMap<IncomingMessage, AbortSignal>()
  private readonly graphql: ReturnType<typeof createHandler>

  /** Runs a stream, if there may be another one. */
  private async listening(
    response: ServerResponse,
    stream: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const { maxListeners } = this.options
    if (this.listeners >= maxListeners) {
      const message = `${maxListeners} listeners are connected, as many as may be.`
      const hint = 'Try again later, or raise LINCHPIN_FEED_LISTENERS.'
      throw new Refusal(503, 'TOO_MANY_LISTENERS', message, hint, RETRY_AFTER)
    }
    this.listeners += 1
    const closed = new AbortController()
    // Not when the stream ends: graphql-sse waits for ever for a connection that is closed.
    response.once('close', () => {
      this.listeners -= 1
      closed.abort()
    })
    await stream(AbortSignal.any([closed.signal, this.stopping.signal]))
  }

  private async status(response: ServerResponse): Promise<void> {
    const { last, deletedTo } = await this.range()
    const receivers = await readReceivers(this.pool)
    const dead = await readDead(this.pool)
    const body = {
      cursor: last.seq,
      oldest: deletedTo,
      listeners: this.listeners,
      receivers: receivers.map(({ name, seq, attempts, lastError, sent }) => ({
        name,
        cursor: seq,
        sent: Number(sent),
        attempts,
        lastError,
        dead: dead.filter(({ receiver }) => receiver === name).length,
      })),
    }
    await sendJson(response, { status: 200, body })
  }

  private fail(error: unknown, request: IncomingMessage, response: ServerResponse): void {
    if (response.headersSent || response.destroyed) {
      response.destroy()
      return
    }
    if (error instanceof Refusal) {
      sendRefusal(request, response, error, false)
      return
    }
    this.logger.error({ err: error }, 'Request failed')
    const hint = 'See the log of this process.'
    const refusal = new Refusal(
      503,
      'NOT_READY',
      'The database does not answer.',
      hint,
      RETRY_AFTER,
    )
    sendRefusal(request, response, refusal, false)
  }
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Admission } from './admission'
import { Bodies, Gone } from './body'
import { Browsers } from './browsers'
import { type ClientName, Clients } from './client'
import { Connections } from './connections'
import type { Admitted, Exchange } from './exchange'
import { closeAfter } from './linger'
import type { Counters } from './metrics'
import { readParams } from './params'
import { Refusal, sendRefusal } from './refusal'
import type { EdgeSettings } from './settings'
import { Turns } from './turns'

export interface EdgeOptions {
  readonly settings: EdgeSettings
  /** That the server listens on. */
  readonly host: string
  /** Whether answers have data that is not public. */
  readonly hasPrivateFiles: boolean
  /** Bytes of a request body. */
  readonly maxBody: number
  readonly counters: Counters
}

/** What stands between the sockets and the endpoints: it refuses what is too much, too slow or malformed. */
export class Edge {
  readonly admission: Admission
  readonly bodies: Bodies
  readonly connections: Connections
  /** In which admitted GraphQL requests compute. */
  readonly turns = new Turns()
  private readonly browsers: Browsers
  private readonly clients: Clients

  constructor(private readonly options: EdgeOptions) {
    const { settings, host, hasPrivateFiles, maxBody, counters } = options
    this.admission = new Admission(settings)
    this.bodies = new Bodies(maxBody)
    this.connections = new Connections(settings.maxConnections, (code) => counters.refused(code))
    this.browsers = new Browsers(settings, host, hasPrivateFiles)
    this.clients = new Clients(settings)
  }

  /** Applies the bounds of sockets to a server. */
  watch(server: Server): void {
    this.connections.watch(server)
    server.on('connection', () => this.turns.connected())
  }

  /** Call it first for each request: sets common headers, and counts it. @throws Refusal for a wrong Host, or a connection with too many requests */
  open(request: IncomingMessage, response: ServerResponse): void {
    this.browsers.setHeaders(request, response)
    this.connections.use(request, response)
    this.browsers.requireHost(request)
  }

  /** Answers within the bounds of requests. @throws Refusal 429 or 503 */
  async admit(request: IncomingMessage, answer: () => Promise<void>): Promise<void> {
    await this.admission.run(this.clients.of(request), answer)
  }

  /** Answers within the bounds of requests, in the turn of its client. @throws Refusal 429 or 503, Gone */
  async admitMounted(
    request: IncomingMessage,
    response: ServerResponse,
    answer: (client: ClientName) => Promise<void>,
  ): Promise<void> {
    const client = this.clients.of(request)
    await this.admission.run(client, async () => {
      await this.turns.take(client, performance.now())
      if (response.closed) throw new Gone()
      await answer(client)
    })
  }

  /**
   * Reads and checks a GraphQL request, then answers it within the bounds. A request for which there is no room is refused
   * before its body is read; while its body comes, it does not take the room of one that can be answered.
   *
   * @param search of the URL
   * @throws Refusal, Gone
   */
  async admitGraphql(
    request: IncomingMessage,
    response: ServerResponse,
    search: string,
    answer: (exchange: Exchange) => Promise<void>,
  ): Promise<void> {
    const measured: Exchange['measured'] = { cached: null, cost: null }
    await this.admitBody(request, response, requireMethod, (admitted) => {
      const params = readParams(search, admitted.body)
      return answer({ ...admitted, search, params, measured })
    })
    this.options.counters.answered(measured)
  }

  /**
   * Reads the body of a request, then answers it within the bounds, as `admitGraphql` does.
   *
   * @param check of the request before its body is read
   * @throws Refusal, Gone
   */
  async admitBody(
    request: IncomingMessage,
    response: ServerResponse,
    check: (request: IncomingMessage) => void,
    answer: (admitted: Admitted) => Promise<void>,
  ): Promise<void> {
    const client = this.clients.of(request)
    this.admission.require(client)
    check(request)
    const body = request.method === 'POST' ? await this.bodies.read(request, response) : null
    const mutationRefusal = this.browsers.mutationRefusal(request)
    let waited = 0
    const turn = async () => {
      const from = performance.now()
      await this.turns.take(client, from - waited)
      waited += performance.now() - from
    }
    await this.admission.run(client, async () => {
      await turn()
      if (response.closed) throw new Gone()
      await answer({ body, sender: { client, mutationRefusal }, turn })
    })
  }

  /** Ends a request that was refused, or whose client has gone; returns false for any other error. */
  refuse(
    error: unknown,
    request: IncomingMessage,
    response: ServerResponse,
    isGraphql: boolean,
  ): boolean {
    if (error instanceof Gone) {
      response.destroy()
      return true
    }
    if (!(error instanceof Refusal) || response.headersSent) return false
    this.options.counters.refused(error.extensions.code)
    closeAfter(request, response)
    sendRefusal(request, response, error, isGraphql)
    return true
  }
}

function requireMethod(request: IncomingMessage): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  if (request.method !== 'POST') {
    const message = `/graphql does not support ${request.method}.`
    const hint = 'Use POST, or GET for queries.'
    throw new Refusal(405, 'METHOD_NOT_ALLOWED', message, hint, { allow: 'GET, POST' })
  }
  requireJson(request, ['application/json', 'application/graphql+json'])
}

/**
 * A body in one of these types: those that a form of any website can send do not pass.
 * @throws Refusal 415
 */
export function requireJson({ headers }: IncomingMessage, types: readonly string[]): void {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase()
  if (types.includes(type)) return
  throw new Refusal(
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    type === '' ? 'The request has no content type.' : `The content type ${type} is not supported.`,
    'Send the header content-type: application/json.',
    { accept: 'application/json' },
  )
}

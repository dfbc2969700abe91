import type { IncomingMessage, ServerResponse } from 'node:http'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { ApiCode } from '../../../reads/errors'
import type { Replica } from '../../../reads/standing'
import type { Exchange } from './exchange'

/** What a request is counted as: no label has a value that a client chooses. */
export type Route =
  | 'graphql'
  | 'mcp'
  | 'page'
  | 'schema'
  | 'health'
  | 'metrics'
  | 'mounted'
  | 'other'

/** Numbers that are read when the metrics are. */
export interface Measured {
  /** Requests that are being answered, those of them that wait for their turn, bodies that arrive, and open sockets. */
  edge(): { requests: number; waiting: number; bodies: number; sockets: number }
  /** Connections to the database, and operations that wait for one. */
  pool(): { total: number; idle: number; waiting: number }
  jobs(): { running: number; waiting: number }
  /** Operations in threads, and those that wait for one. */
  threads(): { running: number; waiting: number }
  /** How the database follows its primary; null: it is no replica, or does not answer. */
  replica(): Promise<Replica | null>
}

/** What the edge counts. */
export interface Counters {
  /** A request that was not run, or a socket that was closed. */
  refused(code: ApiCode): void
  /** A GraphQL request. */
  answered(measured: Exchange['measured']): void
}

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const COSTS = [1, 10, 100, 1_000, 5_000, 10_000, 25_000, 50_000]

/** The Prometheus metrics of the API. */
export class ApiMetrics implements Counters {
  private readonly registry = new Registry()
  private readonly registers = [this.registry]
  private readonly requests = new Counter({
    name: 'linchpin_api_requests_total',
    help: 'Requests by endpoint and class of the status; gone: the client left before the answer',
    labelNames: ['route', 'status'],
    registers: this.registers,
  })
  private readonly seconds = new Histogram({
    name: 'linchpin_api_request_seconds',
    help: 'From the headers of a request to the last byte of its answer',
    labelNames: ['route'],
    buckets: SECONDS,
    registers: this.registers,
  })
  private readonly costs = new Histogram({
    name: 'linchpin_api_operation_cost',
    help: 'Estimated cost of the operations that were run',
    buckets: COSTS,
    registers: this.registers,
  })
  private readonly refusals = new Counter({
    name: 'linchpin_api_refused_total',
    help: 'Requests refused before they were run, and sockets closed over a bound, by code (docs/errors.md)',
    labelNames: ['code'],
    registers: this.registers,
  })
  private readonly cached = new Counter({
    name: 'linchpin_api_cache_total',
    help: 'GraphQL requests by whether the cache had their answer',
    labelNames: ['result'],
    registers: this.registers,
  })

  constructor(measured: Measured) {
    collectDefaultMetrics({ register: this.registry })
    this.addGauges(measured)
  }

  get contentType(): string {
    return this.registry.contentType
  }

  /** In the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics()
  }

  /** Counts a request when its answer is sent, or its client has gone. */
  watch(route: Route, request: IncomingMessage, response: ServerResponse): void {
    const startedAt = performance.now()
    response.once('close', () => {
      const isSent = response.writableFinished
      const status = isSent ? `${Math.floor(response.statusCode / 100)}xx` : 'gone'
      this.requests.inc({ route, status })
      if (isSent && request.method !== 'OPTIONS') {
        this.seconds.observe({ route }, (performance.now() - startedAt) / 1000)
      }
    })
  }

  refused(code: ApiCode): void {
    this.refusals.inc({ code })
  }

  answered({ cached, cost }: Exchange['measured']): void {
    if (cost !== null) this.costs.observe(cost)
    if (cached !== null) this.cached.inc({ result: cached ? 'hit' : 'miss' })
  }

  private addGauges(measured: Measured): void {
    this.gauge('linchpin_api_open', 'What is open at the HTTP edge', 'of', () => measured.edge())
    this.gauge(
      'linchpin_api_pool',
      'Connections to the database, and operations that wait for one',
      'state',
      () => measured.pool(),
    )
    this.gauge(
      'linchpin_api_threads',
      'Operations that compute in threads, and those that wait for one',
      'state',
      () => measured.threads(),
    )
    new Gauge({
      name: 'linchpin_api_replica_lag_seconds',
      help: 'Seconds that the database, a replica, may be behind its primary; absent: it is none, or does not answer',
      labelNames: ['state'],
      registers: this.registers,
      async collect() {
        const replica = await measured.replica()
        this.reset()
        if (replica) this.set({ state: replica.state }, replica.lag)
      },
    })
    this.gauge('linchpin_api_jobs', 'Jobs that are not done', 'state', () => measured.jobs())
  }

  private gauge(name: string, help: string, label: string, read: () => Record<string, number>) {
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: this.registers,
      collect() {
        for (const [value, count] of Object.entries(read())) this.set({ [label]: value }, count)
      },
    })
  }
}

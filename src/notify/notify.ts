import { Pool } from 'pg'
import type { Logger } from 'pino'
import { openPort } from '../open-port'
import { closeConnection, openConnection } from '../store/connection'
import { inLeaseTransaction, type Lease, releaseLease, takeLease } from '../store/notify/lease'
import { readInstance, storeReceivers } from '../store/notify/receivers'
import { createNotifySchema } from '../store/notify/schema'
import { FeedServer, type FeedServerOptions } from './feed/server'
import { STREAM_TIMES } from './feed/stream'
import { NotifyMetrics } from './metrics'
import { Evaluator } from './rules/evaluator'
import type { RulesFile } from './rules/file'
import { ruleOf } from './rules/rules'
import { Wakeups } from './wakeups'
import { BACKOFF } from './webhooks/backoff'
import { type DeliveryOptions, Receiver } from './webhooks/receiver'

/** Pause between looks at the outbox while nothing is new. */
const POLL_MS = 500
/** Pause between evaluations of rules about the index itself. */
const STATUS_MS = 5_000
/** Connections of listeners, and of receivers, which do not wait for listeners; the rules have one of their own. */
const LISTENER_CONNECTIONS = 4
const RECEIVER_CONNECTIONS = 3
/** A page that takes longer is given up. */
const LISTENER_TIMEOUT_MS = 20_000
const WEBHOOK_TIMEOUT_MS = 15_000

export interface NotifyOptions extends Omit<FeedServerOptions, 'times' | 'hasRules'> {
  databaseUrl: string
  /** 0: any free port. */
  port: number
  file: RulesFile
  /** Also addresses that are not public. */
  allowPrivate: boolean
  logger: Logger
  /** For tests. */
  times?: Partial<FeedServerOptions['times']> & Partial<DeliveryOptions> & { statusMs?: number }
}

export interface Notify {
  /** `http://host:port`. */
  url: string
  /** Rejects when delivery cannot go on. */
  failed: Promise<never>
  close(): Promise<void>
}

/**
 * Evaluates rules and delivers: serves the feed, and sends webhooks.
 * @throws LinchpinError LP1004 if the port is in use, LP3040 if another process delivers
 */
export async function startNotify(options: NotifyOptions): Promise<Notify> {
  const { databaseUrl, file, host, port, logger, times = {} } = options
  const stopping = new AbortController()
  const { signal } = stopping
  let fail: (error: unknown) => void = () => {}
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  failed.catch(() => {})
  const client = await openConnection(databaseUrl, 'linchpin notify', fail)
  const pool = openPool(databaseUrl, RECEIVER_CONNECTIONS)
  const listenerPool = openPool(databaseUrl, LISTENER_CONNECTIONS, LISTENER_TIMEOUT_MS)
  const wakeups = new Wakeups()
  const rules = file.rules.map(ruleOf)
  const receivers: Receiver[] = []
  const metrics = new NotifyMetrics({
    pool,
    rules: rules.filter(({ event }) => !event).map(({ name }) => name),
    receivers: () => new Map(receivers.map(({ name, seq }) => [name, seq])),
    listeners: () => server.listeners,
  })
  const server = new FeedServer(
    { ...options, hasRules: rules.length > 0, times: { ...STREAM_TIMES, ...times } },
    listenerPool,
    wakeups,
    metrics,
    logger,
  )
  let lease: Lease | null = null
  const close = async (running: readonly Promise<void>[]) => {
    stopping.abort()
    wakeups.wake()
    if (server.server.listening) await server.close()
    await Promise.allSettled(running)
    if (lease) await releaseLease(client, lease).catch(() => {})
    await closeConnection(client)
    await Promise.all([pool.end(), listenerPool.end()])
  }
  try {
    await createNotifySchema(client)
    lease = await takeLease(client)
    const held = lease
    const evaluator = new Evaluator(rules)
    const names = file.receivers.map(({ name }) => name)
    const { isGap } = await inLeaseTransaction(client, held, async () => {
      // New receivers begin here, so they get what new rules find at the start.
      const first = await evaluator.evaluate(client, false)
      await storeReceivers(client, names)
      await evaluator.evaluate(client, true)
      return first
    })
    if (isGap) logGap(logger)
    const instance = await readInstance(client)
    const delivery: DeliveryOptions = {
      backoff: times.backoff ?? BACKOFF,
      timeoutMs: times.timeoutMs ?? WEBHOOK_TIMEOUT_MS,
      allowPrivate: options.allowPrivate,
    }
    const context = { pool, lease: held, instance, wakeups, delivery, metrics, logger }
    receivers.push(...file.receivers.map((receiver) => new Receiver(receiver, context)))
    const { url } = await openPort(server.server, host, port)
    const statusMs = times.statusMs ?? STATUS_MS
    const running = [
      evaluate({ client, lease: held, evaluator, wakeups, statusMs, logger }, signal),
      ...receivers.map((receiver) => receiver.run(signal)),
    ]
    for (const work of running) work.catch(fail)
    return { url, failed, close: () => close(running) }
  } catch (error) {
    await close([])
    throw error
  }
}

function logGap(logger: Logger): void {
  logger.error({}, 'rows of the outbox were deleted before the rules saw them')
}

function openPool(connectionString: string, max: number, timeoutMs?: number): Pool {
  const timeout = timeoutMs === undefined ? {} : { statement_timeout: timeoutMs }
  const pool = new Pool({ connectionString, max, keepAlive: true, ...timeout })
  // An idle connection was lost: the next query opens another.
  pool.on('error', () => {})
  return pool
}

interface Evaluation {
  client: Parameters<Evaluator['evaluate']>[0]
  lease: Lease
  evaluator: Evaluator
  wakeups: Wakeups
  statusMs: number
  logger: Logger
}

/** Evaluates rules on what comes, until `signal` is aborted. */
async function evaluate(
  { client, lease, evaluator, wakeups, statusMs, logger }: Evaluation,
  signal: AbortSignal,
): Promise<void> {
  let statusAt = Number.NEGATIVE_INFINITY
  while (!signal.aborted) {
    const withStatus = performance.now() - statusAt >= statusMs
    const { rows, alerts, isGap } = await inLeaseTransaction(client, lease, () =>
      evaluator.evaluate(client, withStatus),
    )
    if (isGap) logGap(logger)
    if (withStatus && rows === 0) statusAt = performance.now()
    if (rows > 0 || alerts > 0) wakeups.wake()
    if (rows === 0) await wakeups.pause(POLL_MS, signal)
  }
}

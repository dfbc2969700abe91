import type { Pool } from 'pg'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { within } from '../api/http/readiness'
import { countFired, readDeliveries, readRulesState } from '../store/notify/delivery'

/** A database that does not answer in this time is not waited for. */
const DEADLINE_MS = 4_000

/** What the metrics are read from. Receivers and rules are those of the file, so no label has a value that a client chooses. */
export interface Measured {
  pool: Pool
  /** Rules with a state. */
  rules: readonly string[]
  /** Number of the last row that each receiver has seen, by its name. */
  receivers(): ReadonlyMap<string, string>
  listeners(): number
}

/** The Prometheus metrics of `linchpin notify`. */
export class NotifyMetrics {
  private readonly registry = new Registry()
  private readonly registers = [this.registry]
  private readonly deliveries = new Counter({
    name: 'linchpin_notify_deliveries_total',
    help: 'Webhooks that were sent, by receiver and whether it took them',
    labelNames: ['receiver', 'result'],
    registers: this.registers,
  })
  private readonly dropped = new Counter({
    name: 'linchpin_notify_dropped_listeners_total',
    help: 'Listeners that were dropped because they did not read (SLOW_LISTENER)',
    registers: this.registers,
  })
  private readonly listeners = this.gauge('linchpin_notify_listeners', 'Connected listeners')
  private readonly reachable = this.gauge(
    'linchpin_notify_database_up',
    '1 if the database answered; 0: the figures that are read from it are absent',
  )
  private readonly lag = this.gauge(
    'linchpin_notify_lag_blocks',
    'Blocks between the last indexed one and the last one that the rules saw',
  )
  private readonly wait = this.gauge(
    'linchpin_notify_wait_seconds',
    'Seconds since the first change was written that the rules have not seen; 0: they have seen all',
  )
  private readonly fired = this.gauge(
    'linchpin_notify_fired',
    'Subjects for which a rule is fired',
    'rule',
  )
  private readonly receiverLag = this.gauge(
    'linchpin_notify_receiver_lag_blocks',
    'Blocks between the last indexed one and that of the last message that a receiver took or did not want',
    'receiver',
  )
  private readonly dead = this.gauge(
    'linchpin_notify_dead_letters',
    'Messages that were put aside because a receiver did not take them',
    'receiver',
  )

  constructor(private readonly measured: Measured) {
    collectDefaultMetrics({ register: this.registry })
    this.dropped.inc(0)
  }

  get contentType(): string {
    return this.registry.contentType
  }

  /** Counts a webhook. */
  delivered(receiver: string, isTaken: boolean): void {
    this.deliveries.inc({ receiver, result: isTaken ? 'taken' : 'failed' })
  }

  /** Counts a listener that was dropped. */
  droppedListener(): void {
    this.dropped.inc()
  }

  /** In the text format of Prometheus. */
  async text(): Promise<string> {
    const { pool, rules, receivers, listeners } = this.measured
    this.listeners.set(listeners())
    const seqs = receivers()
    // A counter that begins with its first failure shows no rise.
    for (const receiver of seqs.keys()) {
      for (const result of ['taken', 'failed']) this.deliveries.inc({ receiver, result }, 0)
    }
    const read = Promise.all([readRulesState(pool), readDeliveries(pool, seqs), countFired(pool)])
    const found = await within(DEADLINE_MS, read).catch(() => null)
    this.reachable.set(found ? 1 : 0)
    for (const gauge of [this.lag, this.wait, this.fired, this.receiverLag, this.dead])
      gauge.reset()
    if (!found) {
      this.lag.remove()
      this.wait.remove()
      return this.registry.metrics()
    }
    const [{ block, indexed, waitSeconds }, deliveries, fired] = found
    if (block === null || indexed === null) this.lag.remove()
    else this.lag.set(Math.max(0, indexed - block))
    this.wait.set(waitSeconds ?? 0)
    for (const rule of rules) this.fired.set({ rule }, fired.get(rule) ?? 0)
    for (const { name: receiver, lag, dead } of deliveries) {
      if (lag !== null) this.receiverLag.set({ receiver }, lag)
      this.dead.set({ receiver }, dead)
    }
    return this.registry.metrics()
  }

  private gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: this.registers })
  }
}

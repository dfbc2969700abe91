import { Pool } from 'pg'
import pino from 'pino'
import { Registry } from 'prom-client'
import { addMetrics } from '../../src/chain/sdk/metrics'
import { Sightings } from '../../src/cli/indexer/sightings'
import { StallAlarm } from '../../src/cli/indexer/stall-alarm'
import { addStandingMetrics } from '../../src/cli/indexer/standing-metrics'
import { NotifyMetrics } from '../../src/notify/metrics'

/** Names that Prometheus stores of metrics in its text format. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/^# TYPE (\S+) (\S+)/gm)].map(([, name, type]) =>
    type === 'histogram' ? `${name}_bucket` : name!,
  )
}

/** Metrics of an indexer that has not begun. */
export function ofIndexer(): Promise<string> {
  const registry = new Registry()
  addMetrics(registry, {
    providers: () => [],
    missing: () => null,
    checks: () => null,
    provenTo: () => null,
    events: () => 0,
  })
  const alarm = new StallAlarm({
    network: { name: 'custom', startBlock: 0 },
    sightings: new Sightings('RPC'),
    rpc: { status: () => [] },
    position: () => ({ height: 0, timestamp: 0 }),
    maxLagSeconds: 30,
    logger: pino({ enabled: false }),
  })
  addStandingMetrics(registry, alarm)
  return registry.metrics()
}

/** Metrics of `linchpin notify` without receivers and rules. */
export function ofNotify(): Promise<string> {
  return new NotifyMetrics({
    pool: new Pool({ host: '127.0.0.1', port: 1 }),
    rules: [],
    receivers: () => new Map(),
    listeners: () => 0,
  }).text()
}

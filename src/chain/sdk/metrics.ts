import { Counter, Gauge, type Registry } from 'prom-client'
import type { Missing } from '../provider/missing-block'
import type { ProviderStatus } from '../provider/provider'
import type { VerificationCounts } from '../verify/tally'

/** Sources of the metrics, read at each scrape. */
export interface Measured {
  providers(): readonly ProviderStatus[]
  /** The block for which the index waits; null: none. */
  missing(): Missing | null
  /** Null: answers are not verified. */
  checks(): VerificationCounts | null
  /** Last block up to which stored history is verified; null: not known. */
  provenTo(): number | null
  /** Logs of followed contracts indexed by this process. */
  events(): number
}

/** Registers the metrics of the indexer beside those of the SDK. Providers are named by scheme and host. */
export function addMetrics(registry: Registry, measured: Measured): void {
  const registers = [registry]
  new Counter({
    name: 'linchpin_indexed_events_total',
    help: 'Logs of followed contracts indexed by this process',
    registers,
    collect() {
      this.reset()
      this.inc(measured.events())
    },
  })
  new Counter({
    name: 'linchpin_rpc_calls_total',
    help: 'Calls sent to a provider; every call of a batch counts',
    labelNames: ['provider'],
    registers,
    collect() {
      this.reset()
      for (const { name, calls } of measured.providers()) this.inc({ provider: name }, calls)
    },
  })
  new Counter({
    name: 'linchpin_rpc_failed_calls_total',
    help: 'Failed calls to a provider, by kind of fault (docs/providers.md)',
    labelNames: ['provider', 'fault'],
    registers,
    collect() {
      this.reset()
      for (const { name, failed } of measured.providers()) {
        for (const [fault, count] of failed) this.inc({ provider: name, fault }, count)
      }
    },
  })
  new Gauge({
    name: 'linchpin_rpc_head_block',
    help: 'Newest known block of a provider',
    labelNames: ['provider'],
    registers,
    collect() {
      for (const { name, head } of measured.providers()) {
        if (head !== null) this.set({ provider: name }, head)
      }
    },
  })
  new Gauge({
    name: 'linchpin_rpc_available',
    help: '1 if a provider may be called; 0 while its circuit is open, or if it serves another chain',
    labelNames: ['provider'],
    registers,
    collect() {
      for (const { name, isFree } of measured.providers()) {
        this.set({ provider: name }, Number(isFree))
      }
    },
  })
  new Gauge({
    name: 'linchpin_rpc_call_size',
    help: 'Maximum blocks and addresses in one eth_getLogs call, and calls in one batch, that a provider is sent now; absent: it has shown no limit',
    labelNames: ['provider', 'of'],
    registers,
    collect() {
      this.reset()
      for (const { name, sizes } of measured.providers()) {
        for (const [of, { current }] of Object.entries(sizes)) {
          if (Number.isFinite(current)) this.set({ provider: name, of }, current)
        }
      }
    },
  })
  new Gauge({
    name: 'linchpin_rpc_missing_block',
    help: 'Block below the head for which the index waits, because no provider gives it (LP2016); 0: none',
    registers,
    collect() {
      this.set(measured.missing()?.block ?? 0)
    },
  })
  new Gauge({
    name: 'linchpin_rpc_missing_block_seconds',
    help: 'For how long the index has waited for a missing block; 0: it waits for none',
    registers,
    collect() {
      this.set(measured.missing()?.seconds ?? 0)
    },
  })
  addChecks(registry, measured)
}

function addChecks(registry: Registry, { checks, provenTo }: Measured): void {
  const registers = [registry]
  new Gauge({
    name: 'linchpin_proven_block',
    help: 'Last block up to which stored history is verified against headers and receipts',
    registers,
    collect() {
      const block = provenTo()
      if (block !== null) this.set(block)
    },
  })
  new Counter({
    name: 'linchpin_proven_blocks_total',
    help: 'Blocks whose logs were verified, by what they were compared with',
    labelNames: ['by'],
    registers,
    collect() {
      this.reset()
      for (const [by, count] of Object.entries(checks()?.proven ?? {})) this.inc({ by }, count)
    },
  })
  new Counter({
    name: 'linchpin_skipped_checks_total',
    help: 'Checks that were skipped: no provider has the data that they need',
    registers,
    collect() {
      this.reset()
      this.inc(checks()?.skipped ?? 0)
    },
  })
  new Counter({
    name: 'linchpin_rejected_answers_total',
    help: 'Wrong or incomplete answers of a provider, none of which was stored, by kind (docs/adr/0009-completeness.md)',
    labelNames: ['provider', 'kind'],
    registers,
    collect() {
      this.reset()
      for (const [provider, kinds] of Object.entries(checks()?.rejected ?? {})) {
        for (const [kind, count] of Object.entries(kinds)) this.inc({ provider, kind }, count)
      }
    },
  })
}

import { Counter, Gauge, type Registry } from 'prom-client'
import type { ProviderStatus } from './provider/provider'
import type { VerificationCounts } from './verify/tally'

/** What is read whenever somebody asks for the metrics. */
export interface Measured {
  providers(): readonly ProviderStatus[]
  /** Null: answers are not checked. */
  checks(): VerificationCounts | null
  /** Last block up to which stored history is proven; null: not known. */
  provenTo(): number | null
  /** Logs of followed contracts indexed by this process. */
  events(): number
}

/** Registers the metrics of the front beside those of the SDK. Providers are named by scheme and host. */
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
    help: 'Calls sent to a provider, those of a batch counted singly',
    labelNames: ['provider'],
    registers,
    collect() {
      this.reset()
      for (const { name, calls } of measured.providers()) this.inc({ provider: name }, calls)
    },
  })
  new Counter({
    name: 'linchpin_rpc_failed_calls_total',
    help: 'Calls that a provider did not answer, by what that asks for (docs/providers.md)',
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
    help: 'Newest block of a provider, once it is known',
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
    help: '1 if a provider may be asked; 0 while it is left alone, or if it serves another chain',
    labelNames: ['provider'],
    registers,
    collect() {
      for (const { name, isFree } of measured.providers()) {
        this.set({ provider: name }, Number(isFree))
      }
    },
  })
  addChecks(registry, measured)
}

function addChecks(registry: Registry, { checks, provenTo }: Measured): void {
  const registers = [registry]
  new Gauge({
    name: 'linchpin_proven_block',
    help: 'Last block up to which stored history is proven by headers and receipts',
    registers,
    collect() {
      const block = provenTo()
      if (block !== null) this.set(block)
    },
  })
  new Counter({
    name: 'linchpin_proven_blocks_total',
    help: 'Blocks whose logs were found equal to what their header commits to, by what they were compared with',
    labelNames: ['by'],
    registers,
    collect() {
      this.reset()
      for (const [by, count] of Object.entries(checks()?.proven ?? {})) this.inc({ by }, count)
    },
  })
  new Counter({
    name: 'linchpin_skipped_checks_total',
    help: 'Checks that could not be made: no provider has what they need',
    registers,
    collect() {
      this.reset()
      this.inc(checks()?.skipped ?? 0)
    },
  })
  new Counter({
    name: 'linchpin_rejected_answers_total',
    help: 'Wrong or incomplete answers of a provider, none of which was stored, by what was wrong (docs/adr/0009-completeness.md)',
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

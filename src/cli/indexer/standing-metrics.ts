import { Gauge, type Registry } from 'prom-client'
import { ageOf, type Standing } from '../../reads/standing'
import type { StallAlarm } from './stall-alarm'

/** Figures of `/status`, as the indexer knows them; one that is not known is absent. */
const FIGURES: readonly [name: string, help: string, value: (now: Standing) => number | null][] = [
  ['linchpin_indexed_block', 'Last indexed block', ({ number }) => number],
  ['linchpin_head_block', 'Last block of the chain, as last seen', ({ head }) => head],
  [
    'linchpin_lag_blocks',
    'Blocks between the last indexed block and the last one of the chain, as last seen',
    ({ number, head }) => head && Math.max(0, head - number),
  ],
  [
    'linchpin_head_seen_age_seconds',
    'Seconds since a provider answered with the head',
    ({ headAge }) => headAge,
  ],
  [
    'linchpin_commit_age_seconds',
    'Seconds since the last commit of this process',
    ({ commitAge }) => commitAge,
  ],
  [
    'linchpin_block_age_seconds',
    "Seconds since the last indexed block's own time",
    ({ blockAge }) => blockAge,
  ],
  [
    'linchpin_age_seconds',
    'Age of the index as in _meta.age: absent for a recording that is indexed',
    ageOf,
  ],
]
const REASONS = ['PROVIDER_SILENT', 'PROVIDER_BEHIND', 'OLD_BLOCK', 'BEHIND']

/** Registers the metrics of how current the index is, and their alarm. */
export function addStandingMetrics(registry: Registry, alarm: StallAlarm): void {
  const registers = [registry]
  for (const [name, help, value] of FIGURES) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.reset()
        const known = value(alarm.standing())
        if (known === null) this.remove()
        else this.set(known)
      },
    })
  }
  new Gauge({
    name: 'linchpin_no_new_block',
    help: '1 for the reason for which no new block is indexed for longer than LINCHPIN_MAX_LAG_SECONDS, else 0: alert on any 1',
    labelNames: ['reason'],
    registers,
    collect() {
      const code = alarm.alarm()?.code
      for (const reason of REASONS) this.set({ reason }, Number(reason === code))
    },
  })
}

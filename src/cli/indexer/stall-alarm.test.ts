import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { Sightings } from './sightings'
import { StallAlarm } from './stall-alarm'
import { addStandingMetrics } from './standing-metrics'

type Provider = ReturnType<ConstructorParameters<typeof StallAlarm>[0]['rpc']['status']>[number]

function running(source: 'RPC' | 'RECORDING' = 'RPC') {
  let ms = 0
  let head = 100
  let seenAt = 0
  const lines: { msg: string; fields: Record<string, unknown> }[] = []
  const note = (fields: object, msg: string) => void lines.push({ msg, fields: { ...fields } })
  const sightings = new Sightings(source, () => ms)
  sightings.indexedTo(100)
  const status = () => [{ name: 'http://node', head, headAgeMs: ms - seenAt } as Provider]
  const alarm = new StallAlarm({
    network: { name: 'custom', startBlock: 0 },
    sightings,
    rpc: { status },
    position: () => ({ height: 100, timestamp: 1 }),
    maxLagSeconds: 30,
    logger: { warn: note, info: note } as never,
    now: () => ms,
  })
  const registry = new Registry()
  addStandingMetrics(registry, alarm)
  return {
    lines,
    sightings,
    metrics: () => registry.metrics(),
    /** Looks every four seconds. @param next head of the node at that time; null: it does not answer */
    pass(seconds: number, next: number | null) {
      for (const end = ms + seconds * 1000; ms < end; ) {
        ms += 4_000
        if (next !== null) {
          head = next
          seenAt = ms
        }
        alarm.check()
      }
    },
  }
}

test.each([
  ['a node that is down', null, 'PROVIDER_SILENT'],
  ['a node that fell behind', 90, 'PROVIDER_BEHIND'],
  ['a node with blocks that are not indexed', 140, 'BEHIND'],
])('%s: a line once, then once a minute, and a metric', async (_, head, reason) => {
  const { lines, pass, metrics } = running()
  pass(20, 100)
  pass(28, head)
  expect(lines).toEqual([])
  pass(8, head)
  expect(lines).toEqual([
    {
      msg: 'no new block',
      fields: expect.objectContaining({ code: 'LP2017', reason, block: 100 }),
    },
  ])
  expect(lines[0]!.fields.heads).toEqual({ 'http://node': head ?? 100 })
  expect(await metrics()).toContain(`linchpin_no_new_block{reason="${reason}"} 1`)
  pass(50, head)
  expect(lines).toHaveLength(1)
  pass(300, head)
  expect(lines).toHaveLength(6)
})

test('its end is a line, too', async () => {
  const { lines, pass, sightings, metrics } = running()
  pass(20, 100)
  pass(60, null)
  pass(8, 100)
  expect(lines.map(({ msg }) => msg)).toEqual(['no new block', 'new block after a stall'])
  expect(await metrics()).not.toMatch(/linchpin_no_new_block\{.*\} 1/)
  sightings.indexedTo(100)
})

test('a custom chain without blocks, and a recording that ended, raise no alarm', async () => {
  for (const source of ['RPC', 'RECORDING'] as const) {
    const { lines, pass } = running(source)
    pass(3_600, 100)
    expect(lines).toEqual([])
  }
})

test('the metrics have the figures; one that is unknown is absent', async () => {
  const { pass, metrics } = running()
  pass(8, 100)
  pass(12, 107)
  const text = await metrics()
  expect(text).toMatch(/^linchpin_head_block 107$/m)
  expect(text).toMatch(/^linchpin_lag_blocks 7$/m)
  expect(text).toMatch(/^linchpin_age_seconds 0$/m)
  expect(await running().metrics()).not.toMatch(/^linchpin_head_block \d/m)
})

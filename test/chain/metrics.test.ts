import { spawn } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../../src/chain/http'
import { loadRecording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import { FIXTURE } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'

const KEY = 'k3y-0123456789'

test('metrics cover each provider, the checks and the events, and contain no key', async () => {
  const replay = await startReplay(await loadRecording(FIXTURE))
  const database = await createMigratedDatabase('metrics')
  const free = await listen(() => {}, {})
  await free.close()
  const child = spawn(process.execPath, ['lib/cli/main.js', 'index'], {
    env: {
      ...process.env,
      DB_URL: database.url,
      RPC_ENDPOINT: `${replay.url}/v2/${KEY},${replay.url}/v3/${KEY},http://127.0.0.1:1`,
      LINCHPIN_NETWORK: 'custom',
      LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
      LINCHPIN_POLL_BLOCKS: '0',
      PROCESSOR_PROMETHEUS_PORT: String(free.port),
    },
    stdio: 'ignore',
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await replay.close()
    await database.drop()
  })
  const read = async () => (await fetch(`${free.url}/metrics`).catch(() => null))?.text() ?? ''
  await expect
    .poll(read, { timeout: 60_000, interval: 200 })
    .toContain('linchpin_indexed_events_total 11126')
  const metrics = await read()
  const value = (line: string) => Number(new RegExp(`^${line} (\\S+)$`, 'm').exec(metrics)?.[1])
  const first = `{provider="${replay.url}"}`
  const second = `{provider="${replay.url} \\(2\\)"}`
  for (const provider of [first, second]) {
    expect(value(`linchpin_rpc_calls_total${provider}`)).toBeGreaterThan(10)
    expect(value(`linchpin_rpc_head_block${provider}`)).toBe(5000)
    expect(value(`linchpin_rpc_available${provider}`)).toBe(1)
  }
  const dead = 'provider="http://127.0.0.1:1",fault="retry"'
  expect(value(`linchpin_rpc_failed_calls_total{${dead}}`)).toBeGreaterThan(0)
  expect(value('linchpin_proven_blocks_total{by="logs"}')).toBeGreaterThan(0)
  expect(value('linchpin_skipped_checks_total')).toBe(0)
  expect(metrics).not.toMatch(/^linchpin_rejected_answers_total\S/m)
  expect(metrics).toContain('sqd_processor_last_block')
  expect(metrics).not.toContain(KEY)
})

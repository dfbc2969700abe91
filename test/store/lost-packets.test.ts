import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { someOf } from '../long.mjs'
import { spawnCli } from '../sim/indexer'
import { startTestApi } from '../support/api/api-client'
import { reached, upTo } from '../support/chain/forks'
import { LiveIndex } from '../support/chain/live-index'
import { type Loss, LossyProxy } from '../support/lossy-proxy'

const FINAL = 180
const INDEXED = 200

let live: LiveIndex
let proxy: LossyProxy
let child: ChildProcess
let log: string

beforeEach(async () => {
  live = await LiveIndex.create(FINAL, INDEXED, INDEXED)
  proxy = await LossyProxy.start(live.index.url)
})

afterEach(async () => {
  child?.kill('SIGKILL')
  await proxy.stop()
  await live.end()
})

function start(): Promise<number | null> {
  log = ''
  child = spawnCli(['index'], live.node.url, proxy.url)
  child.stderr!.on('data', (text) => {
    log += text
  })
  return once(child, 'close').then(([code]) => code)
}

/** As an indexer that runs for as long as the test does. */
async function seemIndexing(): Promise<void> {
  const { client } = live.index
  await client.query(`UPDATE indexer_state SET source = 'RPC', head = ${INDEXED}, head_seen_at = now(),
    level_at = now() + '1 hour', complete_at = now() + '1 hour'`)
  await client.query(`UPDATE writer SET heartbeat = now() + '1 hour'`)
}

const LOSSES: [string, Loss, boolean, boolean][] = [
  ['at the head: nothing arrives any more, new connections too', 'all', true, false],
  ['at the head: nothing arrives on open connections', 'all', false, false],
  ['at the head: answers are lost on open connections', 'answers', false, false],
  ['while it indexes: nothing arrives on open connections', 'all', false, true],
]

test.each(someOf(LOSSES, 2))(
  'packets are lost, %s: it ends with exit 69, nothing is written meanwhile, and the next start is exact',
  async (_, loss, alsoNew, isBusy) => {
    const ended = start()
    live.exchange(upTo(live.recording, INDEXED + 5))
    if (!isBusy) await reached(live.index.client, live.recording.blockAt(INDEXED + 5)!)
    else await expect.poll(() => log.length, { timeout: 60_000 }).toBeGreaterThan(0)
    proxy.lose(loss, alsoNew)
    live.exchange(upTo(live.recording, INDEXED + 20))
    expect(await ended, log).toBe(69)
    expect(log).toMatch(/LP3009|LP3026|LP3001/)
    proxy.heal()
    // Until its claim is stale, Postgres takes the dead process for alive.
    let again = start()
    await expect
      .poll(
        async () => {
          if (child.exitCode !== null) again = start()
          return (await live.index.client.query('SELECT height FROM cursor')).rows[0].height
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBe(INDEXED + 20)
    await live.expectExact(upTo(live.recording, INDEXED + 20))
    child.kill('SIGTERM')
    expect(await again).toBe(0)
  },
)

test.each(someOf<Loss>(['all', 'answers'], 1))(
  'the API without packets of the database (%s) is not ready, says why, and recovers',
  async (loss) => {
    await seemIndexing()
    const api = await startTestApi(proxy.url)
    try {
      const status = async (path: string) => (await fetch(new URL(path, api.url))).status
      await expect.poll(() => status('/ready')).toBe(200)
      proxy.lose(loss, true)
      const response = await fetch(new URL('/ready', api.url))
      expect(response.status).toBe(503)
      expect(await response.json()).toMatchObject({
        reasons: [{ code: 'DATABASE_SILENT', message: expect.stringContaining('database') }],
      })
      proxy.heal()
      await expect.poll(() => status('/ready'), { timeout: 60_000 }).toBe(200)
      await expect
        .poll(() => api.ask('{ _meta { block { number } } }').catch(String), { timeout: 60_000 })
        .toMatchObject({ _meta: { block: { number: INDEXED } } })
    } finally {
      await api.close()
    }
  },
)

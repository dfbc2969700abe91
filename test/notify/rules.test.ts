import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import { rewind } from '../../src/store/rewind'
import { branch, straight } from '../support/chain/branches'
import { HotIndex, type Ref } from '../support/chain/hot-index'
import { Listener, until } from '../support/notify/listener'
import {
  type AlertRow,
  firedAfter,
  hasSeenAll,
  RULES,
  readAlerts,
  readFiredKeys,
  rulesOf,
} from '../support/notify/rules'
import { startTestNotify } from '../support/notify/started'
import { FIXTURE } from '../support/recordings'

const START = 100
const END = 2_300

let recording: Recording
let index: HotIndex
/** Evaluated while the chain was indexed. */
let alerts: AlertRow[]

const ref = (number: number): Ref => ({ height: number, hash: recording.blockAt(number)!.hash })
const chain = (from: number, to: number) => straight(recording, from, to)
const create = () => HotIndex.create(networkFromDeployment(recording.deployment))
const start = (of: HotIndex) => startTestNotify(of.url, { file: rulesOf(RULES) })
const seen = (of: HotIndex) => until(() => hasSeenAll(of.client))

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  index = await create()
  await index.feed.final(chain(1, START))
  const notify = await start(index)
  for (let at = START + 1; at <= END; at += 50)
    await index.feed.final(chain(at, Math.min(at + 49, END)))
  await seen(index)
  await notify.close()
  alerts = await readAlerts(index.client)
}, 180_000)

afterAll(async () => {
  await index.drop()
  await HotIndex.dropTemplate()
})

const of = (rule: string, state: string) =>
  alerts.filter((alert) => alert.rule === rule && alert.state === state)

test('each rule about the chain fires and clears, but redistribution, which no event switches off', () => {
  for (const rule of ['share', 'hhi', 'largest', 'fast', 'slasher', 'queued']) {
    expect(of(rule, 'fired').length, rule).toBeGreaterThan(0)
    expect(of(rule, 'cleared').length, rule).toBeGreaterThan(0)
  }
  // No operator of this chain raises its delay to the exit delay.
  expect(of('captive', 'fired').length).toBeGreaterThan(0)
  expect(of('redistribution', 'fired').length).toBeGreaterThan(0)
  expect(of('large', 'event').length).toBeGreaterThan(0)
  expect(of('slashings', 'event').length).toBeGreaterThan(0)
})

/** Stake of each pool after each block, by plain loops over the history. */
async function stakes(): Promise<Map<number, Map<string, Map<string, bigint>>>> {
  const { rows } = await index.client.query(
    `SELECT from_block, to_block, operator_id AS operator, pool_id AS pool, shares::text FROM operator_stake ORDER BY from_block`,
  )
  const found = new Map<number, Map<string, Map<string, bigint>>>()
  for (let block = START; block <= END; block++) {
    const pools = new Map<string, Map<string, bigint>>()
    for (const row of rows) {
      if (row.from_block > block || (row.to_block !== null && row.to_block <= block)) continue
      const pool = pools.get(row.pool) ?? new Map<string, bigint>()
      pools.set(row.pool, pool.set(row.operator, BigInt(row.shares)))
    }
    found.set(block, pools)
  }
  return found
}

test('shares and concentration fire and clear at the blocks where plain loops over the history cross the thresholds', async () => {
  const expected: string[] = []
  const fired = new Set<string>()
  const step = (
    block: number,
    rule: string,
    subject: string,
    value: number,
    above: number,
    below: number,
  ) => {
    const key = `${rule} ${subject}`
    if (!fired.has(key) && value >= above) {
      fired.add(key)
      if (block > START) expected.push(`${block} ${key} fired`)
    } else if (fired.has(key) && value < below) {
      fired.delete(key)
      expected.push(`${block} ${key} cleared`)
    }
  }
  for (const [block, pools] of await stakes()) {
    for (const [pool, shares] of pools) {
      const all = [...shares.values()].map(Number)
      const total = all.reduce((a, b) => a + b, 0)
      for (const [operator, own] of shares)
        step(block, 'share', `${operator}-${pool}`, total > 0 ? Number(own) / total : 0, 0.5, 0.4)
      step(
        block,
        'hhi',
        pool,
        total > 0 ? all.reduce((a, b) => a + (b / total) ** 2, 0) : 0,
        0.6,
        0.5,
      )
      step(block, 'largest', pool, total > 0 ? Math.max(...all) / total : 0, 0.6, 0.6)
    }
  }
  const found = alerts
    .filter(({ rule, block }) => ['share', 'hhi', 'largest'].includes(rule) && block! > START)
    .map(({ block, rule, subject, state }) => `${block} ${rule} ${subject} ${state}`)
  expect(expected.length).toBeGreaterThan(20)
  expect(found.sort()).toEqual(expected.sort())
})

test('slashers fire at the event that announces them, and clear at the block that it names', async () => {
  const { rows } = await index.client.query(
    `SELECT block, arguments FROM contract_event WHERE name = 'SlasherUpdated' AND block > $1 AND block <= $2 ORDER BY id`,
    [START, END],
  )
  const announced = rows.filter(
    ({ block, arguments: { effectBlock } }) => Number(effectBlock) > block,
  )
  expect(announced.length).toBeGreaterThan(0)
  expect(of('slasher', 'fired').map(({ block }) => block)).toEqual(
    announced.map(({ block }) => block),
  )
  const due = announced
    .map(({ arguments: { effectBlock } }) => Number(effectBlock))
    .filter((at) => at <= END)
  expect(of('slasher', 'cleared').map(({ block }) => block)).toEqual(due.sort((a, b) => a - b))
})

test('slashings wait as long as the contract lists their shares', async () => {
  const { rows } = await index.client.query(
    `SELECT DISTINCT operator_set_id || '/' || slash_id AS key FROM slashed_shares WHERE to_block IS NULL`,
  )
  const fired = firedAfter(alerts).filter((key) => key.startsWith('queued '))
  expect(fired).toEqual(rows.map(({ key }) => `queued ${key}`).sort())
  expect(of('queued', 'fired').length).toBeGreaterThan(fired.length)
})

test('captive operators are those whose delay, or announced delay, is below the exit delay of the deployment', async () => {
  const exit = 64
  const { rows } = await index.client.query(
    `SELECT arguments ->> 'operator' AS operator, arguments ->> 'delay' AS delay, (arguments ->> 'effectBlock')::int AS effect
     FROM contract_event WHERE name = 'AllocationDelaySet' AND block <= $1 ORDER BY id`,
    [END],
  )
  const delays = new Map<string, number[]>()
  for (const { operator, delay, effect } of rows) {
    const before = delays.get(operator)?.at(-1)
    delays.set(
      operator,
      effect > END && before !== undefined ? [before, Number(delay)] : [Number(delay)],
    )
  }
  const captive = [...delays]
    .filter(([, all]) => all.some((delay) => delay < exit))
    .map(([operator]) => `captive ${operator}`)
  expect(firedAfter(alerts).filter((key) => key.startsWith('captive '))).toEqual(captive.sort())
})

test('evaluated later, by a process whose connections are cut again and again, alerts are the same, each once', async () => {
  const other = await create()
  await other.feed.final(chain(1, START))
  await (await start(other)).close()
  for (let at = START + 1; at <= END; at += 50)
    await other.feed.final(chain(at, Math.min(at + 49, END)))
  let cuts = 0
  while (!(await hasSeenAll(other.client))) {
    const notify = await start(other).catch(() => null)
    if (!notify) continue
    const failed = notify.failed.catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 30 + 40 * (cuts % 5)))
    const { rowCount } = await other.client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'linchpin notify' AND datname = current_database()`,
    )
    if (rowCount) {
      cuts += 1
      await failed
    }
    await notify.close()
    await other.client.query('UPDATE linchpin_notify.lease SET name = NULL')
  }
  expect(cuts).toBeGreaterThan(1)
  expect(await readAlerts(other.client)).toEqual(alerts)
  await other.drop()
})

test('after forks, what is fired is what an index without forks fires, and each alert of a lost block is announced as undone', async () => {
  const [base, fork, head] = [1_180, 1_200, 1_300]
  const forked = await create()
  await forked.feed.final(chain(1, base))
  const notify = await start(forked)
  const other = (style: 'empty' | 'shifted') =>
    branch(recording, { number: fork, ...ref(fork) }, head, style)
  await forked.write(ref(base), chain(base + 1, head), 7, ref(base))
  await seen(forked)
  for (const style of ['shifted', 'empty'] as const) {
    await forked.write(ref(fork), other(style), 7, ref(base))
    // With the second branch the rules see several rollbacks at once.
    if (style === 'shifted') await seen(forked)
  }
  await forked.write(ref(fork), chain(fork + 1, head), 7, ref(base))
  await seen(forked)
  const final = await Listener.connect(notify.url, '?since=0&delivery=final&kind=alert')
  const early = final.messages.length
  await forked.write(ref(head), chain(head + 1, head + 1), 1, ref(head))
  await seen(forked)
  const clean = await create()
  await clean.feed.final(chain(1, base))
  const second = await start(clean)
  await clean.feed.final(chain(base + 1, head + 1))
  await seen(clean)
  await second.close()
  const found = await readAlerts(forked.client)
  expect(found.filter(({ state }) => state === 'undone').length).toBeGreaterThan(10)
  expect(firedAfter(found)).toEqual(await readFiredKeys(forked.client))
  expect(await readFiredKeys(forked.client)).toEqual(await readFiredKeys(clean.client))
  const undone = new Set(found.map(({ undoes }) => undoes))
  const finals = found.filter(
    ({ seq, part, state, block }) =>
      state !== 'undone' && block! <= head && !undone.has(`${seq}.${part}`),
  )
  await until(() => final.messages.length >= finals.length)
  expect(final.messages.map(({ cursor }) => cursor)).toEqual(
    finals.map(({ seq, part }) => `${seq}.${part}`),
  )
  expect(early).toBeLessThan(finals.length)
  const live = (rows: AlertRow[]) =>
    rows
      .filter(
        ({ seq, part, state, block }) =>
          state !== 'undone' && block! > base && !undone.has(`${seq}.${part}`),
      )
      .map(({ rule, subject, state, block, data }) =>
        JSON.stringify([rule, subject, state, block, data]),
      )
  const expected = live(
    await readAlerts(clean.client).then((rows) => rows.map((row) => ({ ...row, seq: -1 }))),
  )
  expect(live(found).sort()).toEqual(expected.sort())
  // A person rolls final blocks back: those who had their alerts are told.
  await forked.feed.database.close()
  await rewind(forked.client, fork)
  const gone = finals
    .filter(({ block }) => block! > fork)
    .map(({ seq, part }) => `${seq}.${part}`)
    .reverse()
  const told = () => final.messages.flatMap(({ undoes }) => undoes ?? [])
  await until(() => told().length >= gone.length)
  expect(told()).toEqual(gone)
  expect(gone.length).toBeGreaterThan(5)
  await final.stop()
  await notify.close()
  await Promise.all([forked.drop(), clean.drop()])
})

describe('rules about the index', () => {
  test('an indexer that has stopped fires, and clears when it goes on', async () => {
    const own = await create()
    await own.feed.final(chain(1, 5))
    await own.client.query(
      `UPDATE indexer_state SET source = 'RECORDING', head = 5, head_seen_at = now(), level_at = now(), complete_at = now()`,
    )
    const text = 'rules: [{ name: behind, rule: indexer-behind, seconds: 100 }]'
    const notify = await startTestNotify(own.url, { file: rulesOf(text) })
    const states = async () =>
      (await readAlerts(own.client)).map(({ state, data }) => [state, data.code])
    await own.client.query(`UPDATE cursor SET stopped = 'LP2003: no such block'`)
    await until(async () => (await states()).length === 1)
    await own.client.query('UPDATE cursor SET stopped = NULL')
    await until(async () => (await states()).length === 2)
    expect(await states()).toEqual([
      ['fired', 'INDEXER_STOPPED'],
      ['cleared', null],
    ])
    await notify.close()
    await own.drop()
  })

  test('an invalid block fires, once across restarts, and clears when it is verified', async () => {
    const own = await create()
    await own.feed.final(chain(1, 5))
    const file = rulesOf('rules: [{ name: invalid, rule: invalid-block }]')
    await own.client.query(
      `INSERT INTO invalid_block (block, reason) VALUES (3, 'another root of logs')`,
    )
    for (let run = 0; run < 2; run++) {
      const notify = await startTestNotify(own.url, { file })
      await new Promise((resolve) => setTimeout(resolve, 300))
      if (run === 1) {
        await own.client.query('DELETE FROM invalid_block')
        await until(async () => (await readAlerts(own.client)).length > 1)
      }
      await notify.close()
    }
    const found = (await readAlerts(own.client)).map(({ subject, state }) => `${subject} ${state}`)
    expect(found).toEqual(['3 fired', '3 cleared'])
    await own.drop()
  })

  test('a rule that is new or changed is evaluated on all there is, one that is removed is forgotten', async () => {
    const run = async (text: string) => {
      await (await startTestNotify(index.url, { file: rulesOf(text) })).close()
      return readFiredKeys(index.client)
    }
    const before = firedAfter(alerts).filter((key) => key.startsWith('captive '))
    expect(await run('rules: [{ name: mine, rule: operator-captive }]')).toEqual(
      before.map((key) => key.replace('captive', 'mine')),
    )
    const [operator] = before.map((key) => key.slice('captive '.length))
    expect(
      await run(`rules: [{ name: mine, rule: operator-captive, operators: ["${operator}"] }]`),
    ).toEqual([`mine ${operator}`])
    expect(await run('rules: []')).toEqual([])
  })
})

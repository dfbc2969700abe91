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
})

afterAll(async () => {
  await index.drop()
})

const of = (rule: string, state: string) =>
  alerts.filter((alert) => alert.rule === rule && alert.state === state)

test('each rule about the chain that has a state fires and clears', () => {
  const withState = ['share', 'hhi', 'largest', 'set-share', 'set-hhi', 'fast', 'slasher', 'queued']
  for (const rule of withState) {
    expect(of(rule, 'fired').length, rule).toBeGreaterThan(0)
    expect(of(rule, 'cleared').length, rule).toBeGreaterThan(0)
  }
  // No operator of a recording raises its delay to the exit delay; rules-killed.test.ts has one that does.
  expect(of('captive', 'fired').length).toBeGreaterThan(0)
  expect(of('large', 'event').length).toBeGreaterThan(0)
  expect(of('slashings', 'event').length).toBeGreaterThan(0)
})

/** Stake by operator of each pool, and of each operator set in each of its pools, after each block: plain loops over the history. */
async function stakes(): Promise<Map<number, Map<string, Map<string, bigint>>>> {
  const versions = async (table: string, columns: string) => {
    const { rows } = await index.client.query(
      `SELECT from_block, to_block, ${columns} FROM ${table} ORDER BY from_block`,
    )
    return (block: number) =>
      rows.filter(
        (row) => row.from_block <= block && (row.to_block === null || row.to_block > block),
      )
  }
  const stakesAt = await versions(
    'operator_stake',
    'operator_id AS operator, pool_id AS pool, shares::text',
  )
  const membersAt = await versions(
    'avs_registration',
    'operator_id AS operator, operator_set_id AS set',
  )
  const poolsAt = await versions('operator_set_pool', 'operator_set_id AS set, pool_id AS pool')
  const found = new Map<number, Map<string, Map<string, bigint>>>()
  for (let block = START; block <= END; block++) {
    const groups = new Map<string, Map<string, bigint>>()
    const add = (group: string, operator: string, shares: bigint) =>
      groups.set(group, (groups.get(group) ?? new Map<string, bigint>()).set(operator, shares))
    const byPool = new Map<string, [string, bigint][]>()
    for (const { operator, pool, shares } of stakesAt(block)) {
      add(pool, operator, BigInt(shares))
      byPool.set(pool, [...(byPool.get(pool) ?? []), [operator, BigInt(shares)]])
    }
    const members = new Set(membersAt(block).map(({ operator, set }) => `${operator} ${set}`))
    for (const { set, pool } of poolsAt(block)) {
      for (const [operator, shares] of byPool.get(pool) ?? []) {
        if (members.has(`${operator} ${set}`)) add(`${set}-${pool}`, operator, shares)
      }
    }
    found.set(block, groups)
  }
  return found
}

/** Thresholds of the rules about shares. */
const BOUNDS: Record<string, [above: number, clearBelow: number]> = {
  share: [0.5, 0.4],
  hhi: [0.6, 0.5],
  largest: [0.6, 0.6],
  'set-share': [0.5, 0.4],
  'set-hhi': [0.6, 0.5],
}

test('shares and concentration, of pools and operator sets, fire and clear at the blocks where plain loops over the history cross the thresholds', async () => {
  const expected: string[] = []
  const fired = new Set<string>()
  for (const [block, groups] of await stakes()) {
    const values = new Map<string, number>([...fired].map((key) => [key, 0]))
    for (const [group, shares] of groups) {
      const isSet = group.includes('/')
      const all = [...shares.values()].map(Number)
      const total = all.reduce((a, b) => a + b, 0)
      const part = (own: number) => (total > 0 ? own / total : 0)
      for (const [operator, own] of shares)
        values.set(`${isSet ? 'set-share' : 'share'} ${operator}-${group}`, part(Number(own)))
      const hhi = all.reduce((sum, own) => sum + part(own) ** 2, 0)
      values.set(`${isSet ? 'set-hhi' : 'hhi'} ${group}`, hhi)
      if (!isSet) values.set(`largest ${group}`, part(Math.max(...all)))
    }
    for (const [key, value] of values) {
      const [above, clearBelow] = BOUNDS[key.split(' ')[0]!]!
      if (!fired.has(key) && value >= above) {
        fired.add(key)
        if (block > START) expected.push(`${block} ${key} fired`)
      } else if (fired.has(key) && value < clearBelow) {
        fired.delete(key)
        expected.push(`${block} ${key} cleared`)
      }
    }
  }
  const found = alerts
    .filter(({ rule, block }) => rule in BOUNDS && block! > START)
    .map(({ block, rule, subject, state }) => `${block} ${rule} ${subject} ${state}`)
  for (const rule of Object.keys(BOUNDS)) {
    expect(expected.filter((line) => line.includes(` ${rule} `)).length, rule).toBeGreaterThan(5)
  }
  expect(found.sort()).toEqual(expected.sort())
})

test('redistribution is said at the block of its event, and nothing clears it', async () => {
  const { rows } = await index.client.query(
    `SELECT block, arguments -> 'operatorSet' AS set, arguments ->> 'redistributionRecipient' AS recipient
     FROM contract_event WHERE name = 'RedistributionAddressSet' AND block > $1 AND block <= $2 ORDER BY id`,
    [START, END],
  )
  const found = alerts.filter(({ rule }) => rule === 'redistribution')
  expect(
    found.map(({ state, block, subject, data }) => [state, block, subject, data.recipient]),
  ).toEqual(
    rows.map(({ block, set: { avs, id }, recipient }) => [
      'event',
      block,
      `${avs}/${id}`,
      recipient,
    ]),
  )
  expect(found.length).toBeGreaterThan(0)
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
      if (run === 0) {
        await until(async () => (await readAlerts(own.client)).length === 1)
      } else {
        // Time to fire again, which it must not.
        await new Promise((resolve) => setTimeout(resolve, 300))
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

  test('rules by operator set are about the AVSs, operator sets and pools that they name', async () => {
    const run = async (settings: string) => {
      const text = `rules: [{ name: mine, rule: operator-share, by: operator-set, above: 0.2, ${settings} }]`
      await (await startTestNotify(index.url, { file: rulesOf(text) })).close()
      return readFiredKeys(index.client)
    }
    const all = await run('')
    const [, set, pool] = /-(0x\w+\/\d+)-(0x\w+)$/.exec(all[0]!)!
    const avs = set!.split('/')[0]!
    for (const [settings, part] of [
      [`avss: ["${avs}"]`, `-${avs}/`],
      [`operatorSets: ["${set}"]`, `-${set}-`],
      [`pools: ["${pool}"]`, `-${pool}`],
    ] as const) {
      const expected = all.filter((key) => key.includes(part))
      expect(await run(settings)).toEqual(expected)
      expect(expected.length).toBeLessThan(all.length)
    }
  })
})

import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import { sharedVault } from '../../src/notify/rules/vault-rules'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { blockOf, Feed } from '../support/chain/feed'
import { type OutboxRow, readOutbox } from '../support/outbox'
import type { TestDatabase } from '../support/postgres'
import { BOTH } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'

let database: TestDatabase
let client: Client
let api: TestApi
let head: number
let rows: OutboxRow[]

beforeAll(async () => {
  const chain = await loadRecording(BOTH)
  head = chain.head
  database = await createMigratedDatabase('vaultfeed')
  const feed = new Feed(database.url, networkFromDeployment(chain.deployment))
  // So that changes of the whole history are written.
  feed.chainHead = 1
  for (let from = 1; from <= head; from += 100) {
    const size = Math.min(100, head - from + 1)
    await feed.final(Array.from({ length: size }, (_, at) => blockOf(chain, from + at)))
  }
  await feed.database.close()
  client = new Client({ connectionString: database.url })
  await client.connect()
  api = await startTestApi(database.url)
  rows = await readOutbox(client)
})

afterAll(async () => {
  await api.close()
  await client.end()
  await database.drop()
})

const of = (kind: string) => rows.filter((row) => row.kind === kind)

/** All logs of an event, in the order of the chain. */
async function logs(name: string): Promise<Record<string, string>[]> {
  const { rows: found } = await client.query(
    `SELECT '0x' || encode(address, 'hex') AS address, kind, block, arguments FROM contract_event
     WHERE name = $1 AND kind IN ('VAULT_SLASHER', 'DELEGATOR') ORDER BY block, log_index`,
    [name],
  )
  return found.map(({ address, block, arguments: args }) => ({ address, block, ...args }))
}

describe('slashings of vaults', () => {
  test.each([
    ['slashRequested', ['RequestSlash']],
    ['slashExecuted', ['Slash', 'ExecuteSlash']],
    ['slashVetoed', ['VetoSlash']],
  ])('%s comes once for each log, in its block', async (kind, names) => {
    const expected = (await Promise.all(names.map(logs))).flat()
    expect(expected.length).toBeGreaterThan(0)
    const key = (one: { block: unknown; slasher: unknown }) => `${one.block} ${one.slasher}`
    const messages = of(kind).map(({ block, data }) => key({ block, slasher: data.slasher }))
    const emitted = expected.map(({ block, address }) => key({ block, slasher: address }))
    expect(messages.sort()).toEqual(emitted.sort())
  })

  test('slashExpired comes in the block in which the status becomes EXPIRED, once for each', async () => {
    const status = async (block: number) => {
      const { slashings } = await api.ask(
        `{ slashings(block: {number: ${block}}, where: {protocol_eq: SYMBIOTIC}, limit: 1000) { id status } }`,
      )
      return new Map<string, string>(
        slashings.map(({ id, status: now }: { id: string; status: string }) => [id, now]),
      )
    }
    const expired = of('slashExpired')
    const atHead = [...(await status(head))].filter(([, now]) => now === 'EXPIRED')
    expect(expired.map(({ data }) => data.id).sort()).toEqual(atHead.map(([id]) => id).sort())
    expect(expired.length).toBeGreaterThan(3)
    for (const { block, data } of expired) {
      expect((await status(block! - 1)).get(data.id as string)).toBe('REQUESTED')
      expect((await status(block!)).get(data.id as string)).toBe('EXPIRED')
    }
  })

  test('none is told as a slashing of EigenLayer', () => {
    const sets = of('slashing').map(({ data }) => data.operatorSet)
    expect(sets.length).toBeGreaterThan(0)
    expect(sets.filter((set) => String(set).startsWith('symbiotic-'))).toEqual([])
  })

  test('subjects are operator, network, subnetwork, vault and slasher', () => {
    const { subjects, data } = of('slashExecuted')[0]!
    const network = String(data.operatorSet).replace('symbiotic-', '').split('/')[0]
    expect(subjects).toEqual([data.operator, network, data.operatorSet, data.vault, data.slasher])
  })
})

test('a limit that falls is told with its vault, a network that cuts the curator without a log included', async () => {
  const cuts = of('limitCut')
  expect(cuts.length).toBeGreaterThan(20)
  for (const { subjects, data } of cuts) {
    expect(data.vault).toMatch(/^0x[0-9a-f]{40}$/)
    expect(subjects).toContain(data.vault)
    const before = data.before as Record<string, string>
    expect(
      Object.keys(before).some((name) => BigInt(data[name] as string) < BigInt(before[name]!)),
    ).toBe(true)
  }
  const silent = cuts.filter(({ data }) => {
    const before = data.before as Record<string, string>
    return data.networkLimit === data.maxNetworkLimit && before.networkLimit !== data.networkLimit
  })
  expect(silent.length).toBeGreaterThan(0)
})

test('a vault is shared when logs give limits in it to that many networks', async () => {
  const limits = new Map<string, { max: bigint; limit: bigint }>()
  const all = [...(await logs('SetMaxNetworkLimit')), ...(await logs('SetNetworkLimit'))]
  const { rows: order } = await client.query(
    `SELECT '0x' || encode(address, 'hex') AS address, name, arguments FROM contract_event
     WHERE name IN ('SetMaxNetworkLimit', 'SetNetworkLimit') ORDER BY block, log_index`,
  )
  expect(order).toHaveLength(all.length)
  for (const { address, name, arguments: args } of order) {
    const key = `${address} ${args.subnetwork}`
    const { max, limit } = limits.get(key) ?? { max: 0n, limit: 0n }
    const amount = BigInt(args.amount)
    if (name === 'SetNetworkLimit') limits.set(key, { max, limit: amount })
    else limits.set(key, { max: amount, limit: limit < amount ? limit : amount })
  }
  const { rows: vaults } = await client.query(
    `SELECT key, '0x' || encode(delegator, 'hex') AS delegator, delegator_type AS type FROM vault WHERE to_block IS NULL`,
  )
  const expected = new Map<string, number>()
  for (const { key, delegator, type } of vaults) {
    const networks = new Set<string>()
    for (const [name, { max, limit }] of limits) {
      const counted = type === 'OPERATOR_NETWORK_SPECIFIC' ? max : limit
      if (name.startsWith(delegator) && counted > 0n) networks.add(name.split(' ')[1]!.slice(0, 42))
    }
    if (networks.size > 0) expected.set(key, networks.size)
  }
  const query = async <T>(text: string, params?: unknown[]) =>
    (await client.query(text, params)).rows as T[]
  const found = await sharedVault(3, null).judge(query, head, null, [])
  const counts = found.map(({ subject, data }) => [subject, (data.networks as string[]).length])
  expect(new Map(counts as [string, number][])).toEqual(expected)
  for (const { subject, fires } of found) expect(fires).toBe(expected.get(subject)! >= 3)
  expect(found.filter(({ fires }) => fires).length).toBeGreaterThan(0)
  const touched = of('block').flatMap(({ data }) => sharedVault(2, null).touched('block', data))
  expect(new Set(touched)).toEqual(new Set(vaults.map(({ key }) => key)))
})

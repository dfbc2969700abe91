import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Caller } from '../../src/contracts/calls'
import { totalAssets } from '../../src/contracts/vault-v2-view'
import { Poller } from '../../src/poll/poller'
import { rollBackAbove } from '../../src/store/rollback'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { encodeAnswer } from '../support/contracts'
import { createIndexedDatabase } from '../support/indexed-database'
import { recordLog } from '../support/log-lines'
import type { TestDatabase } from '../support/postgres'
import { V2 } from '../support/recordings'
import { groundTruthV2 } from '../support/vaults-v2'

/*
 * A recording prices what adapters deposit to by its own transfers. Here its sources have no price, as on a live chain, and adapters
 * answer what the contracts answered at the checkpoint.
 */

const checkpoints = groundTruthV2(V2)
const isDeposit = (family: string) => !/AppAdapter$/.test(family)
/** The first one at which an adapter has assets elsewhere, and the next. */
const at = checkpoints.findIndex(({ vaultsV2 }) =>
  Object.values(vaultsV2).some(({ adapters }) =>
    Object.values(adapters).some((one) => isDeposit(one.family) && BigInt(one.totalAssets) > 0n),
  ),
)
const [first, second, third] = checkpoints.slice(at) as [
  (typeof checkpoints)[0],
  (typeof checkpoints)[0],
  (typeof checkpoints)[0],
]

let database: TestDatabase
let client: Client
let api: TestApi

beforeAll(async () => {
  database = await createIndexedDatabase('polledadapters', V2)
  client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query('UPDATE adapter_source SET is_priced = false')
  api = await startTestApi(database.url)
}, 300_000)

afterAll(async () => {
  await api?.close()
  await client?.end()
  await database?.drop()
})

/** Polls the block of a checkpoint. @param answerOf data of an adapter's answer; null: it reverts */
async function poll(
  { block }: (typeof checkpoints)[0],
  answerOf: (adapter: string) => string | null,
): Promise<string[]> {
  const asked: string[] = []
  const caller: Caller = async (calls) =>
    calls.map(({ to, data }) => {
      expect(totalAssets.is(data)).toBe(true)
      asked.push(to)
      return answerOf(to)
    })
  const [{ epoch }] = (await client.query('SELECT epoch FROM writer')).rows
  const options = { databaseUrl: database.url, claim: { epoch }, interval: block }
  const poller = new Poller({ ...options, callerAt: () => caller, logger: recordLog().logger })
  poller.offer(block)
  await poller.settled()
  return asked
}

/** Its adapters' answers at a checkpoint. */
const truthOf =
  ({ vaultsV2 }: (typeof checkpoints)[0]) =>
  (adapter: string) => {
    const answers = Object.values(vaultsV2).flatMap((vault) => Object.entries(vault.adapters))
    const [, own] = answers.find(([address]) => address.toLowerCase() === adapter)!
    return encodeAnswer(totalAssets.returnType, BigInt(own.totalAssets))
  }

interface Totals {
  address: string
  totalAssets: string | null
  totalsNullReason: string | null
}
const vaultsAt = async (block: number): Promise<Totals[]> =>
  (
    await api.ask(
      `{ vaults(block: {number: ${block}}, limit: 100) { address totalAssets totalsNullReason } }`,
    )
  ).vaults
const marketAt = async (block: number): Promise<(string | null)[]> =>
  (
    await api.ask(
      `{ securityMarket(block: {number: ${block}}) { protocols { stakes { stake } } } }`,
    )
  ).securityMarket.protocols[1].stakes.map(({ stake }: { stake: string | null }) => stake)
const graphAt = async (block: number) =>
  (await api.ask(`{ concentration(of: POOLS, block: {number: ${block}}) { meta { nullReason } } }`))
    .concentration.meta.nullReason
const truthTotals = ({ vaultsV2 }: (typeof checkpoints)[0]) =>
  Object.entries(vaultsV2)
    .map(([address, vault]) => ({
      address: address.toLowerCase(),
      totalAssets: vault.totalAssets,
      totalsNullReason: null,
    }))
    .sort((a, b) => (a.address < b.address ? -1 : 1))

describe('assets of adapters that deposit to a contract with a price of its own', () => {
  test('are unknown before a poll, and all that rests on them', async () => {
    const vaults = await vaultsAt(first.block)
    const unknown = vaults.filter(({ totalAssets }) => totalAssets === null)
    expect(unknown.length).toBeGreaterThan(0)
    expect(new Set(unknown.map((one) => one.totalsNullReason))).toEqual(new Set(['ASSETS_UNKNOWN']))
    expect((await marketAt(first.block)).includes(null)).toBe(true)
    expect(await graphAt(first.block)).toBe('CONSTANT_UNKNOWN')
  })

  test('are from the polled block on what the contracts answered: assets of vaults, too', async () => {
    const digest = (await api.ask('{ _meta { digest } }'))._meta.digest
    const asked = await poll(first, truthOf(first))
    expect(asked.length).toBeGreaterThan(0)
    expect(await vaultsAt(first.block)).toEqual(truthTotals(first))
    expect(await marketAt(first.block)).toEqual(
      truthTotals(first).map(({ totalAssets }) => totalAssets),
    )
    expect(await graphAt(first.block)).not.toBe('CONSTANT_UNKNOWN')
    expect((await vaultsAt(first.block - 1)).some((one) => one.totalAssets === null)).toBe(true)
    const { polledAdapters } = await api.ask(
      `{ polledAdapters(block: {number: ${first.block}}, limit: 100) { address block totalAssets nullReason adapter { family } } }`,
    )
    expect(polledAdapters.map(({ address }: { address: string }) => address)).toEqual(asked)
    for (const one of polledAdapters) {
      expect(encodeAnswer(totalAssets.returnType, BigInt(one.totalAssets))).toBe(
        truthOf(first)(one.address),
      )
      expect(one).toMatchObject({ block: first.block, nullReason: null })
      expect(isDeposit(one.adapter.family ?? '')).toBe(true)
    }
    expect((await api.ask('{ _meta { digest } }'))._meta.digest).toBe(digest)
  })

  test('are unknown again where the call fails or is no number, with the reason', async () => {
    const asked = await poll(second, () => '0x1234')
    const polled = async () =>
      (
        await api.ask(
          `{ polledAdapters(block: {number: ${second.block}}, limit: 100) { totalAssets nullReason } }`,
        )
      ).polledAdapters
    expect(await polled()).toEqual(asked.map(() => ({ totalAssets: null, nullReason: 'INVALID' })))
    expect((await vaultsAt(second.block)).some((one) => one.totalAssets === null)).toBe(true)
    await poll(third, () => null)
    const { polledAdapters } = await api.ask(
      `{ polledAdapters(block: {number: ${third.block}}, limit: 100) { nullReason } }`,
    )
    expect(new Set(polledAdapters.map((one: { nullReason: string }) => one.nullReason))).toEqual(
      new Set(['NO_ANSWER']),
    )
    // The answer at its own block stays.
    expect(await vaultsAt(first.block)).toEqual(truthTotals(first))
  })

  test('are undone with their block', async () => {
    await client.query('BEGIN')
    await rollBackAbove(client, second.block)
    const { rows } = await client.query(
      'SELECT DISTINCT block, null_reason AS reason FROM polled_adapter WHERE to_block IS NULL',
    )
    await client.query('ROLLBACK')
    expect(rows).toEqual([{ block: second.block, reason: 'INVALID' }])
  })
})

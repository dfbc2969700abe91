import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Network } from '../../src/config/networks'
import type { Caller } from '../../src/contracts/calls'
import { readConstants } from '../../src/contracts/constants'
import * as view from '../../src/contracts/view'
import { Poller } from '../../src/poll/poller'
import { undoAbove } from '../../src/store/undo'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { runCli } from '../support/cli'
import { encodeAnswer } from '../support/contracts'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE, groundTruth } from '../support/recordings'

type Strategy = { underlyingToken: string; sharesToUnderlying1e18: string }
const truth = groundTruth(FIXTURE).find(({ block }) => block === 2388) as unknown as {
  strategies: Record<string, Strategy>
}
const strategies = new Map(
  Object.entries(truth.strategies).map(([pool, one]) => [pool.toLowerCase(), one]),
)

let database: TestDatabase
let client: Client
let api: TestApi

beforeAll(async () => {
  database = await createTestDatabase('poller')
  const run = await runCli(['index', '--recording', FIXTURE, '--until-head'], {
    DB_URL: database.url,
  })
  expect(run.code).toBe(0)
  client = new Client({ connectionString: database.url })
  await client.connect()
  api = await startTestApi(database.url)
}, 300_000)

afterAll(async () => {
  await api?.close()
  await client?.end()
  await database?.drop()
})

/** A node that answers from the recorded answers; services answer `pools`, or nothing. */
const node =
  (pools: string[] | null, isDown = false): Caller =>
  async (calls) =>
    calls.map(({ to, data }) => {
      if (isDown) return null
      if (view.sharesToUnderlyingView.is(data)) {
        const rate = strategies.get(to)?.sharesToUnderlying1e18
        return rate === undefined
          ? null
          : encodeAnswer(view.sharesToUnderlyingView.returnType, BigInt(rate))
      }
      if (view.underlyingToken.is(data)) {
        const token = strategies.get(to)?.underlyingToken
        return token === undefined ? null : encodeAnswer(view.underlyingToken.returnType, token)
      }
      if (view.decimals.is(data)) return encodeAnswer(view.decimals.returnType, 18)
      if (pools === null) return null
      return encodeAnswer(view.getOperatorRestakedStrategies.returnType, pools)
    })

async function poll(finalized: number, caller: Caller, asked: number[] = []) {
  const messages: string[] = []
  const poller = new Poller({
    databaseUrl: database.url,
    interval: 100,
    callerAt: (block) => {
      asked.push(block)
      return caller
    },
    onMessage: (message) => messages.push(message),
  })
  poller.offer(finalized)
  await poller.settled()
  return messages
}

const services = async (block: number) =>
  (
    await api.ask(
      `{ restakedPoolsList(block: {number: ${block}}, limit: 1000) { id pools unknownSinceBlock operator { id } avs { id } } }`,
    )
  ).restakedPoolsList as { id: string; pools: string[] | null; unknownSinceBlock: number | null }[]
const digest = async () => (await api.ask('{ _meta { digest } }'))._meta.digest

const [A, B] = [...strategies.keys()].sort() as [string, string]

describe('polls', () => {
  test('ask at the newest final block that is a multiple of the interval, once', async () => {
    const before = await digest()
    const asked: number[] = []
    const messages = await poll(2450, node([B, A]), asked)
    expect(messages).toEqual([
      expect.stringMatching(/^polled \d+ values at block 2400, 0 without answer$/),
    ])
    await poll(2499, node([B, A]), asked)
    expect(asked).toEqual([2400])
    expect(await digest()).toBe(before)
  })

  test('keep the rate and token of every pool as the contracts told them', async () => {
    const { polledPools } = await api.ask(
      '{ polledPools(block: {number: 2400}, limit: 1000) { pool { id } rate token decimals unknownSinceBlock } }',
    )
    expect(polledPools.length).toBeGreaterThan(5)
    for (const { pool, rate, token, decimals, unknownSinceBlock } of polledPools) {
      const told = strategies.get(pool.id)!
      expect(rate).toBe(told.sharesToUnderlying1e18)
      expect(token).toBe(told.underlyingToken.toLowerCase())
      expect([decimals, unknownSinceBlock]).toEqual([18, null])
    }
  })

  test('give the rate of pools that never emitted one, to prices', async () => {
    // As a pool that emitted no rate, which those of this chain all did.
    await client.query('UPDATE pool SET exchange_rate = NULL WHERE key = $1', [A])
    const assets = [...strategies.values()].map(
      ({ underlyingToken }) => `{asset: "${underlyingToken}", value: "1"}`,
    )
    const pricing = `{numeraire: ETH, prices: [${[...new Set(assets)].join()}]}`
    const ask = async (block: number) =>
      (
        await api.ask(
          `{ prices(pricing: ${pricing}, block: {number: ${block}}) { pools { pool { id } missing shareValue } } }`,
        )
      ).prices.pools as { pool: { id: string }; missing: string | null; shareValue: string }[]
    const of = async (block: number) => (await ask(block)).find(({ pool }) => pool.id === A)
    expect(await of(2399)).toMatchObject({ missing: 'NO_RATE', shareValue: null })
    expect((await of(2400))!.missing).toBeNull()
  })

  test('keep the pools that services count, from the block of the poll on', async () => {
    expect(await services(2399)).toEqual([])
    const known = await services(2400)
    expect(known.length).toBeGreaterThan(2)
    for (const { pools, unknownSinceBlock } of known) {
      expect([pools, unknownSinceBlock]).toEqual([[A, B], null])
    }
  })

  test('without an answer keep what was known, and since when it is unknown', async () => {
    await poll(2500, node(null))
    await poll(2600, node(null))
    for (const { id, pools, unknownSinceBlock } of await services(2600)) {
      const isOld = (await services(2400)).some((one) => one.id === id)
      expect(pools).toEqual(isOld ? [A, B] : null)
      expect(isOld ? [2500] : [2500, 2600]).toContain(unknownSinceBlock)
    }
    expect(await services(2499)).toEqual(await services(2400))
  })

  test('an answer ends it', async () => {
    await poll(2700, node([A]))
    for (const { pools, unknownSinceBlock } of await services(2700)) {
      expect([pools, unknownSinceBlock]).toEqual([[A], null])
    }
  })

  test('a node that is down leaves rates as they were, unknown since then', async () => {
    await poll(2800, node([A], true))
    const { polledPools, polls } = await api.ask(
      '{ polledPools(limit: 1000) { rate unknownSinceBlock } polls(orderBy: [block_DESC], limit: 1) { block questions unanswered } }',
    )
    for (const { rate, unknownSinceBlock } of polledPools) {
      expect(rate).not.toBeNull()
      expect(unknownSinceBlock).toBe(2800)
    }
    expect(polls[0].unanswered).toBe(polls[0].questions)
  })

  test('a caller that fails writes nothing, and says so', async () => {
    const messages = await poll(2900, async () => {
      throw new Error('no provider answers')
    })
    expect(messages).toEqual(['the poll at block 2900 failed: no provider answers'])
    expect((await api.ask('{ polls(where: {block_eq: 2900}) { id } }')).polls).toEqual([])
  })

  test('are taken back with the blocks they are of', async () => {
    await client.query('BEGIN')
    await undoAbove(client, 2650)
    const { rows } = await client.query(
      `SELECT (SELECT max(block) FROM poll) AS polled,
        (SELECT count(*)::int FROM restaked_pools WHERE to_block IS NULL AND unknown_since_block IS NULL) AS known`,
    )
    await client.query('ROLLBACK')
    expect(rows).toEqual([{ polled: 2600, known: 0 }])
  })
})

describe('constants of the contracts', () => {
  const network: Network = {
    name: 'custom',
    chainId: 1,
    startBlock: 1,
    finality: 1,
    constants: { minWithdrawalDelayBlocks: null, deallocationDelayBlocks: 7 },
    contracts: [{ address: A, kind: 'DELEGATION_MANAGER', name: 'DelegationManager' }],
  }

  test('are asked where the network does not say them', async () => {
    const caller: Caller = async ([call]) => {
      expect(call!.to).toBe(A)
      return [encodeAnswer(view.minWithdrawalDelayBlocks.returnType, 50)]
    }
    expect(await readConstants(network, caller)).toEqual({
      minWithdrawalDelayBlocks: 50,
      deallocationDelayBlocks: 7,
    })
  })

  test.each([
    ['without an answer', null],
    ['where there is no code', '0x'],
    ['for bytes that are no number', '0x1234'],
    [
      'for more blocks than there will be',
      encodeAnswer(view.minWithdrawalDelayBlocks.returnType, 2 ** 31),
    ],
  ])('stay unknown %s', async (_, answer) => {
    expect(await readConstants(network, async () => [answer])).toMatchObject({
      minWithdrawalDelayBlocks: null,
    })
  })
})

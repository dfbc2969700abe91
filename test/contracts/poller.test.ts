import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Network } from '../../src/config/networks'
import type { Caller } from '../../src/contracts/calls'
import { readConstants } from '../../src/contracts/constants'
import * as view from '../../src/contracts/view'
import { Poller } from '../../src/poll/poller'
import { rollBackAbove } from '../../src/store/rollback'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { encodeAnswer } from '../support/contracts'
import { createIndexedDatabase } from '../support/indexed-database'
import { recordLog } from '../support/log-lines'
import type { TestDatabase } from '../support/postgres'
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
  database = await createIndexedDatabase('poller', FIXTURE)
  client = new Client({ connectionString: database.url })
  await client.connect()
  api = await startTestApi(database.url)
}, 300_000)

afterAll(async () => {
  await api?.close()
  await client?.end()
  await database?.drop()
})

/** A node that answers from the recorded answers; AVSs answer `pools`, or nothing. */
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
  const { logger, lines } = recordLog()
  const [{ epoch }] = (await client.query('SELECT epoch FROM writer')).rows
  const poller = new Poller({
    databaseUrl: database.url,
    claim: { epoch },
    interval: 100,
    callerAt: (block) => {
      asked.push(block)
      return caller
    },
    logger,
  })
  poller.offer(finalized)
  await poller.settled()
  return lines
}

const restakedPools = async (block: number) =>
  (
    await api.ask(
      `{ restakedPoolsList(block: {number: ${block}}, limit: 1000) { id pools unknownSinceBlock operator { id } avs { id } } }`,
    )
  ).restakedPoolsList as { id: string; pools: string[] | null; unknownSinceBlock: number | null }[]
const digest = async () => (await api.ask('{ _meta { digest } }'))._meta.digest

const [A, B] = [...strategies.keys()].sort() as [string, string]

describe('polls', () => {
  test('call contracts once, at the newest final block that is a multiple of the interval', async () => {
    const before = await digest()
    const asked: number[] = []
    const lines = await poll(2450, node([B, A]), asked)
    expect(lines).toEqual([
      {
        level: 'info',
        msg: 'polled contracts',
        block: 2400,
        questions: expect.any(Number),
        unanswered: 0,
      },
    ])
    await poll(2499, node([B, A]), asked)
    expect(asked).toEqual([2400])
    expect(await digest()).toBe(before)
  })

  test('store the rate and token of every pool as the contracts answer them', async () => {
    const { polledPools } = await api.ask(
      '{ polledPools(block: {number: 2400}, limit: 1000) { pool { id } rate token decimals unknownSinceBlock } }',
    )
    expect(polledPools.length).toBeGreaterThan(5)
    for (const { pool, rate, token, decimals, unknownSinceBlock } of polledPools) {
      const recorded = strategies.get(pool.id)!
      expect(rate).toBe(recorded.sharesToUnderlying1e18)
      expect(token).toBe(recorded.underlyingToken.toLowerCase())
      expect([decimals, unknownSinceBlock]).toEqual([18, null])
    }
  })

  test('give prices the rate of pools that never emitted one', async () => {
    // All pools of this chain emitted a rate; this makes one that did not.
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

  test('store the pools that AVSs count, from the block of the poll on', async () => {
    expect(await restakedPools(2399)).toEqual([])
    const known = await restakedPools(2400)
    expect(known.length).toBeGreaterThan(2)
    for (const { pools, unknownSinceBlock } of known) {
      expect([pools, unknownSinceBlock]).toEqual([[A, B], null])
    }
  })

  test('without an answer keep the last value, and since when it is unknown', async () => {
    await poll(2500, node(null))
    await poll(2600, node(null))
    for (const { id, pools, unknownSinceBlock } of await restakedPools(2600)) {
      const isOld = (await restakedPools(2400)).some((one) => one.id === id)
      expect(pools).toEqual(isOld ? [A, B] : null)
      expect(isOld ? [2500] : [2500, 2600]).toContain(unknownSinceBlock)
    }
    expect(await restakedPools(2499)).toEqual(await restakedPools(2400))
  })

  test('with an answer again are no longer unknown', async () => {
    await poll(2700, node([A]))
    for (const { pools, unknownSinceBlock } of await restakedPools(2700)) {
      expect([pools, unknownSinceBlock]).toEqual([[A], null])
    }
  })

  test('of a node that is down keep the last rates, unknown since then', async () => {
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

  test('that fail write nothing and log it', async () => {
    const lines = await poll(2900, async () => {
      throw new Error('no provider answers')
    })
    const reason = 'no provider answers'
    expect(lines).toEqual([{ level: 'warn', msg: 'poll failed', block: 2900, reason }])
    expect((await api.ask('{ polls(where: {block_eq: 2900}) { id } }')).polls).toEqual([])
  })

  test('that fail are repeated where no new block comes', async () => {
    const { logger, lines } = recordLog()
    let failures = 0
    const [claim] = (await client.query('SELECT epoch FROM writer')).rows
    const poller = new Poller({
      databaseUrl: database.url,
      claim,
      interval: 100,
      callerAt: () => async (calls) => {
        if (failures++ < 2) throw new Error('no provider answers')
        return node([A])(calls)
      },
      logger,
      retryMs: 10,
    })
    poller.offer(3_010)
    await expect
      .poll(async () => (await api.ask('{ polls(where: {block_eq: 3000}) { id } }')).polls)
      .toEqual([{ id: '3000' }])
    const texts = lines.map(({ msg }) => msg)
    await poller.settled()
    expect(texts.filter((text) => text === 'poll failed')).toHaveLength(2)
  })

  test('are rolled back with their blocks', async () => {
    await client.query('BEGIN')
    await rollBackAbove(client, 2650)
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

  test('are called where the network has none', async () => {
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

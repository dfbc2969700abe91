import type { ChildProcess } from 'node:child_process'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { decimals, sharesToUnderlyingView, symbol, underlyingToken } from '../../src/contracts/view'
import { reached, startIndex } from '../support/chain/forks'
import { encodeAnswer } from '../support/contracts'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE, groundTruth } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'
import { RecordedNode } from './recorded-node'

const WAD = 10n ** 18n
/** That of Anvil's finalized block, which counts, too. */
const FINALITY = 64
/** Its block is polled: its answers are the contracts'. */
const CHECKPOINT = groundTruth(FIXTURE).find(({ block }) => block > 900)!

let node: RecordedNode | undefined
let database: TestDatabase | undefined
let indexer: ChildProcess | undefined
let client: Client | undefined
afterAll(async () => {
  indexer?.kill('SIGKILL')
  await node?.anvil.end()
  await client?.end()
  await database?.drop()
})

test('a poll of a real node stores the rates and tokens that its contracts answer at that block, and tokens their symbols', async () => {
  const { block, strategies } = CHECKPOINT
  const head = block + FINALITY + 1
  node = await RecordedNode.create(await loadRecording(FIXTURE), head)
  await node.mine(1, block - 1)
  await node.answer(
    Object.entries(strategies).flatMap(([pool, one]) => {
      const to = pool.toLowerCase()
      return [
        {
          to,
          data: sharesToUnderlyingView.encode({ shares: WAD }),
          result: encodeAnswer(sharesToUnderlyingView.returnType, one.sharesToUnderlying1e18),
        },
        {
          to,
          data: underlyingToken.encode({}),
          result: encodeAnswer(underlyingToken.returnType, one.underlyingToken),
        },
      ]
    }),
  )
  const tokens = Object.values(strategies).map(({ underlyingToken }) =>
    underlyingToken.toLowerCase(),
  )
  const [inBytes, ...asText] = [...new Set(tokens)].sort()
  const word = (value: number) => value.toString(16).padStart(64, '0')
  await node.answer([
    { to: inBytes!, data: symbol.encode({}), result: `0x4d4b52${'0'.repeat(58)}` },
    ...asText.map((to) => {
      return {
        to,
        data: symbol.encode({}),
        result: `0x${word(32)}${word(3)}455448${'0'.repeat(58)}`,
      }
    }),
    ...asText.map((to) => ({ to, data: decimals.encode({}), result: `0x${word(18)}` })),
  ])
  await node.mine(block, head - 1)

  database = await createMigratedDatabase('live_node_poll')
  client = new Client({ connectionString: database.url })
  await client.connect()
  indexer = startIndex(node.anvil.url, database.url, {
    LINCHPIN_FINALITY: String(FINALITY),
    LINCHPIN_POLL_BLOCKS: String(block),
  })
  await reached(client, await node.head())
  await node.mine(head, head)
  await expect
    .poll(() => client!.query('SELECT block FROM poll').then(({ rows }) => rows, String))
    .toEqual([{ block }])
  const { rows } = await client.query(
    `SELECT key AS pool, rate::text, '0x' || encode(token, 'hex') AS token FROM polled_pool`,
  )
  const expected = Object.entries(strategies).map(([pool, one]) => ({
    pool: pool.toLowerCase(),
    rate: one.sharesToUnderlying1e18,
    token: one.underlyingToken.toLowerCase(),
  }))
  const answered = rows.filter(({ rate }) => rate !== null)
  console.log(`poll: ${answered.length} pools at block ${block}`)
  expect(answered.length).toBeGreaterThan(0)
  expect(expected).toEqual(expect.arrayContaining(answered))
  expect(rows).toEqual(answered)

  const claims = () =>
    client!
      .query(
        `SELECT '0x' || encode(token, 'hex') AS token, symbol, symbol_gap, decimals, decimals_gap
         FROM token_claim WHERE token IS NOT NULL`,
      )
      .then(({ rows }) => rows)
  await expect.poll(() => claims().then(({ length }) => length)).toBe(answered.length)
  for (const { token, ...claim } of await claims()) {
    expect(claim).toEqual(
      token === inBytes
        ? { symbol: 'MKR', symbol_gap: null, decimals: null, decimals_gap: 'NO_ANSWER' }
        : { symbol: 'ETH', symbol_gap: null, decimals: 18, decimals_gap: null },
    )
  }
})

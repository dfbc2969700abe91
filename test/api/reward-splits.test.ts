import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { events as rc } from '../../src/abi/RewardsCoordinator'
import { startApi } from '../../src/api/server'
import type { BlockData } from '../../src/chain/types'
import { Feed } from '../support/chain/feed'
import type { TestDatabase } from '../support/postgres'
import { createMigratedDatabase } from '../support/templates'
import { list } from '../truth/check'

const REWARDS_COORDINATOR = `0x${'ee'.repeat(20)}`
const OPERATOR = `0x${'ab'.repeat(20)}`

const word = (value: number | string) =>
  (typeof value === 'string' ? value.slice(2) : value.toString(16)).padStart(64, '0')
const hash = (block: number) => `0x${word(block)}`
const time = (block: number) => 1000 + 100 * block

type Event = { topic: string; topics: string[]; data: number[] }
const defaultSplit = (before: number, after: number): Event => ({
  topic: rc.DefaultOperatorSplitBipsSet.topic,
  topics: [],
  data: [before, after],
})
const split = (activatedAt: number, before: number, after: number): Event => ({
  topic: rc.OperatorPISplitBipsSet.topic,
  topics: [OPERATOR, OPERATOR],
  data: [activatedAt, before, after],
})

/** A block with the log of one event. */
function block(number: number, event: Event): BlockData {
  const header = {
    number,
    hash: hash(number),
    parentHash: hash(number - 1),
    timestamp: time(number),
  }
  const log = {
    address: REWARDS_COORDINATOR,
    topics: [event.topic, ...event.topics.map((topic) => `0x${word(topic)}`)],
    data: `0x${event.data.map(word).join('')}`,
    blockNumber: number,
    blockHash: hash(number),
    transactionHash: hash(number),
    transactionIndex: 0,
    logIndex: 0,
  }
  return { header, logs: [log] }
}

let database: TestDatabase
let api: Awaited<ReturnType<typeof startApi>>

beforeAll(async () => {
  database = await createMigratedDatabase('splits')
  const feed = new Feed(database.url, {
    name: 'custom',
    chainId: 31_337,
    startBlock: 1,
    finality: 0,
    constants: { minWithdrawalDelayBlocks: null, deallocationDelayBlocks: null },
    contracts: [
      { address: REWARDS_COORDINATOR, kind: 'REWARDS_COORDINATOR', name: 'RewardsCoordinator' },
    ],
  })
  await feed.database.connect()
  // Of 4, 8 and 9, which have no logs, no header is stored, as in a range of history.
  await feed.final([
    block(1, defaultSplit(0, 1000)),
    block(2, split(time(5), 1000, 2500)),
    block(3, defaultSplit(1000, 900)),
    block(5, defaultSplit(900, 800)),
    block(6, split(time(9), 2500, 100)),
    block(7, defaultSplit(800, 700)),
    block(10, defaultSplit(700, 600)),
  ])
  await feed.database.close()
  const logger = pino({ level: 'silent' })
  api = await startApi({ databaseUrl: database.url, host: '127.0.0.1', port: 0, logger })
})

afterAll(async () => {
  await api?.close()
  await database?.drop()
})

// RewardsCoordinator._getOperatorSplit by hand. Block n has the time 1000 + 100 n.
describe('the split at a block', () => {
  test.each<[number, number | null, string]>([
    [2, 1000, 'is the default while the first one is pending'],
    [3, 900, 'follows a change of the default while the first one is pending'],
    [4, 900, 'is known for a block without logs if its neighbours determine it'],
    [5, 2500, 'is the new one from its time on'],
    [6, 2500, 'is the previous one while a later one is pending'],
    [7, 2500, 'no longer follows the default then'],
    [8, null, 'is null if it changes between the neighbours of a block without logs'],
    [9, null, 'is null if the time of the block is unknown'],
    [10, 100, 'is the later one from its time on'],
  ])('in block %i: %s %s', async (number, bips) => {
    type Row = { id: string; bips: number | null }
    const rows = await list<Row>(api, number, 'rewardSplits', '{ id bips }')
    expect(rows).toEqual([{ id: `${OPERATOR}-programmatic`, bips }])
  })
})

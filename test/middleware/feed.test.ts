import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import { slashingPending } from '../../src/notify/rules/request-rules'
import { blockOf, Feed } from '../support/chain/feed'
import { MIDDLEWARE } from '../support/middleware/truth'
import { type OutboxRow, readOutbox } from '../support/outbox'
import type { TestDatabase } from '../support/postgres'
import { createMigratedDatabase } from '../support/templates'

interface Request {
  key: string
  operator: string
  set: string
  slasher: string
  wads: string[]
  status: string
  deadline: number
  from: number
  resolved: number | null
}

let database: TestDatabase
let client: Client
let rows: OutboxRow[]
let requests: Request[]
/** Unix seconds of each block whose header is stored. */
let times: Map<number, number>

beforeAll(async () => {
  const chain = await loadRecording(MIDDLEWARE)
  database = await createMigratedDatabase('requestfeed')
  const feed = new Feed(database.url, networkFromDeployment(chain.deployment))
  // So that changes of the whole history are written.
  feed.chainHead = 1
  for (let from = 1; from <= chain.head; from += 100) {
    const size = Math.min(100, chain.head - from + 1)
    await feed.final(Array.from({ length: size }, (_, at) => blockOf(chain, from + at)))
  }
  await feed.database.close()
  client = new Client({ connectionString: database.url })
  await client.connect()
  rows = await readOutbox(client)
  const found = await client.query<Request>(
    `SELECT key, operator_id AS operator, operator_set_id AS set, '0x' || encode(slasher, 'hex') AS slasher, status,
       ARRAY(SELECT p.wad::text FROM slashing_request_pool p WHERE p.request_id = r.key AND p.to_block IS NULL ORDER BY position) AS wads,
       veto_deadline::float8 AS deadline, requested_at_block AS from, resolved_at_block AS resolved
     FROM slashing_request r WHERE to_block IS NULL`,
  )
  requests = found.rows
  const headers = await client.query<{ block: number; time: number }>(
    `SELECT block, extract(epoch FROM block_time)::float8 AS time
     FROM (SELECT block, block_time FROM block UNION SELECT block, block_time FROM block_header) h ORDER BY block`,
  )
  times = new Map(headers.rows.map(({ block, time }) => [block, time]))
}, 120_000)

afterAll(async () => {
  await client.end()
  await database.drop()
})

const of = (kind: string) => rows.filter((row) => row.kind === kind)

/** Logs of an event: `block argument`. */
async function logs(kind: string, name: string, argument: string): Promise<string[]> {
  const { rows: found } = await client.query(
    `SELECT block, arguments->>$3 AS value FROM contract_event WHERE kind = $1 AND name = $2`,
    [kind, name, argument],
  )
  return found.map(({ block, value }) => `${block} ${value}`).sort()
}

describe('slashing requests of AVSs in the feed', () => {
  test.each([
    ['slashingRequested', 'SlashingRequested', 'requestId'],
    ['slashingCancelled', 'SlashingRequestCancelled', 'requestId'],
    ['slashingFulfilled', 'OperatorSlashed', 'slashingRequestId'],
  ])('%s comes once for each log, in its block', async (kind, name, argument) => {
    const expected = await logs('VETOABLE_SLASHER', name, argument)
    expect(expected.length).toBeGreaterThan(0)
    expect(
      of(kind)
        .map(({ block, data }) => `${block} ${data.requestId}`)
        .sort(),
    ).toEqual(expected)
  })

  test('a request says what it asks for, until when it can be vetoed, and whom it is about', () => {
    for (const { subjects, data } of of('slashingRequested')) {
      const request = requests.find(({ key }) => key === data.id)!
      const { operator, set, slasher } = request
      expect(subjects).toEqual([operator, set.split('/')[0], set, slasher])
      expect(data).toMatchObject({ operator, operatorSet: set, slasher })
      expect(data.vetoDeadline).toBe(String(request.deadline))
      expect((data.pools as { wad: string }[]).map(({ wad }) => wad)).toEqual(request.wads)
    }
  })

  test('an execution names the slashing, which has a message of its own', () => {
    const slashings = new Set(of('slashing').map(({ data }) => data.id))
    for (const { data } of of('slashingFulfilled')) expect(slashings).toContain(data.slashing)
  })

  test('slashingExecutable comes in the first block after the time for a veto, unless it was resolved', () => {
    const expected = requests.flatMap(({ key, deadline, from, resolved }) => {
      const block = [...times.keys()].find((one) => one >= from && times.get(one)! >= deadline)
      const isPending = resolved === null || (block !== undefined && resolved > block)
      return block === undefined || !isPending ? [] : [`${block} ${key}`]
    })
    expect(expected.length).toBeGreaterThan(0)
    expect(
      of('slashingExecutable')
        .map(({ block, data }) => `${block} ${data.id}`)
        .sort(),
    ).toEqual(expected.sort())
  })
})

test('an ejection comes once for each log of the manager, with its AVS', async () => {
  const expected = await logs('EJECTION_MANAGER', 'OperatorEjected', 'operatorId')
  expect(expected.length).toBeGreaterThan(0)
  const ejections = of('ejection')
  expect(ejections.map(({ block, data }) => `${block} ${data.operatorId}`).sort()).toEqual(expected)
  for (const { subjects, data } of ejections) {
    expect(data.operatorSet).toBe(`${data.avs}/${String(data.quorum).split('/')[1]}`)
    expect(subjects).toEqual([data.operator, data.manager, data.avs, data.operatorSet])
  }
})

describe('rule slashing-pending', () => {
  const query = async <T>(text: string, params?: unknown[]) =>
    (await client.query(text, params)).rows as T[]
  const pending = () => requests.filter(({ resolved }) => resolved === null)

  test('fires for what is pending, and of those only for the operators and AVSs that it names', async () => {
    const head = Math.max(...times.keys())
    const all = await slashingPending(null, null).judge(query, head, null, [])
    expect(all.map(({ subject }) => subject).sort()).toEqual(
      pending()
        .map(({ key }) => key)
        .sort(),
    )
    expect(all.every(({ fires }) => fires)).toBe(true)
    const { operator, set } = pending()[0]!
    const [avs] = set.split('/')
    const own = await slashingPending([operator], [avs!]).judge(query, head, null, [])
    expect(own.map(({ subject }) => subject).sort()).toEqual(
      pending()
        .filter((one) => one.operator === operator)
        .map(({ key }) => key)
        .sort(),
    )
    expect(await slashingPending(null, [operator]).judge(query, head, null, [])).toEqual([])
  })

  test('is evaluated at each change of a request, and clears when it is vetoed or executed', async () => {
    const rule = slashingPending(null, null)
    for (const kind of ['slashingCancelled', 'slashingFulfilled']) {
      const { block, data } = of(kind)[0]!
      const keys = rule.touched(kind, data)
      expect(keys).toEqual([data.id])
      expect(await rule.judge(query, block! - 1, keys, [])).toMatchObject([{ fires: true }])
      expect(await rule.judge(query, block!, keys, keys)).toMatchObject([{ fires: false }])
    }
  })

  test('clears what a rollback took away', async () => {
    const { key, from } = requests[0]!
    const verdicts = await slashingPending(null, null).judge(query, from - 1, [key], [key])
    expect(verdicts).toMatchObject([{ subject: key, fires: false }])
  })
})

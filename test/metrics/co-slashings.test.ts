import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { someOf } from '../long.mjs'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { groundTruth, shortRecordings } from '../support/recordings'
import { addressOf, amountOf, rawEvents, setOf } from '../support/risk/raw-events'

/*
 * Co-slashings, computed a second time: raw logs, sets of windows filled block by block, and counts by plain loops. Only
 * which blocks have a known time, and which transactions are stored, is read from the tables.
 */

const RECORDINGS = shortRecordings()
  .filter(({ name }) => /-(a|b|large)$/.test(name))
  .map(({ name, dir }) => {
    const blocks = groundTruth(dir).map(({ block }) => block)
    const step = Math.max(1, Math.floor(blocks.length / 5))
    return {
      name,
      dir,
      chosen: someOf(blocks.filter((_, i) => i % step === step - 1).slice(-5), 2),
    }
  })

const SECONDS = { HOUR: 3_600, DAY: 86_400, WEEK: 604_800 } as const
const WINDOWS = ['TRANSACTION', 'BLOCK', 'HOUR', 'DAY', 'WEEK'] as const
type Window = (typeof WINDOWS)[number]

interface Slashed {
  block: number
  transaction: number
  operator: string
  avs: string
}

interface Membership {
  operator: string
  avs: string
  /** First and last block in which the set could slash the operator. */
  first: number
  last: number
}

function slashingsOf(dir: string): Slashed[] {
  return rawEvents(dir, 'AllocationManager', 'OperatorSlashed').map(
    ({ block, transaction, words }) => {
      const [operator, avs] = words as [string, string]
      return { block, transaction, operator: addressOf(operator), avs: addressOf(avs) }
    },
  )
}

function membershipsOf(dir: string): Membership[] {
  const { constants } = JSON.parse(readFileSync(join(dir, 'deployment.json'), 'utf8'))
  const delay: number = constants.DEALLOCATION_DELAY
  const changes = [
    ...rawEvents(dir, 'AllocationManager', 'OperatorAddedToOperatorSet').map((one) => ({
      ...one,
      joins: true,
    })),
    ...rawEvents(dir, 'AllocationManager', 'OperatorRemovedFromOperatorSet').map((one) => ({
      ...one,
      joins: false,
    })),
  ].sort((a, b) => a.block - b.block || a.log - b.log)
  const open = new Map<string, Membership>()
  const all: Membership[] = []
  for (const { block, words, joins } of changes) {
    const [operator, avs, id] = words as [string, string, string]
    const key = `${operator} ${setOf(avs, id)}`
    if (joins) {
      const one = { operator: addressOf(operator), avs: addressOf(avs), first: block, last: 1e9 }
      open.set(key, one)
      all.push(one)
    } else open.get(key)!.last = block + delay
  }
  return all
}

interface Stored {
  /** Blocks whose time is known, ascending. */
  blocks: { block: number; time: number }[]
  /** Block and index of every transaction, ascending. */
  transactions: { block: number; index: number }[]
}

async function storedIn(url: string): Promise<Stored> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const blocks = await client.query(
    'SELECT block, extract(epoch FROM block_time)::float8 AS time FROM block ORDER BY block',
  )
  const transactions = await client.query(
    'SELECT DISTINCT block, transaction_index AS index FROM contract_event ORDER BY 1, 2',
  )
  await client.end()
  return { blocks: blocks.rows, transactions: transactions.rows }
}

interface Cut {
  count: number
  /** Position of the first window of a block; of time, of that of the block before it. */
  first(block: number): number
  /** Position after the last window of a block. */
  end(block: number): number
  /** The window of a transaction of the block. */
  at(block: number, transaction: number): number
}

/** Windows of the range, numbered from 0: each block has those from `first` on, before `end`. */
function cut(stored: Stored, window: Window, from: number, to: number): Cut {
  if (window === 'BLOCK') {
    const place = (block: number) => block - from
    return { count: to - from + 1, first: place, end: (block) => place(block) + 1, at: place }
  }
  const firsts = new Int32Array(to - from + 1)
  const ends = new Int32Array(to - from + 1)
  const [first, end] = [firsts, ends].map((places) => (block: number) => places[block - from]!)
  if (window === 'TRANSACTION') {
    const own = stored.transactions.filter(({ block }) => block >= from && block <= to)
    const places = new Map(own.map(({ block, index }, place) => [`${block} ${index}`, place]))
    let next = 0
    for (let block = from; block <= to; block++) {
      firsts[block - from] = next
      while (own[next]?.block === block) next++
      ends[block - from] = next
    }
    const at = (block: number, transaction: number) => places.get(`${block} ${transaction}`)!
    return { count: own.length, first: first!, end: end!, at }
  }
  const known = stored.blocks.filter(({ block }) => block >= from && block <= to)
  const times = new Map(known.map(({ block, time }) => [block, time]))
  const start = Math.floor(known[0]!.time / SECONDS[window])
  let now = 0
  for (let block = from; block <= to; block++) {
    const time = times.get(block)
    // Time goes on where there is no block.
    firsts[block - from] = now
    if (time !== undefined) now = Math.floor(time / SECONDS[window]) - start
    ends[block - from] = now + 1
  }
  return { count: now + 1, first: first!, end: end!, at: (block) => end!(block) - 1 }
}

const choose = (n: number, k: number) => {
  let ways = 1n
  for (let i = 0; i < k; i++) ways = (ways * BigInt(n - i)) / BigInt(i + 1)
  return ways
}

/** Fisher's exact test by binomial coefficients. */
function slowFisher(both: number, x: number, y: number, n: number): number {
  const ways = (k: number) => (n - x < y - k ? 0n : choose(x, k) * choose(n - x, y - k))
  let tail = 0n
  for (let k = 0; k <= Math.min(x, y); k++) if (ways(k) <= ways(both)) tail += ways(k)
  return Number((tail * 10n ** 30n) / choose(n, y)) / 1e30
}

/** How many positions are marked, in both of two lists. */
function marked(one: Uint8Array, other = one): number {
  let count = 0
  for (let at = 0; at < one.length; at++) if (one[at] && other[at]) count++
  return count
}

const near = (text: string, expected: number) =>
  expect(Math.abs(Number(text) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 1e-9 + 1e-25)

const FIELDS = `slashings universe { window from to windows } pairCount meta { nullReason method block { number } }
  items(limit: 1000) { member { id } slashings slashedWindows windows }
  pairs(limit: 1000) { a { id } b { id } windows slashedA slashedB both expected phi lift pValue nullReason }`

interface Pair {
  a: { id: string }
  b: { id: string }
  windows: number
  slashedA: number
  slashedB: number
  both: number
  expected: string
  phi: string | null
  lift: string | null
  pValue: string | null
  nullReason: string | null
}

describe.each(RECORDINGS)('co-slashings of $name', ({ dir, chosen }) => {
  let database: TestDatabase
  let api: TestApi
  let stored: Stored
  let slashings: Slashed[]
  let memberships: Membership[]

  beforeAll(async () => {
    database = await createIndexedDatabase('coslashings', dir)
    api = await startTestApi(database.url)
    stored = await storedIn(database.url)
    slashings = slashingsOf(dir)
    memberships = membershipsOf(dir)
  }, 300_000)

  afterAll(async () => {
    await api?.close()
    await database?.drop()
  })

  /** Compares an answer with raw logs; gives its pairs. */
  async function compare(
    among: 'AVSS' | 'OPERATORS',
    window: Window,
    [from, to]: [number, number],
    scope: { argument: string; has(row: { operator: string; avs: string }): boolean },
  ): Promise<Pair[]> {
    const { coSlashings } = await api.ask(
      `{ coSlashings(among: ${among}, window: ${window}, from: ${from}, block: {number: ${to}}${scope.argument}) { ${FIELDS} } }`,
    )
    const memberOf = (row: { operator: string; avs: string }) =>
      among === 'OPERATORS' ? row.operator : row.avs
    const windows = cut(stored, window, from, to)
    const events = slashings.filter((one) => one.block >= from && one.block <= to && scope.has(one))
    const hit = new Map<string, Uint8Array>()
    for (const { block, transaction, ...row } of events) {
      const own = hit.get(memberOf(row)) ?? new Uint8Array(windows.count)
      hit.set(memberOf(row), own)
      own[windows.at(block, transaction)] = 1
    }
    const could = new Map([...hit].map(([id, own]) => [id, Uint8Array.from(own)]))
    for (const { first, last, ...row } of memberships) {
      const own = could.get(memberOf(row))
      if (!own || !scope.has(row)) continue
      const [start, end] = [Math.max(first, from), Math.min(last, to)]
      if (start > end) continue
      // What was before the first block of it is no part of it.
      const place = window in SECONDS ? windows.end(start) - 1 : windows.first(start)
      own.fill(1, place, windows.end(end))
    }
    const ids = [...hit.keys()].sort()
    expect(coSlashings).toMatchObject({
      slashings: events.length,
      universe: { window, from, to, windows: windows.count },
      pairCount: (ids.length * (ids.length - 1)) / 2,
      meta: { method: 'EXACT', block: { number: to }, nullReason: events.length ? null : 'EMPTY' },
    })
    expect(coSlashings.items).toEqual(
      ids.map((id) => ({
        member: { id },
        slashings: events.filter((one) => memberOf(one) === id).length,
        slashedWindows: marked(hit.get(id)!),
        windows: marked(could.get(id)!),
      })),
    )
    const pairs: Pair[] = coSlashings.pairs
    expect(pairs).toHaveLength(Math.min(1_000, coSlashings.pairCount))
    for (const pair of pairs) {
      const [a, b] = [pair.a.id, pair.b.id]
      expect(a < b).toBe(true)
      const [hitA, hitB, couldA, couldB] = [hit.get(a)!, hit.get(b)!, could.get(a)!, could.get(b)!]
      const n = marked(couldA, couldB)
      const [x, y, k] = [marked(hitA, couldB), marked(hitB, couldA), marked(hitA, hitB)]
      expect([pair.windows, pair.slashedA, pair.slashedB, pair.both]).toEqual([n, x, y, k])
      if (n === 0) expect([pair.expected, pair.lift, pair.pValue]).toEqual([null, null, null])
      else near(pair.expected, (x * y) / n)
      if (x * y > 0) near(pair.lift!, (k * n) / (x * y))
      if (x * y >= 5 * n && n > 0 && x < n && y < n) {
        const expected = (k * n - x * y) / Math.sqrt(x * (n - x) * y * (n - y))
        expect(Number(pair.phi)).toBeCloseTo(expected, 12)
        expect([pair.pValue, pair.nullReason]).toEqual([null, null])
      } else {
        expect(pair.phi).toBeNull()
        const isConstant = x * y >= 5 * n && n > 0
        expect(pair.nullReason).toBe(isConstant ? 'NOT_DEFINED' : 'INSUFFICIENT_EVENTS')
        if (n > 0) near(pair.pValue!, slowFisher(k, x, y, n))
      }
    }
    const order = pairs.map(({ both }) => both)
    expect(order).toEqual([...order].sort((a, b) => b - a))
    return pairs
  }

  const everything = { argument: '', has: () => true }

  test.each(chosen.flatMap((to) => WINDOWS.map((window) => [to, window] as const)))(
    'equal those counted from raw logs up to block %d by %s',
    async (to, window) => {
      for (const among of ['OPERATORS', 'AVSS'] as const) {
        await compare(among, window, [1, to], everything)
      }
    },
  )

  test('equal those counted from raw logs in a part of the chain, and for one AVS, set or operator', async () => {
    const last = chosen.at(-1)!
    const range: [number, number] = [Math.floor(last / 3), Math.floor(last / 2)]
    const most = (ids: string[]) => {
      const count = (id: string) => ids.filter((one) => one === id).length
      return [...new Set(ids)].sort((a, b) => count(b) - count(a))[0]!
    }
    const avs = most(slashings.map((one) => one.avs))
    const operator = most(slashings.map((one) => one.operator))
    for (const window of WINDOWS) {
      await compare('OPERATORS', window, range, everything)
      await compare('OPERATORS', window, [1, last], {
        argument: `, scope: {avs: "${avs.toUpperCase().replace('X', 'x')}"}`,
        has: (row) => row.avs === avs,
      })
      await compare('AVSS', window, [1, last], {
        argument: `, scope: {operator: "${operator}"}`,
        has: (row) => row.operator === operator,
      })
    }
  })

  test('have a phi of days, where there are enough', async () => {
    const pairs = await compare('AVSS', 'DAY', [1, chosen.at(-1)!], everything)
    expect(pairs.some(({ phi }) => phi !== null)).toBe(true)
    expect(pairs.some(({ pValue }) => pValue !== null)).toBe(true)
  })

  test('count a slashing of several pools once', async () => {
    const pools = rawEvents(dir, 'AllocationManager', 'OperatorSlashed').map(({ words }) =>
      Number(amountOf(words[Number(amountOf(words[3]!)) / 32]!)),
    )
    expect(pools.some((count) => count > 1)).toBe(true)
    const { coSlashings } = await api.ask(
      '{ coSlashings { slashings items(limit: 1000) { slashings } } }',
    )
    expect(coSlashings.slashings).toBe(pools.length)
    const all = coSlashings.items.map((one: { slashings: number }) => one.slashings)
    expect(all.reduce((sum: number, one: number) => sum + one, 0)).toBe(pools.length)
  })

  test('are refused for a pool, for blocks that are not indexed, and for an invalid page', async () => {
    const refused = async (args: string, fields = 'pairCount') =>
      (await api.refuse(`{ coSlashings(${args}) { ${fields} } }`)).code
    const pool = `0x${'1'.repeat(40)}`
    expect(await refused(`scope: {pool: "${pool}"}`)).toBe('BAD_USER_INPUT')
    expect(await refused('from: 300, to: 299')).toBe('BAD_USER_INPUT')
    expect(await refused('from: 0')).toBe('BAD_USER_INPUT')
    expect(await refused('to: 301, block: {number: 300}')).toBe('BAD_USER_INPUT')
    expect(await refused('from: 1', 'pairs(limit: 0) { both }')).toBe('BAD_USER_INPUT')
    expect(await refused('from: 1', 'pairs(limit: 1001) { both }')).toBe('LIMIT_EXCEEDED')
  })

  test('have no value but a reason for an unknown AVS, before the first slashing, and without the delay', async () => {
    const reason = async (args: string) => {
      const { coSlashings } = await api.ask(
        `{ coSlashings(${args}) { pairCount pairs { both } items { slashings } meta { nullReason } } }`,
      )
      expect(coSlashings).toMatchObject({ pairCount: 0, pairs: [], items: [] })
      return coSlashings.meta.nullReason
    }
    expect(await reason(`scope: {avs: "0x${'1'.repeat(40)}"}`)).toBe('UNKNOWN_SCOPE')
    for (const window of WINDOWS) {
      expect(await reason(`to: ${slashings[0]!.block - 1}, window: ${window}`)).toBe('EMPTY')
    }
    const client = new Client({ connectionString: database.url })
    await client.connect()
    await client.query('UPDATE protocol SET deallocation_delay_blocks = NULL')
    await client.end()
    expect(await reason('window: BLOCK')).toBe('CONSTANT_UNKNOWN')
  })
})

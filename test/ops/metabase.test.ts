import { execFile } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { someOf } from '../long.mjs'
import { FIXTURE } from '../support/recordings'
import { type Card, type MetabaseServer, startMetabase } from './metabase-server'
import { useViewReader } from './view-reader'

const KEY = 'mb_secret_key'

/** Columns that each card must show. */
const COLUMNS: Record<string, string[]> = {
  'How far the index is': ['network', 'block', 'block_time', 'blocks_behind', 'stopped'],
  'TVL by pool': ['pool', 'total_shares', 'delegated_shares', 'operators'],
  'Largest operators of a pool': ['rank', 'operator', 'shares', 'share'],
  'HHI and delegated shares of a pool over time': ['time', 'hhi', 'delegated_shares'],
  'Withdrawal queue by pool': ['pool', 'shares', 'completable_shares', 'waiting_shares'],
  'Allocations coming into effect': ['effect_block', 'operator', 'operator_set', 'pool', 'change'],
  Slashings: ['time', 'operator', 'operator_set', 'pool', 'fraction', 'shares_after'],
}

let metabase: MetabaseServer

beforeEach(async () => {
  metabase = await startMetabase(KEY)
})

afterEach(() => metabase.close())

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

function createCards(args: string[] = [], key = KEY): Promise<Outcome> {
  const all = ['ops/metabase/create-cards.mjs', '--url', metabase.url, '--database', 'Restaking']
  return new Promise((resolve) => {
    const env = { ...process.env, METABASE_API_KEY: key }
    execFile(process.execPath, [...all, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

const cards = () => [...metabase.cards.values()]
const names = () => cards().map(({ name }) => name)

describe('ops/metabase/create-cards.mjs, against a server that stands in for Metabase', () => {
  test('makes a card for each query, in a collection of its own', async () => {
    const { code, stdout, stderr } = await createCards()
    expect([code, stderr]).toEqual([0, ''])
    expect(names().sort()).toEqual(Object.keys(COLUMNS).sort())
    expect(stdout.match(/^made card \d+: /gm)).toHaveLength(names().length)
    expect(metabase.collections).toMatchObject([{ id: 1, name: 'Linchpin' }])
    for (const card of cards()) {
      expect(card).toMatchObject({ collection_id: 1, dataset_query: { database: 7 } })
    }
  })

  test('updates the cards that it made, and leaves others alone', async () => {
    await createCards()
    const before = new Map(metabase.cards)
    const other: Card = { ...cards()[0]!, name: 'Mine' }
    metabase.cards.set(1_000, other)
    metabase.requests.length = 0
    const pool = `0x${'ab'.repeat(20)}`
    const { code, stdout } = await createCards(['--schema', 'linchpin_views', '--pool', pool])
    expect(code).toBe(0)
    expect(stdout.match(/^updated card \d+: /gm)).toHaveLength(before.size)
    expect(metabase.requests.filter((call) => call.startsWith('POST'))).toEqual([])
    expect([...metabase.cards.keys()]).toEqual([...before.keys(), 1_000])
    expect(metabase.cards.get(1_000)).toBe(other)
    for (const [id, card] of before) {
      const { native } = metabase.cards.get(id)!.dataset_query
      expect(native.query).toContain('FROM "linchpin_views".')
      const tags = Object.values(card.dataset_query.native['template-tags'])
      for (const { name, id } of tags) expect(native['template-tags'][name]!.id).toBe(id)
    }
  })

  test('finds its cards among hundreds of others', async () => {
    await createCards()
    const [first] = cards()
    const own = [...metabase.cards]
    metabase.cards.clear()
    for (let n = 0; n < 450; n++) metabase.cards.set(1_000 + n, { ...first!, name: `Other ${n}` })
    for (const [id, card] of own) metabase.cards.set(id, card)
    const { code, stdout } = await createCards()
    expect([code, stdout.match(/^made/gm)]).toEqual([0, null])
    expect(metabase.cards.size).toBe(450 + own.length)
  })

  test('takes the number of a database, and a collection that is there', async () => {
    metabase.collections.push(
      { id: 5, name: 'Risk', location: '/4/', archived: false },
      { id: 6, name: 'Risk', location: '/', archived: false },
    )
    const { code } = await createCards(['--database', '1', '--collection', 'Risk'])
    expect(code).toBe(0)
    expect(cards()[0]).toMatchObject({ collection_id: 6, dataset_query: { database: 1 } })
  })

  const REFUSED: [string, string[], RegExp][] = [
    [
      'a database that Metabase does not have',
      ['--database', 'Rest'],
      /1 "Sample Database", 7 "Re/,
    ],
    ['a pool that is no address', ['--pool', 'stETH'], /--pool must be an address, not "stETH"/],
    ['an address with a password', ['--url', 'http://a:pass@127.0.0.1'], /--url must be/],
    ['another protocol', ['--url', 'file:///etc/passwd'], /--url must be/],
    ['an unknown option', ['--force'], /'--force'[\s\S]*Usage: METABASE_API_KEY/],
    [
      'an address where nothing listens',
      ['--url', 'http://127.0.0.1:9'],
      /GET \/api\/database failed: /,
    ],
  ]

  test.each(someOf(REFUSED, 2))('refuses %s, and changes nothing', async (_, args, message) => {
    const { code, stderr } = await createCards(args)
    expect([code, stderr]).toEqual([1, expect.stringMatching(message)])
    expect(stderr).not.toMatch(/pass@|^ +at /m)
    expect([metabase.cards.size, metabase.collections]).toEqual([0, []])
  })

  test.each(someOf(['with\nnewline', 'wrong', ''], 1))(
    'says that the key %j is no good',
    async (key) => {
      const { code, stderr } = await createCards([], key)
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/with 401: |METABASE_API_KEY is not/),
      ])
      if (key !== '') expect(stderr).not.toContain(key)
    },
  )

  test('refuses to choose between two cards of a name', async () => {
    await createCards()
    const [first] = cards()
    metabase.cards.set(99, first!)
    const { code, stderr } = await createCards()
    expect([code, stderr]).toEqual([1, expect.stringMatching(/several cards ".+": \d+ and 99/)])
  })

  const FAULTS: [string, { status: number; text: string }, RegExp][] = [
    ['an error that repeats the key', { status: 500, text: `no ${KEY}` }, /with 500: no \*\*\*/],
    ['a page', { status: 200, text: '<html>' }, /not answered with JSON/],
    ['another object', { status: 200, text: '{}' }, /not answered with a list/],
  ]

  test.each(someOf(FAULTS, 1))('ends at %s', async (_, fault, message) => {
    metabase.faults.set('/api/database', fault)
    const { code, stderr } = await createCards()
    expect([code, stderr]).toEqual([1, expect.stringMatching(message)])
    expect(stderr).not.toContain(KEY)
  })

  test('sends the key to no other address', async () => {
    const other = await startMetabase(KEY)
    const headers = { location: `${other.url}/api/database` }
    metabase.faults.set('/api/database', { status: 307, headers, text: '' })
    const { code, stderr } = await createCards()
    expect([code, stderr]).toEqual([1, expect.stringContaining('answered with 307')])
    expect(other.requests).toEqual([])
    await other.close()
  })
})

describe('the SQL of the cards, with a role that reads the views alone', () => {
  const reader = useViewReader('metabase', FIXTURE)

  test('has rows of the expected columns with the values that cards show first', async () => {
    await createCards(['--schema', reader.schema])
    for (const { name, dataset_query } of cards()) {
      const { query, 'template-tags': tags } = dataset_query.native
      expect(query, name).not.toMatch(/\[\[|\]\]/)
      const used = [...query.matchAll(/\{\{(\w+)\}\}/g)].map(([, tag]) => tag!)
      expect([...new Set(used)].sort(), name).toEqual(Object.keys(tags).sort())
      for (const { rows } of [await bound(query, tags), await written(query, tags)]) {
        expect(rows.length, name).toBeGreaterThan(0)
        expect(Object.keys(rows[0]), name).toEqual(expect.arrayContaining(COLUMNS[name]!))
      }
    }
  })

  type Tags = Card['dataset_query']['native']['template-tags']

  /** With values as parameters of the statement, each place with one of its own. */
  function bound(query: string, tags: Tags) {
    const values: string[] = []
    const sql = query.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      values.push(tags[name]!.default)
      return `$${values.length}`
    })
    return reader.query(sql, values)
  }

  /** With values in the text, as Metabase writes dates. */
  function written(query: string, tags: Tags) {
    const sql = query.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = `'${tags[name]!.default}'`
      return tags[name]!.type === 'date' ? `date ${value}` : value
    })
    return reader.query(sql)
  }
})

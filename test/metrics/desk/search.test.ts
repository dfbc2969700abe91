import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../../support/api/api-client'
import { createIndexedDatabase } from '../../support/indexed-database'
import type { TestDatabase } from '../../support/postgres'
import { BOTH } from '../../support/recordings'

const HIT = '{ type member { id name } symbol match }'
const HOSTILE = '<img src=x onerror=alert(1)> alpha'

interface Hit {
  type: string
  member: { id: string; name: string | null }
  symbol: string | null
  match: string
}

let database: TestDatabase
let api: TestApi
let folder: string
/** Addresses that the lists of the API have, by what they are. */
let lists: Record<string, string[]>

beforeAll(async () => {
  database = await createIndexedDatabase('search', BOTH)
  const plain = await startTestApi(database.url)
  const data = await plain.ask(`{
    OPERATOR: operators(limit: 1000) { address }
    SERVICE: avss(limit: 1000) { address }
    STAKER: stakers(limit: 1000) { address }
    POOL: pools(limit: 1000) { address }
    ASSET: assets(limit: 1000) { address }
  }`)
  await plain.close()
  lists = Object.fromEntries(
    Object.entries(data as Record<string, { address: string }[]>).map(([type, rows]) => [
      type,
      rows.map(({ address }) => address).sort(),
    ]),
  )
  await claimSymbol(lists.POOL![0]!, lists.ASSET![0]!, 'alphaETH')
  folder = mkdtempSync(join(tmpdir(), 'labels-'))
  const labels = join(folder, 'labels.json')
  writeFileSync(labels, JSON.stringify(labelFile()))
  api = await startTestApi(database.url, {}, [], { labelFiles: [labels] })
}, 300_000)

afterAll(async () => {
  await api?.close()
  await database?.drop()
  if (folder) rmSync(folder, { recursive: true })
})

/** Names of three operators, of a service, and of an address that is not on the chain. */
function labelFile() {
  const [first, second, third] = lists.OPERATOR!
  return {
    name: 'search',
    asOf: '2026-10-01',
    source: 'a test',
    chainId: 31337,
    names: {
      [first!]: 'Big Alpha',
      [second!]: 'Alpha',
      [third!]: HOSTILE,
      [lists.SERVICE![0]!]: 'alphabet 100%',
      '0x00000000000000000000000000000000000000ff': 'Alpha of another chain',
    },
    groupings: {},
  }
}

/** As if the contracts of a pool and its token had answered. */
async function claimSymbol(pool: string, token: string, symbol: string): Promise<void> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query(
    `INSERT INTO token_claim (pool, token, symbol, block, block_time) VALUES ($1, $2, $3, 3000, now())
     ON CONFLICT (pool) DO UPDATE SET token = $2, symbol = $3`,
    [pool, Buffer.from(token.slice(2), 'hex'), symbol],
  )
  await client.end()
}

async function search(text: string, more = ''): Promise<Hit[]> {
  const query = `query Search($text: String!) { search(text: $text ${more}) ${HIT} }`
  return (await api.ask(query, { text })).search
}

const found = (hits: readonly Hit[]) => hits.map(({ type, member: { id } }) => `${type} ${id}`)

describe('search by address', () => {
  test('finds all that the lists have, by the first digits, in any case, by type and address', async () => {
    for (const digit of '0123456789abcdef') {
      const expected = ['OPERATOR', 'SERVICE', 'POOL', 'ASSET', 'STAKER'].flatMap((type) =>
        lists[type]!.filter((address) => address.startsWith(`0x${digit}`)).map(
          (address) => `${type} ${address}`,
        ),
      )
      expect(found(await search(`0x${digit}`, 'limit: 100')), digit).toEqual(expected.slice(0, 100))
    }
    const [whole] = lists.OPERATOR!
    const hits = await search(`0x${whole!.slice(2).toUpperCase()}`)
    expect(found(hits)).toContain(`OPERATOR ${whole}`)
    expect(hits[0]!.match).toBe('ADDRESS')
  })

  test('finds only the types that are asked for, and as many as asked', async () => {
    expect(found(await search('0x', 'types: [SERVICE]'))).toEqual([])
    const hits = await search('0x1', 'types: [POOL, STAKER], limit: 2')
    expect(hits.length).toBeLessThanOrEqual(2)
    for (const { type } of hits) expect(['POOL', 'STAKER']).toContain(type)
  })

  test('does not find at an earlier block what came later', async () => {
    const { operators } = await api.ask(
      '{ operators(limit: 1000, orderBy: [firstSeenBlock_DESC]) { address firstSeenBlock } }',
    )
    const [last] = operators as { address: string; firstSeenBlock: number }[]
    const at = (block: number) =>
      search(last!.address, `types: [OPERATOR], block: { number: ${block} }`)
    expect(found(await at(last!.firstSeenBlock))).toEqual([`OPERATOR ${last!.address}`])
    expect(await at(last!.firstSeenBlock - 1)).toEqual([])
  })
})

test('names are those of the label files, by address, a part at a time', async () => {
  const all = Object.entries(labelFile().names)
    .map(([id, name]) => ({ id, name }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const query = '{ all: names { id name } second: names(limit: 1, offset: 1) { id name } }'
  expect(await api.ask(query)).toMatchObject({ all, second: [all[1]] })
})

describe('search by name', () => {
  test('those that are the text come first, then those that begin with it, then those with a word that does', async () => {
    const [first, second, third] = lists.OPERATOR!
    expect(found(await search('alpha', 'types: [OPERATOR, SERVICE]'))).toEqual([
      `OPERATOR ${second}`,
      `SERVICE ${lists.SERVICE![0]}`,
      `OPERATOR ${first}`,
      `OPERATOR ${third}`,
    ])
  })

  test('has no hit for a name whose address is not on the chain', async () => {
    expect(await search('another chain')).toEqual([])
  })

  test('pools and assets are found by the symbol of their token', async () => {
    const hits = await search('ALPHAeth')
    expect(found(hits)).toEqual([`POOL ${lists.POOL![0]}`, `ASSET ${lists.ASSET![0]}`])
    for (const { symbol, match } of hits) expect([symbol, match]).toEqual(['alphaETH', 'SYMBOL'])
  })

  test('a sign that is a pattern elsewhere is a letter', async () => {
    expect(found(await search('100%'))).toEqual([`SERVICE ${lists.SERVICE![0]}`])
    for (const sign of ['%%', '_', '.*', '\\', "'; DROP TABLE operator; --", '0x%', '0x_']) {
      expect(await search(sign), sign).toEqual([])
    }
  })

  test('a hostile name is sent as the text that it is', async () => {
    const [hit] = await search('onerror')
    expect(hit!.member.name).toBe(HOSTILE)
  })

  test('text that cannot be seen, or is not text, finds nothing and breaks nothing', async () => {
    expect(found(await search('al\u0000p\u200bha', 'types: [SERVICE]'))).toHaveLength(1)
    for (const text of ['\u0000', '\u202e', '   ', '\ud800', '']) {
      expect(
        (await api.send(`query Search($text: String!) { search(text: $text) ${HIT} }`, { text }))
          .errors?.[0]?.extensions.code,
        JSON.stringify(text),
      ).toBe('BAD_USER_INPUT')
    }
  })
})

test('search refuses more than its limits, and types that are none or named twice', async () => {
  const refusal = (args: string) => api.refuse(`{ search(${args}) { type } }`)
  expect(await refusal(`text: "${'a'.repeat(101)}"`)).toMatchObject({ code: 'LIMIT_EXCEEDED' })
  expect(await refusal('text: "a", limit: 101')).toMatchObject({ code: 'LIMIT_EXCEEDED' })
  expect(await refusal('text: "a", limit: 0')).toMatchObject({ code: 'BAD_USER_INPUT' })
  expect(await refusal('text: "a", types: []')).toMatchObject({ code: 'BAD_USER_INPUT' })
  expect(await refusal('text: "a", types: [POOL, POOL]')).toMatchObject({ code: 'BAD_USER_INPUT' })
})

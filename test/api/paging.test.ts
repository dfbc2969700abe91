import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IS_LONG } from '../long.mjs'
import type { TestApi } from '../support/api/api-client'
import { startTestApi } from '../support/api/api-client'
import type { ApiDatabase } from '../support/api/api-db'
import { address, bytea, createApiDatabase, hash, version } from '../support/api/api-db'
import { insertHistory, POOL, STAKERS } from '../support/api/api-history'
import {
  compareBy,
  filter,
  HEAD,
  holdsAt,
  order,
  rowOf,
  table,
  URIS,
} from '../support/api/api-reference'

let db: ApiDatabase
let api: TestApi

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  api = await startTestApi(db.url)
})

afterAll(async () => {
  await api.close()
  await db.drop()
})

const PAGE = `query ($where: WithdrawalWhereInput, $orderBy: [WithdrawalOrderByInput!], $block: Int,
    $first: Int, $after: String, $last: Int, $before: String) {
  withdrawalsConnection(where: $where, orderBy: $orderBy, block: {number: $block},
      first: $first, after: $after, last: $last, before: $before) {
    edges { node { id } cursor } totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`

const LIST = `query ($where: WithdrawalWhereInput, $orderBy: [WithdrawalOrderByInput!], $block: Int,
    $limit: Int, $offset: Int) {
  withdrawals(where: $where, orderBy: $orderBy, block: {number: $block}, limit: $limit, offset: $offset) {
    id fromBlock nonce operator { metadataURI } } }`

/** Pages through a connection; returns the ids in the order of the list. */
async function readPages(variables: object, size: number, backward: boolean): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  for (let page = 0; page < 100; page++) {
    const cut: object = backward ? { last: size, before: cursor } : { first: size, after: cursor }
    const { withdrawalsConnection: read } = await api.ask(PAGE, { ...variables, ...cut })
    const nodes: string[] = read.edges.map((edge: { node: { id: string } }) => edge.node.id)
    expect(nodes.length).toBeLessThanOrEqual(size)
    if (backward) ids.unshift(...nodes)
    else ids.push(...nodes)
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = read.pageInfo
    expect(backward ? hasNextPage : hasPreviousPage).toBe(page > 0)
    if (!(backward ? hasPreviousPage : hasNextPage)) {
      expect(read.totalCount).toBe(ids.length)
      return ids
    }
    cursor = backward ? startCursor : endCursor
  }
  throw new Error('The pages do not end.')
}

describe('compared with a reference implementation', () => {
  beforeAll(async () => {
    await db.query(`UPDATE cursor SET start_block = 0, height = ${HEAD}, hash = $1`, [hash(HEAD)])
    await db.query('TRUNCATE operator')
    await db.insert(
      'operator',
      URIS.map((uri, index) => ({
        ...version(address(1000 + index), 0, null),
        address: bytea(address(1000 + index)),
        protocol: 'EIGENLAYER',
        metadata_uri: uri,
        first_seen_block: 0,
      })),
    )
  })

  const request = fc.record({
    rows: table,
    where: filter,
    orderBy: order,
    block: fc.integer({ min: 0, max: HEAD }),
    size: fc.integer({ min: 1, max: 5 }),
    backward: fc.boolean(),
    offset: fc.integer({ min: 0, max: 3 }),
  })

  test('a list has the rows of the requested page, in order', async () => {
    const check = async ({
      rows,
      where,
      orderBy,
      block,
      size,
      offset,
    }: FromArbitrary<typeof request>) => {
      await refill(rows.map(rowOf))
      const expected = rows
        .filter(holdsAt(block))
        .filter((row) => where.test?.(row) ?? where.test === null)
        .sort(compareBy(orderBy))
        .slice(offset, offset + size)
        .map((row) => ({
          id: row.key,
          fromBlock: row.from,
          nonce: `${row.nonce}`,
          operator:
            row.operator === null || row.operator === 2
              ? null
              : { metadataURI: URIS[row.operator] },
        }))
      const variables = { where: where.input, orderBy, block, limit: size, offset }
      expect((await api.ask(LIST, variables)).withdrawals).toEqual(expected)
    }
    await fc.assert(fc.asyncProperty(request, check), {
      numRuns: IS_LONG ? 300 : 90,
      endOnFailure: true,
    })
  })

  test('pages in both directions have every row once, in order', async () => {
    const check = async ({
      rows,
      where,
      orderBy,
      block,
      size,
      backward,
    }: FromArbitrary<typeof request>) => {
      await refill(rows.map(rowOf))
      const expected = rows
        .filter(holdsAt(block))
        .filter((row) => where.test?.(row) ?? where.test === null)
        .sort(compareBy(orderBy))
        .map((row) => row.key)
      const variables = { where: where.input, orderBy, block }
      expect(await readPages(variables, size, backward)).toEqual(expected)
    }
    await fc.assert(fc.asyncProperty(request, check), {
      numRuns: IS_LONG ? 200 : 60,
      endOnFailure: true,
    })
  })
})

type FromArbitrary<T> = T extends fc.Arbitrary<infer Value> ? Value : never

async function refill(rows: Record<string, unknown>[]): Promise<void> {
  await db.query('DELETE FROM withdrawal')
  await db.insert('withdrawal', rows)
  // No block is final and every refill is a new state of the database, so no response is cached.
  await db.query('UPDATE cursor SET finalized_height = -1, updated_at = clock_timestamp()')
}

describe('connections', () => {
  const stakes = (args: string) =>
    api.ask(`{ stakesConnection(${args}) { edges { cursor node { id } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }`)

  test('lists longer than a page are read completely, with ties', async () => {
    await db.query('UPDATE cursor SET height = 200')
    const seen = new Set<string>()
    let after: string | null = null
    do {
      const { stakesConnection: page } = await stakes(
        `orderBy: [depositShares_DESC], first: 1000, after: ${JSON.stringify(after)}`,
      )
      for (const edge of page.edges) seen.add(edge.node.id)
      expect(page.totalCount).toBe(STAKERS)
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after)
    expect(seen.size).toBe(STAKERS)
  })

  test('after and before together select the rows between them', async () => {
    const all = (await stakes('first: 5')).stakesConnection.edges
    const between = (await stakes(`after: "${all[0].cursor}", before: "${all[3].cursor}"`))
      .stakesConnection
    expect(between.edges).toEqual([all[1], all[2]])
    expect(between.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true })
  })

  test('an empty page has empty cursors, as in the API of squids; a page of size 0 reports whether there are rows', async () => {
    const none = (await stakes('where: {id_eq: "none"}')).stakesConnection
    expect(none).toEqual({
      edges: [],
      totalCount: 0,
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: '', endCursor: '' },
    })
    expect((await stakes('first: 0')).stakesConnection.pageInfo.hasNextPage).toBe(true)
  })

  test('parts of a connection can be selected alone, twice and with aliases', async () => {
    const { a, b } = await api.ask(`{
      a: stakesConnection { totalCount }
      b: stakesConnection(first: 1) {
        edges { one: node { id } two: node { pool { id } } }
        again: edges { one: node { x: depositShares } } } }`)
    expect(a).toEqual({ totalCount: STAKERS })
    expect(b.edges[0].two).toEqual({ pool: { id: POOL[0] } })
    expect(b.again).toEqual([{ one: { x: '0' } }])
  })

  describe('an invalid cursor is rejected', () => {
    const refuse = async (args: string, after: string) =>
      (
        await api.refuse(
          `query ($after: String) { stakesConnection(${args}, after: $after) { totalCount } }`,
          { after },
        )
      ).code
    const cursor = async () =>
      (await stakes('first: 1, orderBy: [depositShares_ASC]')).stakesConnection.edges[0].cursor

    test('of another order, filter or list', async () => {
      const made = await cursor()
      expect(await refuse('orderBy: [depositShares_DESC]', made)).toBe('BAD_CURSOR')
      expect(await refuse('orderBy: [depositShares_ASC], where: {id_eq: "x"}', made)).toBe(
        'BAD_CURSOR',
      )
      const { extensions } = (
        await api.send(
          `query ($after: String) { operatorsConnection(after: $after) { totalCount } }`,
          {
            after: made,
          },
        )
      ).errors![0]!
      expect(extensions.code).toBe('BAD_CURSOR')
    })

    test('malformed, with values of the wrong type, or too long', async () => {
      const [version, list] = JSON.parse(Buffer.from(await cursor(), 'base64url').toString())
      const forge = (...position: unknown[]) =>
        Buffer.from(JSON.stringify([version, list, ...position])).toString('base64url')
      const tried = [
        ...['', 'x', '10', '{}', `${await cursor()}=`, 'A'.repeat(100_000)],
        ...[forge('1; DROP TABLE stake', 'a'), forge('1'), forge(1, 'a'), forge(null, 'a')],
        ...[forge('1', null), forge('1', 'a\0'), forge('1', 'a', 'b'), forge(['1'], 'a')],
      ]
      for (const after of tried) {
        expect(await refuse('orderBy: [depositShares_ASC]', after)).toBe('BAD_CURSOR')
      }
    })
  })
})

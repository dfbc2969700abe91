import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { type ApiDatabase, address, bytea, createApiDatabase, version } from '../support/api/api-db'
import { insertHistory, OP, POOL } from '../support/api/api-history'

/** Up to 2^32 - 1, the largest value that a delay, or an effect block, of the contracts can have (uint32). */
const VALUES = [
  0,
  1,
  2 ** 31 - 1,
  2 ** 31,
  3_000_004_995,
  2 ** 32 - 1,
  ...fc.sample(fc.nat({ max: 2 ** 32 - 1 }), { numRuns: 200, seed: 13 }),
]
const SORTED = [...VALUES].sort((a, b) => a - b)
const operatorOf = (n: number) => address(0x1000 + n)

let db: ApiDatabase
let api: TestApi

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  await db.insert(
    'operator',
    VALUES.map((value, n) => ({
      ...version(operatorOf(n), 100, null),
      address: bytea(operatorOf(n)),
      protocol: 'EIGENLAYER',
      first_seen_block: 100,
      stored_delay: `${value}`,
      stored_pending_delay: `${value}`,
      stored_delay_effect_block: `${value}`,
    })),
  )
  const [some] = await db.query<{ key: string }>('SELECT key FROM operator_set LIMIT 1')
  const set = some!.key
  await db.query('UPDATE operator_set SET stored_slasher_effect_block = 4294967295')
  await db.insert(
    'allocation',
    VALUES.map((value, n) => ({
      ...version(`${operatorOf(n)}-${set}-${POOL[0]}`, 100, null),
      operator_id: operatorOf(n),
      operator_set_id: set,
      pool_id: POOL[0],
      stored_magnitude: '5',
      stored_diff: '1',
      stored_effect_block: `${value}`,
    })),
  )
  api = await startTestApi(db.url)
})

afterAll(async () => {
  await api?.close()
  await db?.drop()
})

const own = `id_gte: "${operatorOf(0)}", id_not_in: ["${OP.join('", "')}"], id_lte: "${operatorOf(VALUES.length)}"`

/** Operators with those conditions, by delay. */
async function delays(where = ''): Promise<number[]> {
  const { operators } = await api.ask(
    `{ operators(limit: 1000, orderBy: allocationDelay_ASC, where: {${own} ${where}}) { allocationDelay } }`,
  )
  return operators.map((row: { allocationDelay: number }) => row.allocationDelay)
}

test('every delay is served as it is, in its order', async () => {
  expect(await delays()).toEqual(SORTED)
})

test('pending delays and effect blocks are served as they are while they are pending', async () => {
  const { operators, _meta } = await api.ask(
    `{ operators(limit: 1000, where: {${own}}) { id allocationDelay pendingAllocationDelay allocationDelayEffectBlock } _meta { block { number } } }`,
  )
  const head = _meta.block.number as number
  const expected = VALUES.map((value, n) => ({
    id: operatorOf(n),
    allocationDelay: value,
    pendingAllocationDelay: value > head ? value : null,
    allocationDelayEffectBlock: value > head ? value : null,
  }))
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  expect(operators.sort(byId)).toEqual(expected.sort(byId))

  const { operatorSets } = await api.ask('{ operatorSets { pendingSlasherEffectBlock } }')
  expect(operatorSets[0].pendingSlasherEffectBlock).toBe(4_294_967_295)

  const { allocations } = await api.ask(
    `{ allocations(limit: 1000, orderBy: effectBlock_DESC, where: {operator: {${own}}}) { effectBlock pendingDiff } }`,
  )
  expect(allocations).toEqual(
    [...SORTED].reverse().map((value) => ({
      effectBlock: value > head ? value : 0,
      pendingDiff: value > head ? '1' : '0',
    })),
  )
})

test('filters compare over the whole range, from literals and from variables', async () => {
  for (const value of [0, 2 ** 31 - 1, 2 ** 31, 3_000_004_995, 2 ** 32 - 1]) {
    expect(await delays(`allocationDelay_eq: ${value}`)).toEqual(SORTED.filter((x) => x === value))
    expect(await delays(`allocationDelay_gt: ${value}`)).toEqual(SORTED.filter((x) => x > value))
    expect(await delays(`allocationDelay_in: [${value}]`)).toEqual(
      SORTED.filter((x) => x === value),
    )
    const { operators } = await api.ask(
      `query($v: UInt32!) { operators(limit: 1000, where: {${own} allocationDelay_lte: $v}) { id } }`,
      { v: value },
    )
    expect(operators).toHaveLength(SORTED.filter((x) => x <= value).length)
  }
  const query = (value: string) => `{ operators(where: {allocationDelay_gt: ${value}}) { id } }`
  for (const value of ['-1', '4294967296', '0.5']) {
    expect(await api.refuse(query(value))).toMatchObject({ code: 'BAD_USER_INPUT' })
  }
})

test('pages follow each other over the whole range', async () => {
  const seen: number[] = []
  let after = ''
  for (;;) {
    const { operatorsConnection: page } = await api.ask(
      `{ operatorsConnection(first: 50, ${after} orderBy: [allocationDelay_ASC, id_ASC], where: {${own}}) {
        edges { node { allocationDelay } } pageInfo { hasNextPage endCursor } } }`,
    )
    seen.push(
      ...page.edges.map((edge: { node: { allocationDelay: number } }) => edge.node.allocationDelay),
    )
    if (!page.pageInfo.hasNextPage) break
    after = `after: "${page.pageInfo.endCursor}",`
  }
  expect(seen).toEqual(SORTED)
})

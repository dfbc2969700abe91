import { parse } from 'graphql'
import { createSchema, createYoga } from 'graphql-yoga'
import { describe, expect, test } from 'vitest'
import type { ApiContext, BlockInput } from '../src/api/context'
import { riskSchema } from '../src/api/schema/risk'

const BASE = `scalar BigDecimal scalar BigInt scalar Bytes scalar UnixTime type Query { _: Boolean }
  input BlockInput { number: Int, hash: Bytes, timestamp: UnixTime }`
const schema = createSchema<ApiContext>({
  typeDefs: [BASE, riskSchema.typeDefs],
  resolvers: riskSchema.resolvers,
})
const POOL = `0x${'a'.repeat(40)}`
const OTHER = `0x${'b'.repeat(40)}`

/** Runs one operation as the server does: through yoga, with this context. */
async function run(source: string, context: ApiContext) {
  const yoga = createYoga({ schema, context, maskedErrors: false, logging: false })
  const body = JSON.stringify({ query: source })
  const headers = { 'content-type': 'application/json' }
  const response = await yoga.fetch('http://test/graphql', { method: 'POST', headers, body })
  return response.json() as Promise<{
    data?: { concentration: Record<string, unknown> } | null
    errors?: { message: string; extensions: { code: string } }[]
  }>
}

interface StubRow {
  known: boolean
  operator: string | null
  pool: string | null
  shares: string | null
}

function stub(rows: StubRow[]) {
  const calls = { at: [] as unknown[], sql: [] as { text: string; params: unknown[] }[] }
  const context: ApiContext = {
    head: () => Promise.reject(new Error('not needed')),
    at: async (block?: BlockInput | null) => {
      calls.at.push(block)
      return {
        chainId: 31337,
        number: block?.number ?? 9000,
        hash: null,
        timestamp: null,
        finalized: true,
        isHead: block?.number == null,
      }
    },
    query: async <T>(text: string, params: unknown[] = []) => {
      calls.sql.push({ text, params })
      return rows as T[]
    },
  }
  return { context, calls }
}

const held = (operator: string, pool: string | null, shares: string | null): StubRow => ({
  known: true,
  operator,
  pool,
  shares,
})
const TOY = [
  held('0x1', POOL, '50'),
  held('0x2', POOL, '30'),
  held('0x3', POOL, '15'),
  held('0x4', POOL, '5'),
  held('0x5', POOL, null),
]

async function ask(fields: string, rows: StubRow[], args = `scope: {pool: "${POOL}"}`) {
  const { context, calls } = stub(rows)
  const source = `{ concentration(of: OPERATORS, ${args}) { ${fields} } }`
  const { data, errors } = await run(source, context)
  return { answer: data?.concentration, errors, calls }
}

describe('concentration', () => {
  test('answers the documented query as it is written, in one statement', async () => {
    const { context, calls } = stub(TOY)
    const source = `{ concentration(of: OPERATORS, scope: {pool: "${POOL}"}, basis: DELEGATED, block: {number: 2388}) {
      hhi effectiveNumber nakamoto(threshold: HALF, rule: GT) { count } meta { block { number } basis nullReason } } }`
    const { data, errors } = await run(source, context)
    expect(errors).toBeUndefined()
    expect(data).toEqual({
      concentration: {
        hhi: '0.365',
        effectiveNumber: '2.73972602739726027',
        nakamoto: { count: 2 },
        meta: { block: { number: 2388 }, basis: 'DELEGATED', nullReason: null },
      },
    })
    expect(calls.at).toEqual([{ number: 2388 }])
    expect(calls.sql).toHaveLength(1)
  })

  test('answers every field, and echoes what it rests on', async () => {
    const { answer, errors } = await ask(
      `hhiPoints hhiNormalized top(k: 3) all: top(k: 9) topMembers(k: 1) { id address }
       nakamoto(threshold: ONE_THIRD) { threshold rule count members { address } margin tieSet { address } nullReason }
       shares(limit: 2) { operator share amount } universe { n nZero total }
       meta { block { number hash timestamp chainId finalized } basis grouping
         pricing { numeraire source unpriced { address } } assumptions method nullReason }`,
      TOY,
    )
    expect(errors).toBeUndefined()
    expect(answer).toEqual({
      hhiPoints: '3650',
      hhiNormalized: '0.153333333333333333',
      top: '0.95',
      all: '1',
      topMembers: [{ id: '0x1', address: '0x1' }],
      nakamoto: {
        threshold: 'ONE_THIRD',
        rule: 'GT',
        count: 1,
        members: [{ address: '0x1' }],
        margin: '16.6666666666666667',
        tieSet: [],
        nullReason: null,
      },
      shares: [
        { operator: '0x1', share: '0.5', amount: '50' },
        { operator: '0x2', share: '0.3', amount: '30' },
      ],
      universe: { n: 4, nZero: 1, total: '100' },
      meta: {
        block: { number: 9000, hash: null, timestamp: null, chainId: 31337, finalized: true },
        basis: 'DELEGATED',
        grouping: null,
        pricing: { numeraire: 'NATIVE', source: null, unpriced: [] },
        assumptions: null,
        method: 'EXACT',
        nullReason: null,
      },
    })
  })

  test('amounts beyond double precision stay whole', async () => {
    const big = '123456789012345678901234567890123456789'
    const { answer } = await ask('shares { amount } universe { total }', [held('0x1', POOL, big)])
    expect(answer).toEqual({ shares: [{ amount: big }], universe: { total: big } })
  })

  test('a tie is told', async () => {
    const { answer } = await ask(
      'nakamoto(threshold: HALF, rule: GTE) { count tieSet { address } }',
      [held('0x1', POOL, '3'), held('0x2', POOL, '3')],
    )
    expect(answer).toEqual({
      nakamoto: { count: 1, tieSet: [{ address: '0x1' }, { address: '0x2' }] },
    })
  })

  const nothing = { known: true, operator: null, pool: null, shares: null }
  test.each([
    ['UNKNOWN_SCOPE', [{ ...nothing, known: false }], { n: null, nZero: null, total: null }, []],
    ['EMPTY', [nothing], { n: 0, nZero: 0, total: '0' }, []],
    ['ZERO_TOTAL', [held('0x1', POOL, '0')], { n: 0, nZero: 1, total: '0' }, []],
    [
      'UNPRICED',
      [held('0x1', OTHER, '1'), held('0x1', POOL, '1'), held('0x2', null, null)],
      { n: 1, nZero: 1, total: null },
      [{ address: POOL }, { address: OTHER }],
    ],
  ])('%s: every value is null and the reason is told', async (reason, rows, universe, unpriced) => {
    const { answer, errors } = await ask(
      `hhi hhiPoints hhiNormalized effectiveNumber top(k: 1) topMembers(k: 1) { id } shares { operator }
       nakamoto(threshold: HALF) { count members { id } margin tieSet { id } nullReason }
       universe { n nZero total } meta { nullReason pricing { unpriced { address } } }`,
      rows,
      'basis: DELEGATED',
    )
    expect(errors).toBeUndefined()
    expect(answer).toEqual({
      hhi: null,
      hhiPoints: null,
      hhiNormalized: null,
      effectiveNumber: null,
      top: null,
      topMembers: null,
      shares: null,
      nakamoto: { count: null, members: null, margin: null, tieSet: null, nullReason: reason },
      universe,
      meta: { nullReason: reason, pricing: { unpriced } },
    })
  })
})

describe('arguments', () => {
  test('addresses are taken in any case and never put into the statement', async () => {
    const { calls } = await ask(
      'hhi',
      TOY,
      `scope: {pool: "0x${'A'.repeat(40)}", operatorSet: "0x${'B'.repeat(40)}/7"}`,
    )
    expect(calls.sql[0]?.params).toEqual([POOL, `${OTHER}/7`])
    expect(calls.sql[0]?.text).not.toContain('0x')
  })

  test.each([
    ['scope: {pool: "0x12"}', 'scope.pool cannot be "0x12".'],
    ['scope: {pool: ""}', 'scope.pool cannot be "".'],
    [`scope: {avs: "${POOL}'"}`, `scope.avs cannot be "${POOL}'".`],
    [`scope: {operatorSet: "${POOL}"}`, `scope.operatorSet cannot be "${POOL}".`],
    [`scope: {operatorSet: "${POOL}/01"}`, `scope.operatorSet cannot be "${POOL}/01".`],
    [
      `scope: {operatorSet: "${POOL}/4294967296"}`,
      `scope.operatorSet cannot be "${POOL}/4294967296".`,
    ],
    [
      `scope: {avs: "${OTHER}", operatorSet: "${POOL}/1"}`,
      `scope.operatorSet cannot be "${POOL}/1".`,
    ],
  ])('%s is BAD_USER_INPUT, before anything is read', async (args, message) => {
    const { errors, calls } = await ask('hhi', TOY, args)
    expect(errors?.map((error) => error.message)).toEqual([message])
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
    expect(calls).toEqual({ at: [], sql: [] })
  })

  test.each([
    ['top(k: 0)', 'BAD_USER_INPUT'],
    ['topMembers(k: -1) { id }', 'BAD_USER_INPUT'],
    ['shares(limit: 0) { share }', 'BAD_USER_INPUT'],
    ['shares(limit: 1001) { share }', 'LIMIT_EXCEEDED'],
    ['topMembers(k: 1001) { id }', 'LIMIT_EXCEEDED'],
  ])('%s is %s', async (field, code) => {
    const { errors } = await ask(field, TOY)
    expect(errors?.[0]?.extensions.code).toBe(code)
  })

  test('the present is read without a block number, the past with one', async () => {
    const now = await ask('hhi', TOY)
    expect(now.calls.sql[0]?.params).toEqual([POOL])
    const then = await ask('hhi', TOY, `scope: {pool: "${POOL}"}, block: {number: 5}`)
    expect(then.calls.sql[0]?.params).toEqual([5, POOL])
  })
})

test('every type, field, argument and value of the risk schema is documented', () => {
  const undocumented: string[] = []
  const check = (name: string, node: object) => {
    if (!('description' in node && node.description)) undocumented.push(name)
    for (const [key, value] of Object.entries(node)) {
      if (!['fields', 'values', 'arguments'].includes(key)) continue
      for (const part of value) check(`${name}.${part.name.value}`, part)
    }
  }
  for (const definition of parse(riskSchema.typeDefs).definitions) {
    if (definition.kind !== 'ObjectTypeExtension')
      check('name' in definition ? `${definition.name?.value}` : '?', definition)
    else for (const field of definition.fields ?? []) check(field.name.value, field)
  }
  expect(undocumented).toEqual([])
})

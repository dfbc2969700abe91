import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'graphql'
import { createSchema, createYoga } from 'graphql-yoga'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { riskParts } from '../../src/metrics'
import type { ApiContext, BlockInput } from '../../src/reads/context'
import { readLabels } from '../../src/reads/files/labels'
import { readPriceFile } from '../../src/reads/files/prices'
import { Graphs } from '../../src/reads/graph/graphs'
import type { Head } from '../../src/reads/head'
import { Solver } from '../../src/solver/solver'

// The toy network: pool P holds O1 50, O2 30, O3 15, O4 5; service S1 = {O1, O2, O3}, S2 = {O1, O2}
// by the old directory, S3 = {O1, O4}. Around it lies what must not count: another pool, a set that
// does not accept P, registrations and stake of other times.
const SERVER =
  process.env.LINCHPIN_TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:54329/postgres'
const DATABASE = `risk_${process.pid}`
const MIGRATIONS = join(__dirname, '../../db/migrations')
const address = (digit: string) => `0x${digit.repeat(40)}`
const [P, Q, EMPTY_POOL] = [address('a'), address('b'), address('c')]
const [O1, O2, O3, O4, O5] = ['1', '2', '3', '4', '5'].map(address) as [
  string,
  string,
  string,
  string,
  string,
]
const [S1, S2, S3, S4] = [address('d'), address('e'), address('f'), address('9')]
const [TOKEN_P, TOKEN_Q] = [address('4'), address('8')]
const HEAD = 100
const PRICES = join(mkdtempSync(join(tmpdir(), 'risk-')), 'prices.csv')
writeFileSync(
  PRICES,
  `asset,block,numeraire,value,source\n${TOKEN_P},55,ETH,2,desk\n${TOKEN_Q},70,ETH,3,desk\n`,
)
const LABELS = join(mkdtempSync(join(tmpdir(), 'risk-')), 'labels.json')
writeFileSync(
  LABELS,
  JSON.stringify({
    name: 'toy',
    asOf: '2026-01-01',
    source: 'this test',
    chainId: 31337,
    groupings: { entity: { Acme: [O1, O2] } },
  }),
)

const parts = riskParts({
  graphs: new Graphs(),
  labels: readLabels([LABELS]),
  priceFile: readPriceFile(PRICES),
  solver: new Solver(),
})
const schema = createSchema<ApiContext>({
  typeDefs: [
    `scalar BigDecimal scalar BigInt scalar Bytes scalar UnixTime enum PriceNumeraire { ETH USD } type Query { _: Boolean }
  input BlockInput { number: Int, hash: Bytes, timestamp: UnixTime }`,
    ...parts.map(({ typeDefs }) => typeDefs),
  ],
  resolvers: parts.map(({ resolvers }) => resolvers),
})

let client: pg.Client
let statements = 0

async function insert(
  table: string,
  key: string,
  row: Record<string, unknown>,
  from = 10,
  to?: number,
) {
  const columns = { id: `${key}@${from}`, key, from_block: from, to_block: to ?? null, ...row }
  const names = Object.keys(columns)
  await client.query(
    `INSERT INTO ${table} (${names}) VALUES (${names.map((_, index) => `$${index + 1}`)})`,
    Object.values(columns),
  )
}

const stake = (operator: string, pool: string, shares: string, from?: number, to?: number) =>
  insert(
    'operator_stake',
    `${operator}-${pool}`,
    { operator_id: operator, pool_id: pool, shares },
    from,
    to,
  )

function register(operator: string, avs: string, set: number | null, from?: number, to?: number) {
  const setKey = set === null ? null : `${avs}/${set}`
  const row = { operator_id: operator, avs_id: avs, operator_set_id: setKey }
  return insert('avs_registration', `${operator}-${setKey ?? avs}`, row, from, to)
}

async function operatorSet(avs: string, set: number, pools: string[]) {
  const key = `${avs}/${set}`
  await insert('operator_set', key, {
    avs_id: avs,
    set_id: set,
    slash_count: 0,
    first_seen_block: 10,
  })
  for (const pool of pools) {
    await insert('operator_set_pool', `${key}-${pool}`, { operator_set_id: key, pool_id: pool })
  }
}

async function toyNetwork() {
  const common = { address: Buffer.alloc(20), protocol: 'EIGENLAYER', first_seen_block: 10 }
  for (const [pool, asset, rate] of [
    [P, TOKEN_P, '1000000000000000000'],
    [Q, TOKEN_Q, '2000000000000000000'],
    [EMPTY_POOL, null, null],
  ]) {
    const row = { ...common, asset_id: asset, exchange_rate: rate, whitelisted: true }
    await insert('pool', pool!, { ...row, burnable_shares: '0' })
  }
  await insert('asset', TOKEN_P, { address: Buffer.alloc(20), decimals: 2 })
  await insert('asset', TOKEN_Q, { address: Buffer.alloc(20), decimals: 0 })
  for (const avs of [S1, S2, S3, S4]) await insert('avs', avs, common)
  for (const operator of [O1, O2, O3, O4, O5]) await insert('operator', operator, common)
  await stake(O1, P, '999', 10, 20)
  await stake(O1, P, '50', 20)
  await stake(O2, P, '30')
  await stake(O3, P, '15')
  await stake(O4, P, '5')
  await stake(O5, P, '0')
  await operatorSet(S1, 0, [P])
  await operatorSet(S1, 1, [P])
  await operatorSet(S1, 2, [Q])
  await operatorSet(S3, 0, [P])
  await operatorSet(S4, 0, [P, Q])
  for (const operator of [O1, O2, O3]) await register(operator, S1, 0)
  // In two sets that accept P: still counts once.
  await register(O1, S1, 1)
  // In a set that does not accept P; its stake in P must not count for S1.
  await register(O4, S1, 2)
  await register(O1, S2, null)
  await register(O2, S2, null)
  await register(O1, S3, 0)
  await register(O4, S3, 0)
  await register(O2, S3, 0, 10, 30)
  // From block 50 on, a second pool holds stake.
  await stake(O2, Q, '7', 50)
  await register(O2, S4, 0)
  await register(O3, S4, 0)
}

const context: ApiContext = {
  head: async () => ({ chainId: 31337 }) as Head,
  at: async (block?: BlockInput | null) => ({
    chainId: 31337,
    number: block?.number ?? HEAD,
    hash: null,
    timestamp: null,
    finalized: true,
    isHead: (block?.number ?? HEAD) === HEAD,
  }),
  query: async <T>(text: string, params: unknown[] = []) => {
    statements += 1
    return (await client.query(text, params)).rows as T[]
  },
}

const yoga = createYoga({ schema, context, maskedErrors: false, logging: false })

interface Measured {
  hhi: string | null
  universe: { n: number; nZero: number; total: string | null }
  meta: { nullReason: string | null; pricing: { unpriced: { address: string }[] } }
}

async function measure(args: string): Promise<Measured> {
  const source = `{ concentration(of: OPERATORS, ${args}) {
    hhi universe { n nZero total } meta { nullReason pricing { unpriced { address } } } } }`
  const response = await yoga.fetch('http://test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: source }),
  })
  const { data, errors } = await response.json()
  expect(errors).toBeUndefined()
  return data.concentration
}

beforeAll(async () => {
  const server = new pg.Client(SERVER)
  await server.connect()
  await server.query(`CREATE DATABASE ${DATABASE}`)
  await server.end()
  const url = new URL(SERVER)
  url.pathname = `/${DATABASE}`
  client = new pg.Client(url.href)
  await client.connect()
  const load = createRequire(__filename)
  for (const file of readdirSync(MIGRATIONS).sort()) {
    const migration = new (load(join(MIGRATIONS, file)))()
    await migration.up({ query: async (text: string) => (await client.query(text)).rows })
  }
  await toyNetwork()
})

afterAll(async () => {
  await client.end()
  const server = new pg.Client(SERVER)
  await server.connect()
  await server.query(`DROP DATABASE ${DATABASE}`)
  await server.end()
})

const toy = { n: 4, nZero: 1, total: '100' }

describe.each(['', ', block: {number: 60}'])('the toy network in Postgres%s', (block) => {
  test('delegated to a pool: HHI .365 over four operators and one with nothing', async () => {
    const answer = await measure(`scope: {pool: "${P}"}, basis: DELEGATED${block}`)
    expect(answer).toMatchObject({ hhi: '0.365', universe: toy, meta: { nullReason: null } })
  })

  test.each([
    ['S1, one operator in two sets', `avs: "${S1}"`, '0.401662049861495845', 3, '95'],
    ['S2, by the old directory', `avs: "${S2}"`, '0.53125', 2, '80'],
    ['S3, after one left', `avs: "${S3}"`, '0.834710743801652893', 2, '55'],
    ['the first set of S1', `operatorSet: "${S1}/0"`, '0.401662049861495845', 3, '95'],
    ['the second set of S1', `operatorSet: "${S1}/1"`, '1', 1, '50'],
    ['any service', '', '0.365', 4, '100'],
  ])('registered to %s', async (_, scope, hhi, n, total) => {
    const answer = await measure(`scope: {pool: "${P}" ${scope}}, basis: REGISTERED${block}`)
    expect(answer).toMatchObject({ hhi, universe: { n, nZero: 0, total } })
  })

  test('an operator registered without stake counts in nZero', async () => {
    const answer = await measure(`scope: {pool: "${Q}", avs: "${S4}"}, basis: REGISTERED${block}`)
    expect(answer).toMatchObject({ hhi: '1', universe: { n: 1, nZero: 1, total: '7' } })
  })

  test('delegated to the operators of a service counts pools it does not accept', async () => {
    const registered = `scope: {pool: "${P}", operatorSet: "${S1}/2"}, basis: REGISTERED${block}`
    expect((await measure(registered)).meta.nullReason).toBe('EMPTY')
    const delegated = `scope: {pool: "${P}", operatorSet: "${S1}/2"}, basis: DELEGATED${block}`
    expect(await measure(delegated)).toMatchObject({ hhi: '1', universe: { n: 1, total: '5' } })
  })

  test('two pools are not added: UNPRICED lists both', async () => {
    for (const scope of ['', `scope: {avs: "${S4}"}, `, `scope: {avs: "${S2}"}, `]) {
      const answer = await measure(`${scope}basis: ${scope ? 'REGISTERED' : 'DELEGATED'}${block}`)
      expect(answer.hhi).toBeNull()
      expect(answer.meta).toEqual({
        nullReason: 'UNPRICED',
        pricing: { unpriced: [{ address: P }, { address: Q }] },
      })
      expect(answer.universe.total).toBeNull()
    }
  })

  test('a service that accepts one pool is measured in it without naming it', async () => {
    const answer = await measure(`scope: {avs: "${S3}"}, basis: REGISTERED${block}`)
    expect(answer).toMatchObject({ hhi: '0.834710743801652893', meta: { nullReason: null } })
  })

  test('a pool without stake is ZERO_TOTAL, a pool, AVS or set never seen is UNKNOWN_SCOPE', async () => {
    const reason = async (scope: string) =>
      (await measure(`scope: {${scope}}, basis: DELEGATED${block}`)).meta.nullReason
    expect(await reason(`pool: "${EMPTY_POOL}"`)).toBe('ZERO_TOTAL')
    expect(await reason(`pool: "${address('7')}"`)).toBe('UNKNOWN_SCOPE')
    expect(await reason(`pool: "${P}", avs: "${address('7')}"`)).toBe('UNKNOWN_SCOPE')
    expect(await reason(`operatorSet: "${S1}/9", pool: "${P}"`)).toBe('UNKNOWN_SCOPE')
  })
})

describe('at an earlier block', () => {
  test('the versions of that block count', async () => {
    const answer = await measure(`scope: {pool: "${P}"}, basis: DELEGATED, block: {number: 19}`)
    expect(answer.universe.total).toBe('1049')
    const later = await measure(`scope: {pool: "${P}"}, basis: DELEGATED, block: {number: 20}`)
    expect(later.universe.total).toBe('100')
  })

  test('who has left since still counts until the block of leaving', async () => {
    const at = async (number: number) =>
      (
        await measure(
          `scope: {pool: "${P}", avs: "${S3}"}, basis: REGISTERED, block: {number: ${number}}`,
        )
      ).universe.total
    expect([await at(29), await at(30)]).toEqual(['85', '55'])
  })

  test('while one pool held all stake, all stake was measured in it', async () => {
    const answer = await measure('basis: DELEGATED, block: {number: 49}')
    expect(answer).toMatchObject({ hhi: '0.365', universe: toy, meta: { nullReason: null } })
  })

  test('before a pool was seen, it is UNKNOWN_SCOPE', async () => {
    const answer = await measure(`scope: {pool: "${P}"}, block: {number: 9}`)
    expect(answer).toMatchObject({ hhi: null, meta: { nullReason: 'UNKNOWN_SCOPE' } })
  })
})

async function run(source: string) {
  const response = await yoga.fetch('http://test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: source }),
  })
  return response.json()
}

const ask = async (fields: string, args = `scope: {pool: "${P}"}`) => {
  const { data, errors } = await run(`{ concentration(of: OPERATORS, ${args}) { ${fields} } }`)
  return { answer: data?.concentration, errors }
}

describe('an answer', () => {
  test('has every field, and echoes what it rests on', async () => {
    const { answer, errors } = await ask(
      `hhiPoints hhiNormalized effectiveNumber top(k: 3) all: top(k: 9) topMembers(k: 1) { id address }
       nakamoto(threshold: ONE_THIRD) { threshold rule count members { address } margin tieSet { address } nullReason }
       shares(limit: 2) { member { address } share amount } universe { n nZero total }
       meta { block { number hash timestamp chainId finalized } basis grouping
         pricing { numeraire source unpriced { address } } assumptions { name } method nullReason }`,
    )
    expect(errors).toBeUndefined()
    expect(answer).toEqual({
      hhiPoints: '3650',
      hhiNormalized: '0.153333333333333333',
      effectiveNumber: '2.73972602739726027',
      top: '0.95',
      all: '1',
      topMembers: [{ id: O1, address: O1 }],
      nakamoto: {
        threshold: 'ONE_THIRD',
        rule: 'GT',
        count: 1,
        members: [{ address: O1 }],
        margin: '16.6666666666666667',
        tieSet: [],
        nullReason: null,
      },
      shares: [
        { member: { address: O1 }, share: '0.5', amount: '50' },
        { member: { address: O2 }, share: '0.3', amount: '30' },
      ],
      universe: { n: 4, nZero: 1, total: '100' },
      meta: {
        block: { number: HEAD, hash: null, timestamp: null, chainId: 31337, finalized: true },
        basis: 'DELEGATED',
        grouping: null,
        pricing: { numeraire: 'NATIVE', source: null, unpriced: [] },
        assumptions: [],
        method: 'EXACT',
        nullReason: null,
      },
    })
  })

  test('without a value is null everywhere, and tells the reason', async () => {
    const { answer, errors } = await ask(
      `hhi hhiPoints hhiNormalized effectiveNumber top(k: 1) topMembers(k: 1) { id } shares { share }
       nakamoto(threshold: HALF) { count members { id } margin tieSet { id } nullReason }
       universe { n nZero total } meta { nullReason }`,
      `scope: {pool: "${address('7')}"}`,
    )
    expect(errors).toBeUndefined()
    const { universe, meta, nakamoto, ...values } = answer
    expect(universe).toEqual({ n: null, nZero: null, total: null })
    expect(meta.nullReason).toBe('UNKNOWN_SCOPE')
    expect(nakamoto).toEqual({
      count: null,
      members: null,
      margin: null,
      tieSet: null,
      nullReason: 'UNKNOWN_SCOPE',
    })
    expect(new Set(Object.values(values))).toEqual(new Set([null]))
  })

  test('has the measures of inequality of the toy network', async () => {
    const { answer, errors } = await ask(
      `gini giniCorrected theil theilNormalized entropy entropyNumber evenness
       lorenz(points: 20) { population share } nakamotoAt(threshold: "0.8", rule: GTE) { count margin }`,
    )
    expect(errors).toBeUndefined()
    expect(answer).toMatchObject({
      gini: '0.375',
      giniCorrected: '0.5',
      theil: expect.stringMatching(/^0\.244174318/),
      theilNormalized: expect.stringMatching(/^0\.1761345389/),
      entropy: expect.stringMatching(/^1\.1421200429/),
      lorenz: [
        { population: '0', share: '0' },
        { population: '0.25', share: '0.05' },
        { population: '0.5', share: '0.2' },
        { population: '0.75', share: '0.5' },
        { population: '1', share: '1' },
      ],
      nakamotoAt: { count: 2, margin: '0' },
    })
  })

  test('with prices adds pools, leaves out what has none, and says so', async () => {
    const priced = async (prices: string) => {
      const pricing = `pricing: {numeraire: ETH, prices: [${prices}], sources: [ARGUMENTS]}`
      const { answer, errors } = await ask(
        `hhi universe { n nZero total value } shares(limit: 1) { member { address } amount value share }
         nakamoto(threshold: HALF) { margin }
         meta { nullReason pricing { numeraire source unpriced { address } } }`,
        `basis: DELEGATED, ${pricing}`,
      )
      expect(errors).toBeUndefined()
      return answer
    }
    const both = await priced(
      `{asset: "${TOKEN_P}", value: "2"}, {asset: "${TOKEN_Q}", value: "10/7"}`,
    )
    // P: 50, 30, 15, 5 at 2 per 1e2 base units, rate 1; Q: 7 at 10/7 per 1e0 base units, rate 2: 20 for O2.
    expect(both).toMatchObject({
      universe: { n: 4, nZero: 1, total: null, value: '22' },
      shares: [{ member: { address: O2 }, amount: null, value: '20.6' }],
      nakamoto: { margin: '9.6' },
      meta: { nullReason: null, pricing: { numeraire: 'ETH', unpriced: [] } },
    })
    const one = await priced(`{asset: "${TOKEN_P}", value: "3"}`)
    expect(one).toMatchObject({
      hhi: '0.365',
      meta: { nullReason: null, pricing: { unpriced: [{ address: Q }] } },
    })
    const none = await priced('')
    expect(none).toMatchObject({
      hhi: null,
      meta: { nullReason: 'UNPRICED', pricing: { unpriced: [{ address: P }, { address: Q }] } },
    })
  })

  test('takes prices from the file at the block, feeds where it has none, and arguments before both', async () => {
    await insert(
      'price_point',
      address('6'),
      {
        asset: Buffer.from(TOKEN_Q.slice(2), 'hex'),
        numeraire: 'ETH',
        answer: '150',
        decimals: 2,
        round_id: '1',
        updated_at: '1',
        source_id: address('6'),
      },
      40,
    )
    const priced = async (pricing: string, block: number) => {
      const { answer, errors } = await ask(
        'universe { value } meta { pricing { source unpriced { address } } }',
        `basis: DELEGATED, pricing: {numeraire: ETH ${pricing}}, block: {number: ${block}}`,
      )
      expect(errors).toBeUndefined()
      return answer
    }
    // P: 100 shares of 2 decimals; Q: 7 shares of 0 decimals at rate 2.
    expect((await priced('', 60)).universe.value).toBe('23')
    expect((await priced('', 60)).meta.pricing.source).toContain(
      `${TOKEN_Q} 1.5 (feed ${address('6')})`,
    )
    expect((await priced('', 80)).universe.value).toBe('44')
    expect((await priced('', 80)).meta.pricing.source).toMatch(/prices\.csv@[0-9a-f]{12}: desk/)
    expect((await priced(`prices: [{asset: "${TOKEN_Q}", value: "1"}]`, 80)).universe.value).toBe(
      '16',
    )
    expect(await priced('sources: [FILE]', 60)).toMatchObject({
      universe: { value: '2' },
      meta: { pricing: { unpriced: [{ address: Q }] } },
    })
    const { data } = await run(
      `{ prices(pricing: {numeraire: ETH}, block: {number: 60}) { pools { pool { address } asset price origin shareValue missing } } }`,
    )
    expect(data.prices.pools).toEqual([
      {
        pool: { address: P },
        asset: TOKEN_P,
        price: '2',
        origin: 'FILE',
        shareValue: '20000000000000000',
        missing: null,
      },
      {
        pool: { address: Q },
        asset: TOKEN_Q,
        price: '1.5',
        origin: 'FEEDS',
        shareValue: '3000000000000000000',
        missing: null,
      },
      {
        pool: { address: EMPTY_POOL },
        asset: null,
        price: null,
        origin: null,
        shareValue: null,
        missing: 'NO_PRICE',
      },
    ])
  })

  test('of entities takes operators of one group together, and names the labels', async () => {
    const source = `{ concentration(of: ENTITIES, scope: {pool: "${P}"}) {
      hhi shares { member { id address } amount } meta { grouping } } }`
    const { data } = await run(source)
    expect(data.concentration).toMatchObject({
      shares: [
        { member: { id: 'Acme', address: null }, amount: '80' },
        { member: { id: O3 }, amount: '15' },
        { member: { id: O4 }, amount: '5' },
      ],
      meta: { grouping: expect.stringMatching(/^entity: toy@[0-9a-f]{12}$/) },
    })
    const { errors } = await ask('hhi', 'grouping: "cloud"')
    expect(errors[0].extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      hint: expect.stringContaining('entity'),
    })
  })

  test.each([
    [`{asset: "0x12", value: "1"}`],
    [`{asset: "${P}", value: "0"}`],
    [`{asset: "${P}", value: "-1"}`],
    [`{asset: "${P}", value: "NaN"}`],
    [`{asset: "${P}", value: "1/0"}`],
    [`{asset: "${P}", value: "1"}, {asset: "${P}", value: "2"}`],
  ])('refuses prices %s', async (prices) => {
    const { errors } = await ask('hhi', `pricing: {numeraire: USD, prices: [${prices}]}`)
    expect(errors[0].extensions.code).toBe('BAD_USER_INPUT')
  })

  test('of AVSs counts stake for each AVS that it secures', async () => {
    const source = `{ concentration(of: AVSS, scope: {pool: "${P}"}, basis: REGISTERED) {
      shares { member { address } amount } universe { n total } } }`
    const { data } = await run(source)
    expect(data.concentration).toEqual({
      shares: [
        { member: { address: S1 }, amount: '95' },
        { member: { address: S2 }, amount: '80' },
        { member: { address: S3 }, amount: '55' },
        { member: { address: S4 }, amount: '45' },
      ],
      universe: { n: 4, total: '275' },
    })
  })

  test('at the same block reads the graph once', async () => {
    await ask('hhi', `scope: {pool: "${P}"}, block: {number: 61}`)
    const before = statements
    await ask('hhi', `scope: {pool: "${Q}"}, block: {number: 61}`)
    expect(statements - before).toBe(1)
  })
})

describe('a series', () => {
  const series = (args: string) => run(`{ series(${args}) { block value nullReason } }`)

  test('is the single answer at each of its blocks', async () => {
    const scope = `scope: {pool: "${P}", avs: "${S3}"}, basis: REGISTERED`
    for (const [metric, pick] of [
      ['HHI', ({ hhi }: Measured) => hhi],
      ['TOTAL', ({ universe }: Measured) => universe.total],
    ] as const) {
      const { data } = await series(`metric: ${metric}, ${scope}, from: 9, to: 60, every: 3`)
      expect(data.series).toHaveLength(18)
      for (const { block, value, nullReason } of data.series) {
        const single = await measure(`${scope}, block: {number: ${block}}`)
        expect([block, nullReason]).toEqual([block, single.meta.nullReason])
        expect(value).toBe(nullReason === null ? pick(single) : null)
      }
    }
  })

  test.each([
    ['from: 9, to: 8, every: 1', 'BAD_USER_INPUT'],
    ['from: 9, to: 10, every: 0', 'BAD_USER_INPUT'],
    ['from: 0, to: 1000, every: 1', 'LIMIT_EXCEEDED'],
  ])('%s is %s', async (args, code) => {
    const { errors } = await series(`metric: HHI, ${args}`)
    expect(errors[0].extensions.code).toBe(code)
  })
})

describe('arguments', () => {
  test('addresses are taken in any case', async () => {
    const { answer } = await ask('hhi', `scope: {pool: "${P.toUpperCase().replace('X', 'x')}"}`)
    expect(answer).toEqual({ hhi: '0.365' })
  })

  test.each([
    ['scope: {pool: "0x12"}', 'scope.pool cannot be "0x12".'],
    ['scope: {pool: ""}', 'scope.pool cannot be "".'],
    [`scope: {avs: "${P}'"}`, `scope.avs cannot be "${P}'".`],
    ['scope: {operator: "0x"}', 'scope.operator cannot be "0x".'],
    [`scope: {operatorSet: "${P}"}`, `scope.operatorSet cannot be "${P}".`],
    [`scope: {operatorSet: "${P}/01"}`, `scope.operatorSet cannot be "${P}/01".`],
    [`scope: {operatorSet: "${P}/4294967296"}`, `scope.operatorSet cannot be "${P}/4294967296".`],
    [`scope: {avs: "${Q}", operatorSet: "${P}/1"}`, `scope.operatorSet cannot be "${P}/1".`],
  ])('%s is BAD_USER_INPUT, before anything is read', async (args, message) => {
    const before = statements
    const { errors } = await ask('hhi', args)
    expect(errors[0]).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } })
    expect(statements).toBe(before)
  })

  test.each([
    ['top(k: 0)', 'BAD_USER_INPUT'],
    ['topMembers(k: -1) { id }', 'BAD_USER_INPUT'],
    ['shares(limit: 0) { share }', 'BAD_USER_INPUT'],
    ['shares(limit: 1001) { share }', 'LIMIT_EXCEEDED'],
    ['topMembers(k: 1001) { id }', 'LIMIT_EXCEEDED'],
  ])('%s is %s', async (field, code) => {
    const { errors } = await ask(field)
    expect(errors[0].extensions.code).toBe(code)
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
  for (const definition of parts.flatMap(({ typeDefs }) => parse(typeDefs).definitions)) {
    if (definition.kind !== 'ObjectTypeExtension')
      check('name' in definition ? `${definition.name?.value}` : '?', definition)
    else for (const field of definition.fields ?? []) check(field.name.value, field)
  }
  expect(undocumented).toEqual([])
})

describe('correlation of losses', () => {
  const single = [
    [O1, '0.02'],
    [O2, '0.03'],
  ].map(([operator, probability]) => `{operator: "${operator}", probability: "${probability}"}`)
  const faults = (groups = '') =>
    `faults: {probability: "0.01", operators: [${single}], horizon: "a year"${groups}}`
  const correlation = async (given: string) => {
    const { data, errors } = await run(
      `{ correlation(${given}, scope: {pool: "${P}"}) {
         items { member { id } expectedLoss hitProbability standardDeviation } pairCount
         pairs { a { id } b { id } value bothHit phi lift nullReason } meta { assumptions { name value } nullReason } } }`,
    )
    expect(errors).toBeUndefined()
    const pair = (a: string, b: string) =>
      data.correlation.pairs.find(
        (one: { a: { id: string }; b: { id: string } }) =>
          [one.a.id, one.b.id].sort().join() === [a, b].sort().join(),
      )
    return { ...data.correlation, pair }
  }
  const places = (text: string, digits = 6) => Number(text).toFixed(digits)

  test('is as published for the toy network, with what was assumed', async () => {
    const { items, pair, pairCount, meta } = await correlation(faults())
    expect(pairCount).toBe(6)
    expect(places(pair(S1, S2).value)).toBe('0.985509')
    expect(places(pair(S1, S3).value)).toBe('0.793568')
    expect(places(pair(S2, S3).value)).toBe('0.805237')
    expect(pair(S1, S2)).toMatchObject({ bothHit: '0.0494', phi: '0.577350269189625765' })
    expect(places(pair(S1, S2).lift, 4)).toBe('1.3333')
    expect(places(pair(S1, S3).bothHit)).toBe('0.020389')
    const of = (avs: string) =>
      items.find((one: { member: { id: string } }) => one.member.id === avs)
    expect([S1, S2, S3].map((avs) => of(avs).expectedLoss)).toEqual(['2.05', '1.9', '1.05'])
    expect([S1, S2, S3].map((avs) => of(avs).hitProbability)).toEqual([
      '0.058906',
      '0.0494',
      '0.0298',
    ])
    // 50 with .02 and 30 with .03, independent of each other.
    expect(Number(of(S2).standardDeviation)).toBeCloseTo(
      Math.sqrt(2500 * 0.02 * 0.98 + 900 * 0.03 * 0.97),
      12,
    )
    expect(meta).toEqual({
      nullReason: null,
      assumptions: [
        { name: 'probability', value: '0.01' },
        { name: `probability of ${O1}`, value: '0.02' },
        { name: `probability of ${O2}`, value: '0.03' },
        { name: 'horizon', value: 'a year' },
      ],
    })
  })

  test('a common client brings losses closer together', async () => {
    const client = `, groups: [{operators: ["${O1}", "${O2}"], probability: "0.01"}]`
    const { pair } = await correlation(faults(client))
    expect(places(pair(S1, S2).value)).toBe('0.991840')
    expect(places(pair(S1, S3).value)).toBe('0.866566')
    expect(places(pair(S2, S3).value)).toBe('0.873696')
    // Whatever hits S2 hits S1, which has both of its operators.
    const hit = 1 - 0.98 * 0.97 * 0.99
    expect(Number(pair(S1, S2).bothHit)).toBeCloseTo(hit, 12)
  })

  test('is not defined where nothing can be lost', async () => {
    const { pairs } = await correlation(`among: OPERATOR_SETS, faults: {probability: "0"}`)
    expect(pairs[0]).toMatchObject({ value: null, bothHit: '0', nullReason: 'NOT_DEFINED' })
  })

  test('bad faults name the argument', async () => {
    for (const [given, argument] of [
      [`faults: {probability: "1.5"}`, 'faults.probability'],
      [faults(`, groups: [{operators: ["${O1}", "${O1}"], probability: "0.1"}]`), 'faults.groups'],
    ]) {
      const { errors } = await run(`{ correlation(${given}) { pairCount } }`)
      expect(errors[0].message).toContain(argument)
      expect(errors[0].extensions.code).toBe('BAD_USER_INPUT')
    }
  })
})

describe('the distribution of losses', () => {
  test('refuses what is no level and more slashings than it draws', async () => {
    for (const [given, code] of [
      [`levels: ["1"], faults: {probability: "0.1"}`, 'BAD_USER_INPUT'],
      [`draws: 0, faults: {probability: "0.1"}`, 'BAD_USER_INPUT'],
      [`draws: 1000001, faults: {probability: "0.1"}`, 'LIMIT_EXCEEDED'],
    ]) {
      const { errors } = await run(`{ lossDistribution(${given}) { anyLoss } }`)
      expect(errors[0].extensions.code).toBe(code)
    }
  })

  test('without slashable stake nothing is lost', async () => {
    const { data } = await run(
      `{ lossDistribution(faults: {probability: "0.5"}, scope: {pool: "${P}"}) { expectedLoss maximalLoss anyLoss tails { level valueAtRisk expectedShortfall lower } meta { method } } }`,
    )
    expect(data.lossDistribution).toEqual({
      expectedLoss: '0',
      maximalLoss: '0',
      anyLoss: '0',
      tails: ['0.95', '0.99', '0.999'].map((level) => ({
        level,
        valueAtRisk: '0',
        expectedShortfall: '0',
        lower: null,
      })),
      meta: { method: 'EXACT' },
    })
  })
})

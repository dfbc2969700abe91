import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSchema, createYoga } from 'graphql-yoga'
import { afterAll, beforeAll, expect } from 'vitest'
import { METRICS, riskPart } from '../../../src/metrics'
import { computeHere } from '../../../src/metrics/define/computation'
import type { RootField } from '../../../src/metrics/define/metric'
import type { SchemaPart } from '../../../src/metrics/define/part'
import { UNKNOWN_HEADER } from '../../../src/reads/block-times'
import type { BlockInput, ResolverContext } from '../../../src/reads/context'
import { readLabels } from '../../../src/reads/files/labels'
import { readPriceFile } from '../../../src/reads/files/prices'
import { Graphs } from '../../../src/reads/graph/graphs'
import type { Head } from '../../../src/reads/head'
import { Solver } from '../../../src/solver/solver'
import { ALWAYS_READING } from '../api/always-reading'
import { type ApiDatabase, createApiDatabase } from '../api/api-db'

/*
 * The toy network in Postgres, and the metrics over it: pool P holds O1 50, O2 30, O3 15, O4 5; AVS S1 = {O1, O2, O3},
 * S2 = {O1, O2} by the AVSDirectory, S3 = {O1, O4}. Around it lies what must not count: another pool, an operator set that
 * does not accept P, registrations and stake of other times.
 */

/** An address of one repeated digit. */
export const address = (digit: string) => `0x${digit.repeat(40)}`
export const [P, Q, EMPTY_POOL] = [address('a'), address('b'), address('c')]
export const [O1, O2, O3, O4] = [address('1'), address('2'), address('3'), address('4')]
const O5 = address('5')
export const [S1, S2, S3, S4] = [address('d'), address('e'), address('f'), address('9')]
export const [TOKEN_P, TOKEN_Q] = [address('4'), address('8')]
export const HEAD = 100
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

const sources = {
  graphs: new Graphs(),
  labels: readLabels([LABELS]),
  priceFile: readPriceFile(PRICES),
  compute: computeHere(new Solver()),
}

/** SDL and resolvers of every metric. */
export const part = riskPart(sources)

function schemaOf({ typeDefs, resolvers }: SchemaPart) {
  return createSchema<ResolverContext>({
    typeDefs: [
      `scalar BigDecimal scalar BigInt scalar Bytes scalar UnixTime scalar UInt32 enum PriceNumeraire { ETH USD } enum ProtocolName { EIGENLAYER SYMBIOTIC } type Query { _: Boolean }
  input BlockInput { number: Int, hash: Bytes, timestamp: UnixTime }`,
      typeDefs,
    ],
    resolvers,
  })
}

/** The schema of every metric, with more of them. */
export const schemaWith = (more: readonly RootField[] = []) =>
  schemaOf(riskPart(sources, [...METRICS, ...more]))

let database: ApiDatabase
let statements = 0

/** Statements that metrics have sent to Postgres until now. */
export const statementCount = () => statements

/** Inserts one version of a row, valid from block `from` until before `to`. */
export async function insert(
  table: string,
  key: string,
  row: Record<string, unknown>,
  from = 10,
  to?: number,
) {
  const version = { id: `${key}@${from}`, key, from_block: from, to_block: to ?? null }
  await insertRow(table, { ...version, ...row })
}

/** Inserts a row that has no versions. */
export async function insertRow(table: string, columns: Record<string, unknown>) {
  const names = Object.keys(columns)
  await database.query(
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

const context: ResolverContext = {
  ...ALWAYS_READING,
  head: async () => ({ chainId: 31337, missingContracts: [] as string[] }) as unknown as Head,
  at: async (block?: BlockInput | null) => ({
    chainId: 31337,
    number: block?.number ?? HEAD,
    ...UNKNOWN_HEADER,
    finalized: true,
    isHead: (block?.number ?? HEAD) === HEAD,
  }),
  query: async <T>(text: string, params: unknown[] = []) => {
    statements += 1
    return database.query<T>(text, params)
  },
}

/** An endpoint over a schema. */
const serve = (schema: ReturnType<typeof schemaOf>) =>
  createYoga({ schema, context, maskedErrors: false, logging: false })

const yoga = serve(schemaWith())

export interface Measured {
  hhi: string | null
  universe: { n: number; nZero: number; total: string | null }
  meta: { nullReason: string | null; pricing: { unpriced: { address: string }[] } }
}

/** Concentration of operators, by its arguments. */
export async function measure(args: string): Promise<Measured> {
  const source = `{ concentration(of: OPERATORS, ${args}) {
    hhi universe { n nZero total } meta { nullReason pricing { unpriced { address } } } } }`
  const { data, errors } = await run(source)
  expect(errors).toBeUndefined()
  return data.concentration
}

/** Response of one GraphQL request. @param schema default: that of every metric */
export async function run(source: string, schema?: ReturnType<typeof schemaWith>) {
  const { fetch } = schema ? serve(schema) : yoga
  const response = await fetch('http://test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: source }),
  })
  return response.json()
}

/** Fields of the concentration of operators, by default of pool P. */
export const ask = async (fields: string, args = `scope: {pool: "${P}"}`) => {
  const { data, errors } = await run(`{ concentration(of: OPERATORS, ${args}) { ${fields} } }`)
  return { answer: data?.concentration, errors }
}

/** Creates the database of the toy network for the tests of one file. */
export function useToyNetwork(): void {
  beforeAll(async () => {
    database = await createApiDatabase()
    await toyNetwork()
  })
  afterAll(() => database.drop())
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { MethodError } from '../../src/chain/jsonrpc'
import { loadRecording } from '../../src/chain/recording/recording'
import type { Caller } from '../../src/contracts/calls'
import { decimals, symbol, underlyingToken } from '../../src/contracts/view'
import { TokenAsker } from '../../src/poll/token-asker'
import { rollBackAbove } from '../../src/store/rollback'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { type CallContract, startContractNode } from '../support/chain/contract-node'
import { reached, startIndex } from '../support/chain/forks'
import { encodeAnswer } from '../support/contracts'
import { createIndexedDatabase } from '../support/indexed-database'
import { recordLog } from '../support/log-lines'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE, groundTruth } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'

const NATIVE = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'
const word = (value: bigint | number) => value.toString(16).padStart(64, '0')
/** ABI encoding of a string, by the ABI specification. */
function text(content: string): string {
  const bytes = Buffer.from(content)
  const padded = bytes.toString('hex').padEnd(Math.ceil(bytes.length / 32) * 64, '0')
  return `0x${word(32)}${word(bytes.length)}${padded}`
}

/** Tokens of pools as the contracts answered, and symbols and decimals as the deployment of the recording has them. */
const tokenOf = new Map(
  groundTruth(FIXTURE).flatMap(({ strategies }) =>
    Object.entries(strategies).map(([pool, { underlyingToken }]) => [
      pool.toLowerCase(),
      underlyingToken.toLowerCase(),
    ]),
  ),
)
const deployment = JSON.parse(readFileSync(join(FIXTURE, 'deployment.json'), 'utf8')) as {
  tokens: { address: string; symbol: string; decimals: number }[]
}
const known = new Map(deployment.tokens.map((one) => [one.address.toLowerCase(), one]))

/** Contracts that answer from the recording; null: they revert. */
function answer(to: string, data: string): string | null {
  if (underlyingToken.is(data)) {
    const token = tokenOf.get(to)
    return token ? encodeAnswer(underlyingToken.returnType, token) : null
  }
  const token = known.get(to)
  if (!token) return null
  if (symbol.is(data)) return text(token.symbol)
  return decimals.is(data) ? `0x${word(token.decimals)}` : null
}

interface PoolRow {
  id: string
  token: string | null
  tokenSymbol: string | null
  tokenSymbolNullReason: string | null
  tokenDecimals: number | null
  tokenDecimalsNullReason: string | null
  tokenBlock: number | null
  tokenTime: string | null
}

const FIELDS = `id token tokenSymbol tokenSymbolNullReason tokenDecimals tokenDecimalsNullReason tokenBlock tokenTime`
async function poolsOf(api: TestApi, at = ''): Promise<Map<string, PoolRow>> {
  const { pools } = await api.ask(`{ pools(limit: 1000${at}) { ${FIELDS} } }`)
  return new Map((pools as PoolRow[]).map((one) => [one.id, one]))
}

describe('tokens of pools, asked of a node', () => {
  const HEAD = 400
  let node: Awaited<ReturnType<typeof startContractNode>>
  const ended: (() => Promise<unknown>)[] = []

  afterEach(async () => {
    for (const end of ended.splice(0).reverse()) await end()
  })

  async function start(call: CallContract) {
    node = await startContractNode(HEAD, call)
    ended.push(() => node.close())
    const database = await createMigratedDatabase('token_claims')
    ended.push(() => database.drop())
    const client = new Client({ connectionString: database.url })
    await client.connect()
    ended.push(() => client.end())
    const indexer = startIndex(node.url, database.url, { LINCHPIN_POLL_BLOCKS: '1000000' })
    ended.push(async () => indexer.kill('SIGKILL'))
    const recording = await loadRecording(FIXTURE)
    await reached(client, recording.blockAt(HEAD)!)
    const api = await startTestApi(database.url)
    ended.push(() => api.close())
    const digest = () => api.ask('{ _meta { digest } }').then(({ _meta }) => _meta.digest as string)
    return { api, recording, digest }
  }

  test('have symbol, decimals, block and time, the same at every block, and are in no digest', async () => {
    const { api, recording, digest } = await start(answer)
    const before = await digest()
    await expect
      .poll(() => poolsOf(api).then((pools) => [...pools.values()].filter((one) => one.token)), {
        timeout: 60_000,
      })
      .not.toEqual([])
    const pools = await poolsOf(api)
    const asked = [...pools.values()].find(({ tokenBlock }) => tokenBlock !== null)!.tokenBlock!
    expect(asked).toBeLessThanOrEqual(HEAD)
    const time = JSON.parse(recording.blockAt(asked)!.json).timestamp
    let symbols = 0
    for (const [id, pool] of pools) {
      const token = tokenOf.get(id)
      const said = known.get(token ?? '')
      if (id === NATIVE) {
        expect(pool).toMatchObject({ token: null, tokenSymbolNullReason: 'NO_CONTRACT' })
        continue
      }
      expect(pool).toEqual({
        id,
        token: token ?? null,
        tokenSymbol: said?.symbol ?? null,
        tokenSymbolNullReason: said ? null : 'NO_ANSWER',
        tokenDecimals: said?.decimals ?? null,
        tokenDecimalsNullReason: said ? null : 'NO_ANSWER',
        tokenBlock: asked,
        tokenTime: expect.any(String),
      })
      expect(Date.parse(pool.tokenTime!)).toBe(Number(time) * 1_000)
      if (said) symbols++
    }
    expect(symbols).toBeGreaterThan(4)
    const first = [...pools.keys()].find((id) => known.has(tokenOf.get(id) ?? ''))!
    const early = await api.ask(
      `{ poolById(id: "${first}", block: {number: ${HEAD}}) { firstSeenBlock } }`,
    )
    const at = early.poolById.firstSeenBlock as number
    expect(at).toBeLessThan(asked)
    const atStart = await poolsOf(api, `, block: {number: ${at}}`)
    expect(atStart.get(first)).toEqual(pools.get(first))
    expect(await digest()).toBe(before)
    const { assets } = await api.ask('{ assets(limit: 1000) { id symbol } }')
    for (const { id, symbol } of assets) expect(symbol).toBe(known.get(id)?.symbol ?? null)
  })

  test('are asked until they answer, on a chain that stands still', async () => {
    const { api } = await start((to, data) => {
      if (symbol.is(data)) throw new MethodError(-32603, 'header not found')
      return answer(to, data)
    })
    const pool = (await poolsOf(api)).keys().next().value!
    expect((await poolsOf(api)).get(pool)).toMatchObject({ tokenSymbolNullReason: 'NOT_ASKED' })
    node.call = answer
    await expect
      .poll(
        () => poolsOf(api).then((pools) => [...pools.values()].some((one) => one.tokenSymbol)),
        {
          timeout: 60_000,
        },
      )
      .toBe(true)
  })
})

describe('claims of tokens', () => {
  let database: TestDatabase
  let client: Client
  let api: TestApi

  beforeAll(async () => {
    database = await createIndexedDatabase('tokenclaims', FIXTURE)
    client = new Client({ connectionString: database.url })
    await client.connect()
    api = await startTestApi(database.url)
  }, 300_000)

  afterAll(async () => {
    await api?.close()
    await client?.end()
    await database?.drop()
  })

  beforeEach(() => client.query('DELETE FROM token_claim'))

  const caller =
    (call: typeof answer): Caller =>
    async (calls) =>
      calls.map(({ to, data }) => call(to, data))

  /** Rounds at final blocks, each of a new asker, as after a restart. */
  async function asker(first: Caller) {
    const { logger, lines } = recordLog()
    const [{ epoch }] = (await client.query('SELECT epoch FROM writer')).rows
    const asked: number[] = []
    const current = { caller: first }
    const create = () =>
      new TokenAsker({
        databaseUrl: database.url,
        claim: { epoch },
        callerAt: (block) => async (calls) => {
          asked.push(block)
          return current.caller(calls)
        },
        timeOf: async (block) => 1_700_000_000 + block,
        logger,
        pauses: { rounds: 0, first: 1e9, longest: 1e9 },
      })
    const round = async (block: number, caller?: Caller, tokens = create()) => {
      if (caller) current.caller = caller
      tokens.offer(block)
      await tokens.settled()
    }
    return { round, lines, asked, create }
  }

  const hostile = new Map<string, string | null>()
  const ofPools = new Set(tokenOf.values())
  const [A, B, C, D] = [...known.keys()].filter((one) => ofPools.has(one)).sort() as [
    string,
    string,
    string,
    string,
  ]
  const poolOf = (token: string) => [...tokenOf].find(([, one]) => one === token)![0]

  test('of a recording are null, with the reason', async () => {
    const pools = await poolsOf(api)
    for (const [id, pool] of pools) {
      const reason = id === NATIVE ? 'NO_CONTRACT' : 'NOT_ASKED'
      expect(pool).toMatchObject({
        token: null,
        tokenSymbol: null,
        tokenSymbolNullReason: reason,
        tokenDecimals: null,
        tokenDecimalsNullReason: reason,
        tokenBlock: null,
        tokenTime: null,
      })
    }
  })

  test('that cannot be used are null with a reason, and change no other', async () => {
    hostile
      .set(A, text('x'.repeat(10_000)))
      .set(B, text('a\u202eb'))
      .set(C, text(''))
      .set(D, '0x12')
    const { round } = await asker(
      caller((to, data) => (symbol.is(data) && hostile.get(to)) || answer(to, data)),
    )
    await round(2_400)
    const pools = await poolsOf(api)
    for (const [token, reason] of [
      [A, 'TOO_LONG'],
      [B, 'UNPRINTABLE'],
      [C, 'EMPTY'],
      [D, 'INVALID'],
    ] as const) {
      expect(pools.get(poolOf(token))).toMatchObject({
        token,
        tokenSymbol: null,
        tokenSymbolNullReason: reason,
        tokenDecimals: known.get(token)!.decimals,
        tokenDecimalsNullReason: null,
        tokenBlock: 2_400,
      })
    }
    const others = [...pools.values()].filter(
      ({ token }) => known.has(token ?? '') && !hostile.has(token!),
    )
    expect(others.length).toBeGreaterThan(1)
    for (const { token, tokenSymbol } of others) expect(tokenSymbol).toBe(known.get(token!)!.symbol)
  })

  test('are kept with their block while others are asked again; what answered is not asked again', async () => {
    const { round, asked } = await asker(
      caller((to, data) => (to === A && symbol.is(data) ? null : answer(to, data))),
    )
    await round(2_400)
    const first = (await poolsOf(api)).get(poolOf(A))!
    expect(first).toMatchObject({ tokenSymbolNullReason: 'NO_ANSWER', tokenBlock: 2_400 })
    await round(
      2_500,
      caller((to, data) => (decimals.is(data) ? null : answer(to, data))),
    )
    const second = (await poolsOf(api)).get(poolOf(A))!
    // The decimals of the first answer stay.
    expect(second).toMatchObject({
      tokenSymbol: known.get(A)!.symbol,
      tokenSymbolNullReason: null,
      tokenDecimals: known.get(A)!.decimals,
      tokenBlock: 2_500,
    })
    expect((await poolsOf(api)).get(poolOf(B))).toMatchObject({ tokenBlock: 2_400 })
    await client.query('DELETE FROM token_claim WHERE symbol_gap IS NOT NULL')
    await client.query(
      `INSERT INTO token_claim (pool, symbol_gap, decimals_gap, block, block_time)
       SELECT key, 'EMPTY', 'NO_CONTRACT', 1, now() FROM pool WHERE to_block IS NULL
       ON CONFLICT DO NOTHING`,
    )
    asked.length = 0
    await round(2_600)
    expect(asked).toEqual([])
  })

  test('of pools beside one that makes every batch fail are read all the same', async () => {
    const bad = poolOf(A)
    const { round, lines } = await asker(async (calls) => {
      if (calls.some(({ to }) => to === bad)) throw new Error('response too large')
      return caller(answer)(calls)
    })
    await round(2_400)
    const pools = await poolsOf(api)
    expect(pools.get(bad)).toMatchObject({ token: null, tokenSymbolNullReason: 'NO_ANSWER' })
    expect(pools.get(poolOf(B))).toMatchObject({ tokenSymbol: known.get(B)!.symbol })
    expect(lines.map(({ msg }) => msg)).toEqual(['asked tokens for their symbols'])
  })

  test('of a provider that answers no call are not written, and that is logged once', async () => {
    const { round, lines, create } = await asker(async () => {
      throw new Error('method eth_call not found')
    })
    const same = create()
    await round(2_400, undefined, same)
    await round(2_401, undefined, same)
    expect((await client.query('SELECT FROM token_claim')).rowCount).toBe(0)
    expect(lines).toEqual([
      {
        level: 'info',
        msg: 'tokens of pools could not be asked; asked again',
        reason: 'method eth_call not found',
      },
    ])
  })

  test('are asked only of pools that the block has, and go with blocks that are rolled back', async () => {
    const { round } = await asker(caller(answer))
    const { rows } = await client.query(
      'SELECT key, first_seen_block AS seen FROM pool WHERE to_block IS NULL AND key <> $1 ORDER BY 2 DESC',
      [NATIVE],
    )
    const newest = rows[0] as { key: string; seen: number }
    await round(newest.seen - 1)
    expect((await poolsOf(api)).get(newest.key)).toMatchObject({ tokenBlock: null })
    await round(newest.seen)
    expect((await poolsOf(api)).get(newest.key)).toMatchObject({ tokenBlock: newest.seen })
    await client.query('BEGIN')
    await rollBackAbove(client, newest.seen - 1)
    const left = await client.query('SELECT DISTINCT block FROM token_claim')
    await client.query('ROLLBACK')
    expect(left.rows).toEqual([{ block: newest.seen - 1 }])
  })

  test('of a final block are sent anew once they come: no cached answer stays', async () => {
    const query = `{ pools(limit: 1000, block: {number: 2000}) { id tokenSymbol } }`
    const get = async () => {
      const path = `/graphql?query=${encodeURIComponent(query)}`
      const response = await fetch(`${api.url}${path}`)
      return { text: await response.text(), cache: response.headers.get('cache-control') }
    }
    const before = await get()
    expect(before.cache).not.toMatch(/max-age=3600/)
    const { round } = await asker(caller(answer))
    await round(2_400)
    const after = await get()
    expect(after.text).not.toBe(before.text)
    expect(after.text).toContain(known.get(A)!.symbol)
  })

  test('can be filtered and ordered by, as columns can', async () => {
    const { round } = await asker(caller(answer))
    await round(2_400)
    const said = known.get(A)!.symbol
    const { pools } = await api.ask(
      `{ pools(where: {tokenSymbol_eq: "${said}", tokenSymbolNullReason_isNull: true}, orderBy: tokenSymbol_ASC) { tokenSymbol } }`,
    )
    expect(pools.length).toBeGreaterThan(0)
    for (const { tokenSymbol } of pools) expect(tokenSymbol).toBe(said)
  })
})

import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../../support/api/api-client'
import { createIndexedDatabase } from '../../support/indexed-database'
import type { TestDatabase } from '../../support/postgres'
import { FIXTURE } from '../../support/recordings'

describe('yieldSources of the recorded chain', () => {
  let database: TestDatabase
  let client: pg.Client
  let api: TestApi
  const fields = `value sources { source value share { value atLeast atMost nullReason } }
    tokens { token { id } amount value missing } payers { payer { id } value share nullReason } payerHhi zeroDuration
    runway { remaining until nullReason } apr { value feeLike meanStake unpricedPools { id } nullReason }
    meta { nullReason grouping pricing { source unpriced { id } } }`
  const ask = async (args: string) =>
    (await api.ask(`{ yieldSources(${args}) { ${fields} } }`)).yieldSources
  const prices = (list: string[]) =>
    `pricing: {numeraire: USD, sources: [ARGUMENTS], prices: [${list.map((asset) => `{asset: "${asset}", value: "3"}`)}]}`

  beforeAll(async () => {
    database = await createIndexedDatabase('riskyieldedges', FIXTURE)
    api = await startTestApi(database.url)
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
  }, 300_000)

  afterAll(async () => {
    await client?.end()
    await api?.close()
    await database?.drop()
  })

  const rewardTokens = async () =>
    (
      await client.query(
        `SELECT DISTINCT '0x' || encode(token, 'hex') AS token, decimals FROM reward_submission
         LEFT JOIN asset ON key = '0x' || encode(token, 'hex') ORDER BY 1`,
      )
    ).rows as { token: string; decimals: number | null }[]

  test('has no value without prices, and lists every token with its native amount', async () => {
    const answer = await ask(prices([]))
    const tokens = (await rewardTokens()).map(({ token }) => token)
    expect(answer).toMatchObject({
      value: null,
      payerHhi: null,
      runway: { remaining: null, nullReason: 'UNPRICED' },
      apr: { value: null, meanStake: null, nullReason: 'UNPRICED' },
      meta: { nullReason: 'UNPRICED' },
    })
    // Who pays is known without prices.
    expect(answer.payers.length).toBeGreaterThan(0)
    for (const { value, share, nullReason } of answer.payers) {
      expect([value, share, nullReason]).toEqual([null, null, 'UNPRICED'])
    }
    const isPaid = answer.sources.map(({ value }: { value: string | null }) => value)
    expect(isPaid.every((value: string | null) => value === null || value === '0')).toBe(true)
    expect(isPaid).toContain(null)
    expect(answer.meta.pricing.unpriced.map(({ id }: { id: string }) => id)).toEqual(tokens)
    expect(answer.tokens.every((one: { missing: string }) => one.missing === 'NO_PRICE')).toBe(true)
    expect(answer.sources[0].share).toEqual({
      value: null,
      atLeast: null,
      atMost: null,
      nullReason: 'UNPRICED',
    })
  })

  test('says that decimals are missing, and takes them from the request', async () => {
    const { token } = (await rewardTokens()).find(({ decimals }) => decimals === null)!
    const before = await ask(prices([token]))
    const line = (answer: typeof before) =>
      answer.tokens.find((one: { token: { id: string } }) => one.token.id === token)
    expect(line(before)).toMatchObject({ value: null, missing: 'NO_DECIMALS' })
    const after = await ask(`${prices([token])}, decimals: [{asset: "${token}", decimals: 6}]`)
    expect(Number(line(after).value)).toBeCloseTo((3 * Number(line(after).amount)) / 1e6, 6)
    expect(line(after).missing).toBeNull()
  })

  test('has an APR on the stake that has a price, and names the pools without', async () => {
    const { token } = (await rewardTokens()).find(({ decimals }) => decimals !== null)!
    const { apr } = await ask(prices([token]))
    expect(Number(apr.value)).toBeGreaterThan(0)
    expect(apr.feeLike).toBeNull()
    expect(apr.unpricedPools.length).toBeGreaterThan(0)
  })

  test('of a set for which nothing was submitted has value 0, and no shares', async () => {
    const { rows } = await client.query(
      `SELECT key FROM operator_set WHERE to_block IS NULL AND key NOT IN
         (SELECT operator_set_id FROM reward_submission WHERE operator_set_id IS NOT NULL) LIMIT 1`,
    )
    const answer = await ask(`${prices([])}, scope: {operatorSet: "${rows[0].key}"}`)
    expect(answer).toMatchObject({ value: '0', tokens: [], meta: { nullReason: null } })
    for (const { share } of answer.sources) expect(share.nullReason).toBe('EMPTY')
  })

  test('of an unknown AVS is UNKNOWN_SCOPE', async () => {
    const answer = await ask(`${prices([])}, scope: {avs: "0x${'1'.repeat(40)}"}`)
    expect(answer).toMatchObject({ value: null, apr: null, meta: { nullReason: 'UNKNOWN_SCOPE' } })
  })

  test('counts submissions of 0 seconds, which pay nobody', async () => {
    const before = await ask(prices([]))
    await client.query(
      `INSERT INTO reward_submission SELECT (json_populate_record(r, json_build_object('id', 'zero', 'duration', 0))).*
       FROM reward_submission r ORDER BY id DESC LIMIT 1`,
    )
    await client.query(
      `UPDATE reward_submission SET start_time = (SELECT max(block_time) - interval '2 days' FROM block) WHERE id = 'zero'`,
    )
    // Asked in other words: the answer to the same ones is kept.
    const after = await ask(`${prices([])}, basis: DELEGATED`)
    await client.query(`DELETE FROM reward_submission WHERE id = 'zero'`)
    expect(after).toEqual({ ...before, zeroDuration: 1 })
  })

  test.each([
    ['scope: {operator: "0x00"}', 'BAD_USER_INPUT'],
    ['to: 4000000000', 'BAD_USER_INPUT'],
    ['days: 0', 'BAD_USER_INPUT'],
    ['days: 4000', 'LIMIT_EXCEEDED'],
    ['stakePoints: 0', 'BAD_USER_INPUT'],
    ['stakePoints: 101', 'LIMIT_EXCEEDED'],
    ['grouping: "assetClass"', 'BAD_USER_INPUT'],
    ['classes: [{asset: "0x00", class: OTHER}]', 'BAD_USER_INPUT'],
  ])('refuses %s', async (args, code) => {
    const refused = await api.refuse(`{ yieldSources(${prices([])}, ${args}) { value } }`)
    expect(refused.code).toBe(code)
  })
})

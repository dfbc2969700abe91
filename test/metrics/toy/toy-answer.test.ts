import { describe, expect, test } from 'vitest'
import {
  address,
  ask,
  EMPTY_POOL,
  HEAD,
  insert,
  type Measured,
  measure,
  O1,
  O2,
  O3,
  O4,
  P,
  Q,
  run,
  S1,
  S2,
  S3,
  S4,
  statementCount,
  TOKEN_P,
  TOKEN_Q,
  useToyNetwork,
} from '../../support/risk/toy-network'

useToyNetwork()

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

  test('without a value is null everywhere, with the reason', async () => {
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

  test('with prices adds pools, leaves out unpriced ones, and lists them', async () => {
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

  test('takes prices from arguments, then from the file at the block, then from feeds', async () => {
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

  test('of entities counts operators of one group as one, and names the label file', async () => {
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

  test('reads the graph of one block once', async () => {
    await ask('hhi', `scope: {pool: "${P}"}, block: {number: 61}`)
    const before = statementCount()
    await ask('hhi', `scope: {pool: "${Q}"}, block: {number: 61}`)
    expect(statementCount() - before).toBe(1)
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

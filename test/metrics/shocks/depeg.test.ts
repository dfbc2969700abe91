import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { add, multiply, type Ratio, ratio } from '../../../src/risk/math/ratio'
import { startTestApi, type TestApi } from '../../support/api/api-client'
import { runCli } from '../../support/cli'
import { createTestDatabase, type TestDatabase } from '../../support/postgres'
import { behind } from '../../support/risk/asset-splits'
import { near, sum } from '../../support/risk/exact'
import { CHECKED } from '../../support/risk/pool-network'

/*
 * Falls of price in `simulate`, computed a second time: by plain loops over what the contracts answered about stake and about the
 * token of each pool.
 */

const NATIVE = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'
const ETH = `0x${'0'.repeat(40)}`
const WAD = 10n ** 18n
const ZERO = ratio(0n)
const STRANGER = `0x${'7'.repeat(40)}`
const { dir, chosen } = CHECKED.find(({ name }) => name === 'eigenlayer-a')!
const last = chosen.at(-1)!

/** Token of each pool, by the contracts. */
function tokensAt({ strategies }: (typeof chosen)[number]): Map<string, string> {
  const own = Object.entries(strategies).map(([pool, { underlyingToken }]) => {
    return [pool.toLowerCase(), underlyingToken.toLowerCase()] as const
  })
  return new Map([...own, [NATIVE, ETH]])
}

describe('a fall of price', () => {
  let database: TestDatabase
  let api: TestApi
  const tokens = tokensAt(last)
  const poolsOf = (asset: string) =>
    [...tokens].flatMap(([pool, token]) => (token === asset ? [pool] : [])).sort()
  /** The token that most pools hold. */
  const shared = [...new Set(tokens.values())].sort(
    (a, b) => poolsOf(b).length - poolsOf(a).length || (a < b ? -1 : 1),
  )[0]!
  // The first pool of the token has a label of its own, the second that of the token.
  const [own, other] = poolsOf(shared) as [string, string]
  const groupings = {
    assetClass: { 'eth native': [ETH], 'eth lst': [shared], special: [own], gone: [STRANGER] },
    issuer: { one: [NATIVE, other] },
  }

  beforeAll(async () => {
    database = await createTestDatabase('depeg')
    const args = ['index', '--recording', dir, '--until-head']
    expect((await runCli(args, { DB_URL: database.url })).code).toBe(0)
    const file = join(mkdtempSync(join(tmpdir(), 'labels-')), 'labels.json')
    const head = { name: 'test', asOf: '2026-01-01', source: 'this test', chainId: 31337 }
    writeFileSync(file, JSON.stringify({ ...head, groupings }))
    api = await startTestApi(database.url, {}, [], { labelFiles: [file] })
  }, 300_000)

  afterAll(async () => {
    await api?.close()
    await database?.drop()
  })

  /** Prices 1, 2, 3... of tokens in order, and what a share of each pool is worth. */
  async function pricesAt(block: number) {
    const { pools } = await api.ask(
      `{ pools(block: {number: ${block}}, limit: 1000) { id exchangeRate asset { address decimals } } }`,
    )
    const assets = [...new Set(tokens.values())].sort()
    const prices = assets.map((asset, index) => `{asset: "${asset}", value: "${index + 1}"}`)
    const worth = new Map<string, Ratio>()
    for (const { id, exchangeRate, asset } of pools) {
      const price = BigInt(assets.indexOf(asset?.address) + 1)
      if (id === NATIVE) worth.set(id, ratio(price, WAD))
      else if (exchangeRate && asset?.decimals != null) {
        const unit = WAD * 10n ** BigInt(asset.decimals)
        worth.set(id, ratio(BigInt(exchangeRate) * price, unit))
      }
    }
    return {
      pricing: `pricing: {numeraire: ETH, sources: [ARGUMENTS], prices: [${prices}]}`,
      worth,
    }
  }

  const kinds: [string, string, string[]][] = [
    ['a pool', `depeg: {pool: "${own}", fraction: "1/3"}`, [own]],
    ['a token', `depegAsset: {asset: "${shared}", fraction: "1/3"}`, [own, other]],
    ['native ETH', `depegAsset: {asset: "${ETH}", fraction: "1/3"}`, [NATIVE]],
    ['a class of a token', 'depegClass: {class: "eth lst", fraction: "1/3"}', [other]],
    ['a class of a pool', 'depegClass: {class: "special", fraction: "1/3"}', [own]],
    ['native ETH by class', 'depegClass: {class: "eth native", fraction: "1/3"}', [NATIVE]],
    [
      'a class of another kind',
      'depegClass: {class: "one", grouping: "issuer", fraction: "1/3"}',
      [NATIVE, other].sort(),
    ],
  ]

  test('is of a token that two pools hold, one of which has a label of its own', () => {
    expect(poolsOf(shared)).toEqual([own, other])
  })

  test.each(kinds)(
    'of %s lowers the stake of every AVS by its part in those pools, to what plain loops give',
    async (_, shock, hit) => {
      for (const truth of chosen) {
        const { pricing, worth } = await pricesAt(truth.block)
        const at = `block: {number: ${truth.block}}`
        const known = hit.filter((pool) => tokensAt(truth).has(pool))
        for (const basis of ['REGISTERED', 'SLASHABLE'] as const) {
          const before = new Map<string, Ratio>()
          const after = new Map<string, Ratio>()
          for (const [pool, each] of worth) {
            const left = known.includes(pool) ? ratio(2n, 3n) : ratio(1n)
            for (const [avs, column] of behind(truth, pool, basis).columns) {
              const stake = multiply(ratio(sum(column.values())), each)
              before.set(avs, add(before.get(avs) ?? ZERO, stake))
              after.set(avs, add(after.get(avs) ?? ZERO, multiply(stake, left)))
            }
          }
          const { simulate } = await api.ask(
            `{ simulate(shocks: [{${shock}}], basis: ${basis}, ${pricing}, ${at}) { operators { sharesAfter } capitalLoss { shares } avss { avs { id } before after hasFailed } rounds { causes } } }`,
          )
          expect(simulate.operators).toEqual([])
          expect(simulate.capitalLoss).toEqual([])
          const [{ causes }] = simulate.rounds
          // "shares of <pool> lose value: ..."
          expect(causes.map((one: string) => one.split(' ')[2])).toEqual(known)
          const shown = new Map<string, { before: string; after: string }>(
            simulate.avss.map(({ avs, ...row }: { avs: { id: string } }) => [avs.id, row]),
          )
          for (const [avs, stake] of before) {
            const left = after.get(avs)!
            if (stake.num * left.den === left.num * stake.den) {
              expect(shown.has(avs)).toBe(false)
              continue
            }
            near(shown.get(avs)!.before, stake)
            near(shown.get(avs)!.after, left)
            shown.delete(avs)
          }
          expect([...shown.keys()]).toEqual([])
        }
      }
    },
  )

  test('of a class names the label file that says what belongs to it', async () => {
    const { pricing } = await pricesAt(last.block)
    const { simulate } = await api.ask(
      `{ simulate(shocks: [{depegClass: {class: "eth lst", fraction: "1"}}], ${pricing}, block: {number: ${last.block}}) { meta { assumptions { name value } } } }`,
    )
    expect(simulate.meta.assumptions).toEqual([
      {
        name: 'shocks.depegClass',
        value: expect.stringMatching(/^eth lst of assetClass: test@[0-9a-f]{12}$/),
      },
    ])
  })

  test('needs prices, or one pool in the scope', async () => {
    const at = `block: {number: ${last.block}}`
    const shocks = `shocks: [{depegAsset: {asset: "${shared}", fraction: "1/2"}}]`
    const fields = '{ avss { before after } meta { nullReason } }'
    const { all, one } = await api.ask(
      `{ all: simulate(${shocks}, ${at}) ${fields} one: simulate(${shocks}, scope: {pool: "${own}"}, ${at}) ${fields} }`,
    )
    expect(all).toEqual({ avss: [], meta: { nullReason: 'UNPRICED' } })
    expect(one.meta.nullReason).toBeNull()
    expect(one.avss.length).toBeGreaterThan(0)
    for (const { before, after } of one.avss) expect(BigInt(after)).toBe(BigInt(before) / 2n)
  })

  test.each([
    ['an unknown token', `depegAsset: {asset: "${STRANGER}", fraction: "1"}`, 'No such token of'],
    [
      'an unknown class',
      'depegClass: {class: "eth", fraction: "1"}',
      'Classes of the grouping are',
    ],
    ['a class of no pool', 'depegClass: {class: "gone", fraction: "1"}', 'No such class of a pool'],
    [
      'an unknown kind of grouping',
      'depegClass: {class: "eth lst", grouping: "color", fraction: "1"}',
      'Label files have',
    ],
    ['more than all', `depegAsset: {asset: "${shared}", fraction: "2"}`, 'Write a decimal or'],
  ])('of %s is refused', async (_, shock, hint) => {
    const query = `{ simulate(shocks: [{${shock}}], block: {number: ${last.block}}) { rounds { round } } }`
    expect(await api.refuse(query)).toEqual({
      code: 'BAD_USER_INPUT',
      hint: expect.stringContaining(hint),
    })
  })
})

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseRatio } from '../../src/risk/math/parse-ratio'
import { add, compare, multiply, type Ratio, ratio, subtract } from '../../src/risk/math/ratio'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import {
  behind,
  compareSplit,
  type Pool,
  SPLIT,
  splitOf,
  total,
} from '../support/risk/asset-splits'
import { near, sum } from '../support/risk/exact'
import { CHECKED } from '../support/risk/pool-network'
import { promisesIn } from '../support/risk/promises'

/*
 * What restaked security rests on, computed a second time: by plain loops over what the contracts answered, with rates and
 * decimals by plain SQL, and with nothing of the room risk but fractions.
 */

const NATIVE = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'
const WAD = 10n ** 18n
const ZERO = ratio(0n)
const lower = (text: string) => text.toLowerCase()
const below = (a: Ratio, b: Ratio) => compare(a, b) < 0n

describe.each(CHECKED)('baseLayer of $name, recomputed', ({ name, dir, chosen }) => {
  let database: TestDatabase
  let api: TestApi
  let client: pg.Client
  /** Rate and decimals at a block, in the order of ids. */
  let rows: (block: number) => Promise<{ id: string; token: string | null; rate: Ratio | null }[]>
  let tokens: string[]
  let unlabelled: string

  beforeAll(async () => {
    database = await createIndexedDatabase('baselayer', dir)
    client = new pg.Client(database.url)
    await client.connect()
    rows = async (block) => {
      const holds = (alias: string) =>
        `${alias}.from_block <= ${block} AND (${alias}.to_block IS NULL OR ${alias}.to_block > ${block})`
      const { rows: found } = await client.query(
        `SELECT p.key AS id, p.asset_id AS token, p.exchange_rate::text AS rate, a.decimals
         FROM pool p LEFT JOIN asset a ON a.key = p.asset_id AND ${holds('a')} WHERE ${holds('p')} ORDER BY p.key`,
      )
      return found.map(({ id, token, rate, decimals }) => ({
        id,
        token,
        rate:
          id === NATIVE
            ? ratio(1n, WAD)
            : rate === null || decimals === null
              ? null
              : ratio(BigInt(rate), WAD * 10n ** BigInt(decimals)),
      }))
    }
    const last = await rows(1_000_000)
    tokens = [...new Set(last.flatMap(({ token }) => token ?? []))].sort()
    unlabelled = last.at(-1)!.id
    // By pool for every other pool, by token for the rest. One pool is in no class of the second kind.
    const even = last.filter((_, i) => i % 2 === 0).map(({ id }) => id)
    const groupings = {
      assetClass: { alpha: even.slice(0, 2), beta: even.slice(2), gamma: tokens },
      issuer: {
        one: [NATIVE],
        two: last.map(({ id }) => id).filter((id) => id !== NATIVE && id !== unlabelled),
      },
    }
    const labels = join(mkdtempSync(join(tmpdir(), 'labels-')), 'labels.json')
    const head = { name: 'test', asOf: '2026-01-01', source: 'this test', chainId: 31337 }
    writeFileSync(labels, JSON.stringify({ ...head, groupings }))
    api = await startTestApi(database.url, {}, [], { labelFiles: [labels] })
  }, 300_000)

  afterAll(async () => {
    await api?.close()
    await client?.end()
    await database?.drop()
  })

  /** Prices 1, 2, 3... of tokens in order; the pools, with what the labels say. */
  async function poolsAt(block: number, kind: 'assetClass' | 'issuer', unpriced: string[] = []) {
    const found = await rows(block)
    const last = (await rows(1_000_000)).map(({ id }) => id)
    const even = last.filter((_, i) => i % 2 === 0)
    const pools = found.map(({ id, token, rate }): Pool => {
      const price =
        token === null || unpriced.includes(token) ? null : BigInt(tokens.indexOf(token) + 1)
      const byPool = even.includes(id) ? (even.indexOf(id) < 2 ? 'alpha' : 'beta') : null
      const assetClass = byPool ?? (token === null ? null : 'gamma')
      const issuer = id === NATIVE ? 'one' : id === unlabelled ? null : 'two'
      return {
        id,
        token,
        worth: price === null || rate === null ? null : multiply(rate, ratio(price)),
        assetClass: kind === 'assetClass' ? assetClass : issuer,
      }
    })
    const given = tokens
      .filter((token) => !unpriced.includes(token))
      .map((token) => `{asset: "${token}", value: "${tokens.indexOf(token) + 1}"}`)
    return {
      pools,
      pricing: `pricing: {numeraire: ETH, prices: [${given}], sources: [ARGUMENTS]}`,
    }
  }

  describe.each(chosen)('at block $block', (truth) => {
    const at = `block: {number: ${truth.block}}`

    test.each([
      ['assetClass', 'REGISTERED'],
      ['assetClass', 'SLASHABLE'],
      ['issuer', 'REGISTERED'],
    ] as const)('stake behind each AVS and behind all, by %s, %s', async (kind, basis) => {
      const { pools, pricing } = await poolsAt(truth.block, kind)
      const expected = splitOf(truth, pools, basis)
      const { baseLayer } = await api.ask(
        `{ baseLayer(grouping: "${kind}", basis: ${basis}, ${pricing}, ${at}) { avsCount all { ${SPLIT} } avss(limit: 1000) { avs { id } assets { ${SPLIT} } } meta { grouping basis nullReason } } }`,
      )
      expect(baseLayer.meta).toMatchObject({ basis, nullReason: null })
      expect(baseLayer.meta.grouping).toContain(kind)
      compareSplit(baseLayer.all, expected.get('ALL')!)
      expect(baseLayer.avss.length).toBe(baseLayer.avsCount)
      let compared = 0
      for (const { avs, assets } of baseLayer.avss) {
        compareSplit(assets, expected.get(avs.id) ?? new Map())
        if (assets.classes.length > (basis === 'SLASHABLE' ? 0 : 1)) compared++
      }
      expect(compared).toBeGreaterThan(0)
    })

    test('beyond its threshold, and not before, a fall of price brings an AVS under its minimum', async () => {
      const { pools, pricing } = await poolsAt(truth.block, 'assetClass')
      const split = splitOf(truth, pools, 'REGISTERED')
      split.delete('ALL')
      const after = (avs: string, fall: Ratio) => {
        const own = split.get(avs)!
        return subtract(total(own.values()), multiply(own.get('gamma') ?? ZERO, fall))
      }
      // A part of what is there, with a fraction of a unit, and more than is there.
      const minima = [...split].map(([avs, own], i) => {
        const { num, den } = total(own.values())
        return { avs, minimum: ratio(num * BigInt(1 + (i % 7)) + 1n, den * 5n + 1n) }
      })
      const given = minima.map(
        ({ avs, minimum: { num, den } }) => `{avs: "${avs}", value: "${num}/${den}"}`,
      )
      const { baseLayer } = await api.ask(
        `{ baseLayer(depeg: {class: "gamma", minima: [${given}]}, ${pricing}, ${at}) { depeg { first { avs { id } depeg } avss { avs { id } outcome depeg nullReason } nullReason } meta { assumptions { name value } } } }`,
      )
      const { first, avss, nullReason } = baseLayer.depeg
      expect(nullReason).toBeNull()
      expect(baseLayer.meta.assumptions[0]).toEqual({ name: 'depeg of', value: 'gamma' })
      expect(avss.length).toBe(minima.length)
      const falls: { id: string; depeg: string }[] = []
      for (const { avs, outcome, depeg } of avss) {
        const { minimum } = minima.find((one) => one.avs === avs.id)!
        if (outcome === 'ALREADY_UNDER') expect(below(after(avs.id, ZERO), minimum)).toBe(true)
        else if (outcome === 'NEVER') expect(below(after(avs.id, ratio(1n)), minimum)).toBe(false)
        else {
          const fall = parseRatio(depeg)
          expect(below(after(avs.id, fall), minimum)).toBe(false)
          const beyond = add(
            multiply(fall, ratio(10n ** 12n + 1n, 10n ** 12n)),
            ratio(1n, 10n ** 18n),
          )
          expect(below(after(avs.id, beyond), minimum)).toBe(true)
          falls.push({ id: avs.id, depeg })
        }
      }
      expect(falls.length).toBeGreaterThan(1)
      const [least] = falls.sort(
        (a, b) => Number(a.depeg) - Number(b.depeg) || (a.id < b.id ? -1 : 1),
      )
      expect(first).toEqual({ avs: { id: least!.id }, depeg: least!.depeg })
    })

    test('native ETH, its share of the chain, and losses on the beacon chain', async () => {
      const { baseLayer } = await api.ask(
        `{ baseLayer(stakedEth: "123456.5", ${at}) { native { restaked delegated share toThird toHalf toTwoThirds nullReason } beaconChain { stakers pods leastFactor deposited withdrawable lost } meta { nullReason assumptions { name value } } } }`,
      )
      const ownOf = new Map(
        Object.entries(truth.stakers).map(([staker, { withdrawable }]) => {
          const entry = Object.entries(withdrawable).find(([pool]) => lower(pool) === NATIVE)
          return [lower(staker), BigInt(entry?.[1] ?? 0)]
        }),
      )
      const restaked = sum(ownOf.values())
      const delegated = sum(
        Object.values(truth.operators).flatMap(({ shares }) =>
          Object.entries(shares).flatMap(([pool, one]) =>
            lower(pool) === NATIVE ? [BigInt(one)] : [],
          ),
        ),
      )
      const { native, beaconChain } = baseLayer
      expect(restaked).toBeGreaterThan(0n)
      near(native.restaked, ratio(restaked, WAD))
      near(native.delegated, ratio(delegated, WAD))
      const share = ratio(restaked * 2n, 246913n * WAD)
      near(native.share, share)
      near(native.toThird, subtract(ratio(1n, 3n), share))
      near(native.toHalf, subtract(ratio(1n, 2n), share))
      near(native.toTwoThirds, subtract(ratio(2n, 3n), share))
      expect(native.nullReason).toBeNull()
      expect(baseLayer.meta).toEqual({
        nullReason: 'UNPRICED',
        assumptions: [{ name: 'stakedEth', value: '123456.5' }],
      })
      const slashed = Object.entries(truth.pods).filter(
        ([, { beaconChainSlashingFactor }]) => BigInt(beaconChainSlashingFactor) < WAD,
      )
      const deposited = sum(slashed.map(([, { depositShares }]) => BigInt(depositShares)))
      const kept = sum(slashed.map(([owner]) => ownOf.get(lower(owner)) ?? 0n))
      expect(beaconChain).toMatchObject({ stakers: slashed.length, pods: slashed.length })
      near(beaconChain.deposited, ratio(deposited, WAD))
      near(beaconChain.withdrawable, ratio(kept, WAD))
      near(beaconChain.lost, ratio(deposited - kept, WAD))
      const factors = slashed.map(([, one]) => BigInt(one.beaconChainSlashingFactor))
      if (factors.length === 0) expect(beaconChain.leastFactor).toBeNull()
      else
        near(
          beaconChain.leastFactor,
          ratio(
            factors.reduce((a, b) => (a < b ? a : b)),
            WAD,
          ),
        )
    })
  })

  test('at least one staker lost stake on the beacon chain', () => {
    const factors = Object.values(chosen.at(-1)!.pods).map((one) =>
      BigInt(one.beaconChainSlashingFactor),
    )
    expect(factors.filter((factor) => factor < WAD).length).toBeGreaterThan(3)
  })

  if (name !== 'eigenlayer-a') return
  const truth = chosen.at(-1)!
  const at = `block: {number: ${truth.block}}`

  test('stake of a token without a price is in no value, and values that it could change are unknown', async () => {
    const staked = (await rows(truth.block))
      .filter(({ id, token }) => token !== null && behind(truth, id, 'REGISTERED').all > 0n)
      .map(({ token }) => token!)
    const { pools, pricing } = await poolsAt(truth.block, 'assetClass', [staked[0]!])
    const missing = pools.filter(({ token }) => token === staked[0])
    const split = splitOf(truth, pools, 'REGISTERED')
    const lacks = (avs: string) =>
      missing.some(({ id }) => sum(promisesIn(truth, id).registered.get(avs)?.values() ?? []) > 0n)
    const given = [...split.keys()]
      .filter((avs) => avs !== 'ALL')
      .map((avs) => `{avs: "${avs}", value: "1000000000000000000000000"}`)
    const { baseLayer } = await api.ask(
      `{ baseLayer(depeg: {class: "gamma", minima: [${given}]}, ${pricing}, ${at}) { all { ${SPLIT} } avss(limit: 1000) { avs { id } assets { ${SPLIT} } } depeg { first { depeg } avss { avs { id } outcome nullReason } nullReason } } }`,
    )
    compareSplit(baseLayer.all, split.get('ALL')!)
    expect(baseLayer.all.hasUnpriced).toBe(true)
    for (const { avs, assets } of baseLayer.avss) expect(assets.hasUnpriced).toBe(lacks(avs.id))
    for (const { avs, outcome, nullReason } of baseLayer.depeg.avss) {
      expect([outcome, nullReason]).toEqual(
        lacks(avs.id) ? [null, 'UNPRICED'] : ['ALREADY_UNDER', null],
      )
    }
    expect(baseLayer.depeg).toMatchObject({ first: null, nullReason: 'UNPRICED' })
  })

  test('without prices stake of several pools is not split, and without assumptions none is made', async () => {
    const { pricing } = await poolsAt(truth.block, 'assetClass')
    const { none, priced } = await api.ask(
      `{ none: baseLayer(depeg: {class: "gamma"}, ${at}) { native { restaked share toThird nullReason } all { stake } avss { avs { id } } avsCount depeg { first { depeg } avss { depeg } nullReason } meta { nullReason } }
         priced: baseLayer(depeg: {class: "gamma"}, ${pricing}, ${at}) { depeg { first { depeg } avss { depeg } nullReason } } }`,
    )
    expect(none).toMatchObject({
      native: { share: null, toThird: null, nullReason: 'ASSUMPTION_MISSING' },
      all: { stake: null },
      depeg: { first: null, avss: [], nullReason: 'UNPRICED' },
      meta: { nullReason: 'UNPRICED' },
    })
    expect(none.avsCount).toBeGreaterThan(1)
    expect(none.avss.length).toBe(none.avsCount)
    expect(Number(none.native.restaked)).toBeGreaterThan(0)
    expect(priced.depeg).toEqual({ first: null, avss: [], nullReason: 'ASSUMPTION_MISSING' })
  })

  test('pools of no class are listed; without labels all are', async () => {
    const plain = await startTestApi(database.url)
    try {
      const { pricing } = await poolsAt(truth.block, 'issuer')
      const fields = `all { stake unclassified unclassifiedPools(limit: 1000) { id } classes { name } nullReason } meta { grouping }`
      const { baseLayer } = await plain.ask(`{ baseLayer(${pricing}, ${at}) { ${fields} } }`)
      expect(baseLayer.meta.grouping).toBeNull()
      expect(baseLayer.all).toMatchObject({ classes: [], nullReason: 'UNCLASSIFIED' })
      expect(baseLayer.all.unclassified).toBe(baseLayer.all.stake)
      expect(baseLayer.all.unclassifiedPools.length).toBeGreaterThan(3)
      expect(
        await plain.refuse(`{ baseLayer(grouping: "issuer", ${at}) { avsCount } }`),
      ).toMatchObject({
        code: 'BAD_USER_INPUT',
      })
    } finally {
      await plain.close()
    }
  })

  test('pages are parts of the full list, and invalid arguments are refused', async () => {
    const { pricing } = await poolsAt(truth.block, 'assetClass')
    const list = async (page: string) =>
      (
        await api.ask(
          `{ baseLayer(${pricing}, ${at}) { avss(${page}) { avs { id } assets { stake } } } }`,
        )
      ).baseLayer.avss
    expect(await list('limit: 3, offset: 2')).toEqual((await list('limit: 1000')).slice(2, 5))
    const [avs] = promisesIn(truth, NATIVE).registered.keys()
    for (const [args, field] of [
      ['stakedEth: "0"', 'native { share }'],
      ['stakedEth: "1"', 'native { share }'],
      ['stakedEth: "-1"', 'native { share }'],
      ['grouping: "color"', 'avsCount'],
      ['depeg: {class: "delta"}', 'avsCount'],
      ['depeg: {class: "gamma", minima: [{avs: "0x12", value: "1"}]}', 'depeg { nullReason }'],
      [`depeg: {class: "gamma", minima: [{avs: "${avs}", value: "x"}]}`, 'depeg { nullReason }'],
      [
        `depeg: {class: "gamma", minima: [{avs: "${avs}", value: "1"}, {avs: "${avs}", value: "2"}]}`,
        'depeg { nullReason }',
      ],
    ]) {
      const query = `{ baseLayer(${args}, ${pricing}, ${at}) { ${field} } }`
      expect(await api.refuse(query), args).toMatchObject({ code: 'BAD_USER_INPUT' })
    }
  })
})

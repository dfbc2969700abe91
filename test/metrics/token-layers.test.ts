import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { add, divide, multiply, type Ratio, ratio, subtract } from '../../src/risk/math/ratio'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import type { Checkpoint } from '../support/recordings'
import { near, toNumber } from '../support/risk/exact'
import { CHECKED } from '../support/risk/pool-network'
import { type Held, slowHeld, stakesOf } from '../support/risk/slow-holdings'

/*
 * Layers of tokens, recomputed independently: a search over paths, plain loops over the answers of the contracts, and no code
 * of src/risk but fractions. Which stakers back which tokens is made up; what they hold is not.
 */

const WAD = 10n ** 18n
const ZERO = ratio(0n)
const ONE = ratio(1n)
const lower = (text: string) => text.toLowerCase()

/** A row of the answer. */
interface Row {
  path: { id: string }[]
  token: { id: string }
  wrapDepth: number
}

const FIELDS = `tokenLayers { wrapDepth isComplete cycles(limit: 1000) { id } layers(limit: 30) {
  wrapDepth path { id } token { id } backers source units supply supplySource unbackedUnits share layer nullReason
  stake { pool { id } shares slashable } avss(limit: 300) { avs { id } pool { id } amount } poolSlashing total
  slashing { ...cut } unbacked { ...cut } both { ...cut } } }`
const CUT = 'fragment cut on TokenHaircut { shared alone others nullReason }'

describe.each(CHECKED)('layers of tokens in $name', ({ dir, chosen }) => {
  const { constants } = JSON.parse(readFileSync(join(dir, 'deployment.json'), 'utf8'))
  const withdrawalDelay: number = constants.MIN_WITHDRAWAL_DELAY_BLOCKS
  let database: TestDatabase
  let api: TestApi
  const everybody = [...new Set(chosen.flatMap((truth) => [...stakesOf(truth).keys()]))].sort()
  /** Tokens by how many hold them; the first three are claims on stake. */
  const tokens = tokensOf(chosen.at(-1)!)
  const [inner, middle, looped] = tokens as [string, string, string]
  const pools = chosen.flatMap(({ strategies }) =>
    Object.entries(strategies).map(([pool, { underlyingToken }]) => {
      return { pool: lower(pool), token: lower(underlyingToken) }
    }),
  )
  const poolsByToken = new Map(
    pools.map(({ token }) => [
      token,
      new Set(pools.filter((one) => one.token === token).map(({ pool }) => pool)),
    ]),
  )
  const poolsOf = (token: string) => poolsByToken.get(token)!
  const holdsNone = (staker: string, of: readonly string[]) =>
    chosen.every((truth) => {
      const held = stakesOf(truth).get(staker)?.pools ?? new Map()
      return of.every((token) => [...poolsOf(token)].every((pool) => !held.has(pool)))
    })
  const plain = everybody.filter((one) => holdsNone(one, [inner, middle, looped])).slice(0, 20)
  const around = everybody
    .filter((one) => !plain.includes(one) && holdsNone(one, [middle, looped]))
    .slice(0, 20)
  const rest = everybody.filter((one) => !plain.includes(one) && !around.includes(one))
  const backers: Record<string, string[]> = {
    [inner]: plain,
    [middle]: around,
    [looped]: rest.filter((_, index) => index % 3 === 0),
  }
  const asked = rest.filter((_, index) => index % 3 === 1).slice(0, 500)
  const supply: Record<string, bigint> = {
    [inner]: 10n ** 24n,
    [middle]: 3n * 10n ** 24n,
    [looped]: 7n * 10n ** 24n,
  }

  beforeAll(async () => {
    database = await createIndexedDatabase('tokenlayers', dir)
    const file = join(mkdtempSync(join(tmpdir(), 'layers-')), 'labels.json')
    const backedTokens = {
      [inner]: {
        stakers: plain,
        source: 'inner',
        supply: { units: `${supply[inner]}`, asOf: 'now' },
      },
      [middle]: { stakers: around, source: 'middle' },
      [looped]: { stakers: backers[looped], source: 'looped' },
    }
    const head = { name: 'own', asOf: '2026-01-01', source: 'this test', chainId: 31337 }
    writeFileSync(file, JSON.stringify({ ...head, backedTokens }))
    api = await startTestApi(database.url, {}, [], { labelFiles: [file] })
  }, 300_000)

  afterAll(async () => {
    await api?.close()
    await database?.drop()
  })

  const query = (stakers: readonly string[], block: number, more = '') =>
    `${CUT} { lookThrough(stakers: ${JSON.stringify(stakers)}, block: {number: ${block}} ${more}) {
      meta { nullReason assumptions { name value } } ${FIELDS} } }`

  const cases = chosen.flatMap((truth) =>
    [true, false].map((includeQueued) => ({ block: truth.block, truth, includeQueued })),
  )
  test.each(cases)(
    'at block $block: paths, claims and losses, with the queue: $includeQueued',
    async ({ truth, includeQueued }) => {
      const delay = includeQueued ? withdrawalDelay : null
      const { pools, assets } = await api.ask(
        `{ pools(limit: 1000, block: {number: ${truth.block}}) { id exchangeRate asset { id } }
         assets(limit: 1000, block: {number: ${truth.block}}) { id decimals } }`,
      )
      // Shares of native ETH are wei.
      const rate = new Map([['0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0', WAD]])
      const assetOf = new Map<string, string>()
      for (const { id, exchangeRate, asset } of pools) {
        if (exchangeRate !== null) rate.set(id, BigInt(exchangeRate))
        if (asset) assetOf.set(id, asset.id)
      }
      const decimals = new Map<string, number>(
        assets.map((one: { id: string; decimals: number }) => [one.id, one.decimals]),
      )
      const price = new Map(
        [...new Set(assetOf.values())].sort().map((one, at) => [one, BigInt(at + 1)]),
      )
      decimals.set(`0x${'0'.repeat(40)}`, 18)
      /** Worth of a base unit of a pool; null: unknown. */
      const worth = (pool: string) => {
        const asset = assetOf.get(pool) ?? ''
        const [tokens, value] = [rate.get(pool), price.get(asset)]
        const digits = decimals.get(asset) ?? null
        if (tokens === undefined || value === undefined || digits === null) return null
        return ratio(tokens * value, WAD * 10n ** BigInt(digits))
      }
      const backing = new Map(
        Object.entries(backers).map(([token, list]) => [token, slowHeld(truth, list, delay)]),
      )
      const unbacked = (token: string) => (token === middle ? supply[middle]! / 4n : 0n)
      const whole = (token: string) => supply[token]! + unbacked(token)

      const paths = new Map<string, { share: Ratio; units: Ratio; poolSlashing: Ratio }>()
      const cycles: string[] = []
      const search = (held: Map<string, Held>, outer: Ratio, path: string[], seen: string[]) => {
        for (const [pool, { amount, slashable }] of held) {
          const token = assetOf.get(pool)!
          if (!backing.has(token)) continue
          const next = [...path, pool, token]
          if (seen.includes(token)) {
            cycles.push(next.join())
            continue
          }
          const units = multiply(outer, ratio(amount * rate.get(pool)!, WAD))
          const share = divide(units, ratio(whole(token)))
          paths.set(next.join(), { share, units, poolSlashing: divide(slashable, ratio(amount)) })
          search(backing.get(token)!, share, next, [...seen, token])
        }
      }
      search(slowHeld(truth, asked, delay), ONE, [], [])

      /** Loss of a unit by what is left of the backing, or why it is unknown. */
      const lossOf = (
        token: string,
        slashing: boolean,
        issues: boolean,
        seen: string[],
      ): Ratio | string => {
        if (seen.includes(token)) return 'CYCLE'
        const kept: { pool: string; amount: bigint; left: Ratio }[] = []
        for (const [pool, { amount, slashable }] of backing.get(token)!) {
          const left = slashing ? subtract(ONE, divide(slashable, ratio(amount))) : ONE
          const inside = assetOf.get(pool) ?? ''
          const loss = backing.has(inside)
            ? lossOf(inside, slashing, issues, [...seen, token])
            : ZERO
          if (typeof loss === 'string') return loss
          kept.push({ pool, amount, left: multiply(left, subtract(ONE, loss)) })
        }
        const isEven = new Set(kept.map(({ left: { num, den } }) => `${num}/${den}`)).size === 1
        let [before, after] = [ZERO, ZERO]
        for (const { pool, amount, left } of kept) {
          const base = isEven ? ONE : worth(pool)
          if (base === null) return 'UNPRICED'
          before = add(before, multiply(base, ratio(amount)))
          after = add(after, multiply(multiply(base, ratio(amount)), left))
        }
        const part = issues ? ratio(supply[token]!, whole(token)) : ONE
        return subtract(ONE, multiply(divide(after, before), part))
      }

      const layerUnits = supply[middle]! / 8n
      const more = `, includeQueued: ${includeQueued}, pricing: {numeraire: ETH, prices: [${[
        ...price,
      ].map(([asset, value]) => `{asset: "${asset}", value: "${value}"}`)}]}, tokens: [
      {token: "${middle}", supply: "${supply[middle]}", unbacked: "${unbacked(middle)}", layer: "${layerUnits}"},
      {token: "${looped}", supply: "${supply[looped]}"}]`
      const { lookThrough } = await api.ask(query(asked, truth.block, more))
      const { layers, isComplete, wrapDepth, cycles: found } = lookThrough.tokenLayers
      const key = (path: { id: string }[]) => path.map(({ id }) => id).join()
      expect(isComplete).toBe(true)
      expect(found.map(key).sort()).toEqual(cycles.sort())
      expect(layers.map(({ path }: Row) => key(path)).sort()).toEqual([...paths.keys()].sort())
      expect(new Set(layers.map(({ token }: Row) => token.id)).size).toBeGreaterThan(1)
      expect(wrapDepth).toBe(Math.max(...layers.map((one: Row) => one.wrapDepth)))
      /** Sets round what they take of stake and of the queue down, one by one: a unit of the backing may be missing each time. */
      const off = (text: string, value: Ratio, share: Ratio, { takings }: { takings: number }) => {
        const expected = toNumber(value)
        const units = includeQueued ? takings * toNumber(share) : 0
        expect(Math.abs(Number(text) - expected)).toBeLessThanOrEqual(expected * 1e-12 + units)
      }
      /** Some tokens have few decimals, so that those units are a larger part of their pools. */
      const part = (text: string, value: Ratio) => {
        const expected = toNumber(value)
        const rounded = includeQueued ? 1e-9 : 0
        expect(Math.abs(Number(text) - expected)).toBeLessThanOrEqual(expected * 1e-12 + rounded)
      }
      const outcomes = new Map<string, number>()
      for (const one of layers) {
        const expected = paths.get(key(one.path))!
        const token: string = one.token.id
        expect(one).toMatchObject({
          wrapDepth: one.path.length / 2,
          nullReason: null,
          supply: `${supply[token]}`,
          unbackedUnits: `${unbacked(token)}`,
          backers: backers[token]!.length,
        })
        near(one.units, expected.units)
        near(one.share, expected.share)
        near(one.poolSlashing, expected.poolSlashing)
        expect(one.stake.length).toBe(backing.get(token)!.size)
        const claimed = new Map<string, Ratio>()
        for (const { pool, shares, slashable } of one.stake) {
          const held = backing.get(token)!.get(pool.id)!
          near(shares, multiply(expected.share, ratio(held.amount)))
          off(slashable, multiply(expected.share, held.slashable), expected.share, held)
          for (const [avs, part] of held.avss) {
            claimed.set(`${avs} ${pool.id}`, multiply(part, expected.share))
          }
        }
        expect(one.avss.length).toBe(claimed.size)
        for (const { avs, pool, amount } of one.avss)
          off(
            amount,
            claimed.get(`${avs.id} ${pool.id}`)!,
            expected.share,
            backing.get(token)!.get(pool.id)!,
          )
        for (const [name, slashing, issues] of [
          ['slashing', true, false],
          ['unbacked', false, true],
          ['both', true, true],
        ] as const) {
          const loss = lossOf(token, slashing, issues, [])
          const cut = one[name]
          outcomes.set(typeof loss, (outcomes.get(typeof loss) ?? 0) + 1)
          if (typeof loss === 'string') {
            expect(cut).toEqual({ shared: null, alone: null, others: null, nullReason: loss })
            continue
          }
          part(cut.shared, loss)
          if (token !== middle) continue
          const lost = multiply(loss, ratio(whole(middle)))
          near(one.layer, ratio(layerUnits))
          const alone = divide(lost, ratio(layerUnits))
          part(cut.alone, alone.num > alone.den ? ONE : alone)
          const left = alone.num > alone.den ? subtract(lost, ratio(layerUnits)) : ZERO
          part(cut.others, divide(left, ratio(whole(middle) - layerUnits)))
        }
      }
      expect([...outcomes.keys()].sort()).toEqual(['object', 'string'])
      const names = lookThrough.meta.assumptions.map(({ name }: { name: string }) => name)
      expect(names).toContain(`tokens.layer of ${middle}`)
    },
  )

  test('somebody has queued what is a claim on stake, or backs one', () => {
    const more = chosen.filter((truth) => {
      const amounts = (delay: number | null) =>
        [...Object.values(backers), asked].map((list) =>
          [...slowHeld(truth, list, delay).values()].reduce((sum, { amount }) => sum + amount, 0n),
        )
      return `${amounts(withdrawalDelay)}` !== `${amounts(null)}`
    })
    expect(more.length).toBeGreaterThan(0)
  })

  const last = chosen.at(-1)!
  const holderOf = (token: string) =>
    asked.find((one) => {
      const held = stakesOf(last).get(one)?.pools
      return [...poolsOf(token)].some((pool) => held?.has(pool))
    })!

  test('the incident of April 2026: both rules, where nothing is slashed', async () => {
    const E18 = '0'.repeat(18)
    const tokens = `, tokens: [{token: "${inner}", supply: "647222${E18}", unbacked: "116500${E18}", layer: "158417${E18}"}]`
    const { lookThrough } = await api.ask(query([holderOf(inner)], last.block, tokens))
    const one = lookThrough.tokenLayers.layers.find(({ token }: Row) => token.id === inner)
    expect(Number(one.unbacked.shared)).toBeCloseTo(0.1525, 4)
    expect(Number(one.unbacked.alone)).toBeCloseTo(0.7354, 4)
    expect(one.unbacked.others).toBe('0')
    expect(one.supplySource).toBe('argument')
  })

  test('without prices and supply, paths and reasons are there all the same', async () => {
    const { lookThrough } = await api.ask(query(asked, last.block))
    expect(lookThrough.meta.nullReason).toBe('UNPRICED')
    const { layers } = lookThrough.tokenLayers
    const of = (token: string) => layers.find((one: Row) => one.token.id === token)
    expect(of(inner)).toMatchObject({ nullReason: null, supply: `${supply[inner]}` })
    expect(of(inner).supplySource).toMatch(/^own@[0-9a-f]{12}: inner, as of now$/)
    expect(of(middle)).toMatchObject({
      nullReason: 'SUPPLY_UNKNOWN',
      supply: null,
      share: null,
      stake: [],
      avss: null,
    })
    expect(of(middle).units).not.toBeNull()
    expect(of(inner).slashing).toMatchObject({ shared: null, nullReason: 'UNPRICED' })
    expect(of(inner).unbacked).toMatchObject({ shared: '0', nullReason: null })
  })

  test('more units in pools than there are is a contradiction, not a claim above 1', async () => {
    const tokens = `, tokens: [{token: "${inner}", supply: "1"}]`
    const { lookThrough } = await api.ask(query([holderOf(inner)], last.block, tokens))
    const one = lookThrough.tokenLayers.layers.find(({ token }: Row) => token.id === inner)
    expect(one).toMatchObject({ nullReason: 'SUPPLY_TOO_SMALL', share: null })
    expect(one.unbacked.alone).toBeNull()
  })

  test('a staker without such tokens, and one without stake, have no layers', async () => {
    for (const one of [plain[0]!, `0x${'9'.repeat(40)}`]) {
      const { lookThrough } = await api.ask(query([one], last.block))
      expect(lookThrough.tokenLayers).toEqual({
        wrapDepth: 0,
        isComplete: true,
        cycles: [],
        layers: [],
      })
    }
  })

  test.each([
    [`tokens: [{token: "0x${'8'.repeat(40)}"}]`, /tokens.token/],
    [
      `tokens: [{token: "${inner}"}, {token: "${inner.toUpperCase().replace('X', 'x')}"}]`,
      /tokens/,
    ],
    [`tokens: [{token: "${inner}", supply: "0"}]`, /tokens.supply/],
    [`tokens: [{token: "${inner}", unbacked: "-1"}]`, /tokens.unbacked/],
    [`tokens: [{token: "${inner}", supply: "5", layer: "6"}]`, /tokens.layer/],
    [`tokens: [{token: "${inner}", layer: "${10n ** 24n + 1n}"}]`, /tokens.layer/],
  ])('refuse %s', async (tokens, message) => {
    const { errors } = await api.send(query([asked[0]!], last.block, `, ${tokens}`))
    expect(errors?.[0]?.message).toMatch(message)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' })
  })
})

/** Tokens of pools, those whose pools most stakers hold last. */
function tokensOf({ strategies, stakers }: Checkpoint): string[] {
  const count = new Map<string, number>()
  for (const [pool, { underlyingToken }] of Object.entries(strategies)) {
    const holders = Object.values(stakers).filter(({ withdrawable }) => withdrawable[pool]).length
    const token = lower(underlyingToken)
    count.set(token, (count.get(token) ?? 0) + holders)
  }
  return [...count].sort((a, b) => a[1] - b[1]).map(([token]) => token)
}

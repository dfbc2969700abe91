import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { someOf } from '../long.mjs'
import { type ServedRecording, serveRecording } from '../support/api/recorded-api'
import { type Checkpoint, groundTruth, shortRecordings } from '../support/recordings'
import { addressOf } from '../support/risk/raw-events'
import {
  type Chain,
  chainOf,
  delegatedAt,
  type Level,
  membersOf,
  registeredAt,
} from '../support/risk/raw-levels'
import { slowKendall, slowPearson, slowRanks } from '../support/risk/slow-correlation'

/*
 * Correlations of flows, computed a second time: levels by adding up raw logs event by event, coefficients by textbook sums
 * in doubles. Only when somebody was first seen, and the times of blocks, are read from the tables.
 */

const RECORDINGS = shortRecordings()
  .filter(({ name }) => /-(a|b|large)$/.test(name))
  .map(({ name, dir }) => {
    const checkpoints = groundTruth(dir)
    const step = Math.max(1, Math.floor(checkpoints.length / 5))
    return {
      name,
      dir,
      chosen: someOf(checkpoints.filter((_, i) => i % step === step - 1).slice(-5), 2),
    }
  })

/** The pool in which most operators have stake. */
function busiestPool(truth: Checkpoint): string {
  const count = new Map<string, number>()
  for (const { shares } of Object.values(truth.operators)) {
    for (const pool of Object.keys(shares)) {
      count.set(pool.toLowerCase(), (count.get(pool.toLowerCase()) ?? 0) + 1)
    }
  }
  return [...count].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0]
}

const FIELDS = `compared warning periods first last pairCount meta { nullReason basis }
  items(limit: 1000) { member { id } observations net stake }
  pairs(limit: 1000) { a { id } b { id } observations pearson lower upper spearman kendall nullReason }`

describe.each(RECORDINGS)('correlation of flows of $name', ({ dir, chosen }) => {
  let api: ServedRecording
  let chain: Chain

  beforeAll(async () => {
    api = await serveRecording('flows', dir)
    chain = await chainOf(dir, api.databaseUrl)
  }, 300_000)

  afterAll(async () => {
    await api?.close()
  })

  /** Compares an answer with raw logs; gives how many pairs have a value. */
  async function compare(
    among: 'AVSS' | 'OPERATORS',
    truth: Checkpoint,
    ends: number[],
    args: string,
    avs?: string,
  ): Promise<number> {
    const largest = 25
    const pool = busiestPool(truth)
    const basis = among === 'AVSS' ? 'REGISTERED' : 'DELEGATED'
    const { flowCorrelation } = await api.ask(
      `{ flowCorrelation(among: ${among}, basis: ${basis}, scope: {pool: "${pool}"${avs ? `, avs: "${avs}"` : ''}}, largest: ${largest}, block: {number: ${truth.block}}, ${args}) { ${FIELDS} } }`,
    )
    const levelAt = avs ? membersOf(avs) : among === 'AVSS' ? registeredAt : delegatedAt
    const levels = ends.map((block) => levelAt(chain, pool, block))
    const seen = among === 'AVSS' ? chain.seen.avss : chain.seen.operators
    const all = [...seen].flatMap(([id, firstSeen]) => {
      const own = levels.map((level, i) => (ends[i]! < firstSeen ? null : (level.get(id) ?? 0n)))
      if (own.every((one) => !one)) return []
      const flows = own.slice(1).map((one, i) => {
        const before = own[i]!
        return one === null || before === null ? null : one - before
      })
      return [{ id, stake: own.at(-1) ?? 0n, flows }]
    })
    all.sort((a, b) => (a.stake === b.stake ? (a.id < b.id ? -1 : 1) : a.stake > b.stake ? -1 : 1))
    const series = all.slice(0, largest).sort((a, b) => (a.id < b.id ? -1 : 1))
    const observed = (flows: (bigint | null)[]) => flows.filter((flow) => flow !== null)
    expect(flowCorrelation).toMatchObject({
      periods: ends.length - 1,
      first: ends[0],
      last: ends.at(-1),
      pairCount: (series.length * (series.length - 1)) / 2,
      meta: { nullReason: null, basis },
    })
    expect(flowCorrelation.items).toEqual(
      series.map(({ id, stake, flows }) => ({
        member: { id },
        observations: observed(flows).length,
        net: `${observed(flows).reduce((sum, flow) => sum + flow, 0n)}`,
        stake: `${stake}`,
      })),
    )
    const flowsOf = new Map(series.map(({ id, flows }) => [id, flows]))
    let compared = 0
    let last = 1
    for (const pair of flowCorrelation.pairs) {
      const [f, g] = [flowsOf.get(pair.a.id)!, flowsOf.get(pair.b.id)!]
      const common = f.flatMap((one, i) => {
        const other = g[i]!
        return one === null || other === null ? [] : [[one, other] as const]
      })
      const [x, y] = [common.map(([one]) => one), common.map(([, one]) => one)]
      expect(pair.observations).toBe(common.length)
      const isEnough = common.length >= 20
      const varies = (values: bigint[]) => new Set(values).size > 1
      if (!isEnough || !varies(x) || !varies(y)) {
        expect([pair.pearson, pair.lower, pair.upper, pair.spearman, pair.kendall]).toEqual(
          new Array(5).fill(null),
        )
        expect(pair.nullReason).toBe(isEnough ? 'NOT_DEFINED' : 'INSUFFICIENT_OBSERVATIONS')
        continue
      }
      compared++
      const r = slowPearson(x.map(Number), y.map(Number))
      expect(Number(pair.pearson)).toBeCloseTo(r, 11)
      expect(Number(pair.spearman)).toBeCloseTo(slowPearson(slowRanks(x), slowRanks(y)), 11)
      expect(Number(pair.kendall)).toBeCloseTo(slowKendall(x, y), 12)
      expect(Number(pair.pearson)).toBeLessThanOrEqual(last)
      last = Number(pair.pearson)
      if (Math.abs(r) > 1 - 1e-9) continue
      const reach = 1.959963984540054 / Math.sqrt(common.length - 3)
      expect(Number(pair.lower)).toBeCloseTo(Math.tanh(Math.atanh(r) - reach), 10)
      expect(Number(pair.upper)).toBeCloseTo(Math.tanh(Math.atanh(r) + reach), 10)
    }
    expect(flowCorrelation.compared).toBe(compared)
    if (compared === 0) expect(flowCorrelation.warning).toBeNull()
    else
      expect(flowCorrelation.warning).toMatch(
        new RegExp(`^${compared} correlations .*${compared / 20} `),
      )
    return compared
  }

  test.each(chosen)('equal those of raw logs up to block $block', async (truth) => {
    const every = Math.floor((truth.block - 100) / 40)
    const ends: number[] = []
    for (let block = 100; block <= truth.block; block += every) ends.push(block)
    for (const among of ['OPERATORS', 'AVSS'] as const) {
      expect(await compare(among, truth, ends, `from: 100, every: ${every}`)).toBeGreaterThan(0)
    }
  })

  test.each(chosen)('equal those of raw logs in days up to block $block', async (truth) => {
    const known = chain.blocks.filter(({ block }) => block <= truth.block)
    const [start, end] = [known[0]!.day, known.at(-1)!.day]
    const ends: number[] = []
    for (let day = start; day < end; day++) {
      ends.push(known.filter((one) => one.day <= day).at(-1)!.block)
    }
    for (const among of ['OPERATORS', 'AVSS'] as const) {
      const compared = await compare(among, truth, ends, 'from: 1')
      expect(compared > 0).toBe(ends.length > 20)
    }
  })

  test('equal those of raw logs among the operators of one AVS', async () => {
    const truth = chosen.at(-1)!
    const every = Math.floor((truth.block - 100) / 40)
    const ends: number[] = []
    for (let block = 100; block <= truth.block; block += every) ends.push(block)
    const joins = chain.joined.map(({ words }) => addressOf(words[1]!))
    const count = (avs: string) => joins.filter((one) => one === avs).length
    const avs = [...new Set(joins)].sort((a, b) => count(b) - count(a))[0]!
    const args = `from: 100, every: ${every}`
    expect(await compare('OPERATORS', truth, ends, args, avs)).toBeGreaterThan(0)
  })

  test('slashable flows between two blocks equal what the contracts answered at both', async () => {
    const counts = new Map<string, number>()
    const { operatorSets } = chosen.at(-1)!
    for (const amounts of Object.values(operatorSets).flatMap(({ minSlashableNow }) =>
      Object.values(minSlashableNow),
    )) {
      for (const one of Object.keys(amounts)) counts.set(one, (counts.get(one) ?? 0) + 1)
    }
    const pool = [...counts].sort((a, b) => b[1] - a[1])[0]![0].toLowerCase()
    let compared = 0
    const slashable = (truth: Checkpoint) => {
      const found: Level = new Map()
      for (const [set, { strategies, minSlashableNow }] of Object.entries(truth.operatorSets)) {
        if (!strategies.some((one) => one.toLowerCase() === pool)) continue
        const avs = set.split('/')[0]!.toLowerCase()
        for (const amounts of Object.values(minSlashableNow)) {
          for (const [one, amount] of Object.entries(amounts)) {
            if (one.toLowerCase() !== pool) continue
            found.set(avs, (found.get(avs) ?? 0n) + BigInt(amount))
          }
        }
      }
      return found
    }
    for (const [index, truth] of chosen.entries()) {
      const before = chosen[index - 1]
      if (!before) continue
      const { flowCorrelation } = await api.ask(
        `{ flowCorrelation(among: AVSS, basis: SLASHABLE, from: ${before.block}, every: ${truth.block - before.block}, block: {number: ${truth.block}}, largest: 200, scope: {pool: "${pool}"}) { ${FIELDS} } }`,
      )
      const [start, end] = [slashable(before), slashable(truth)]
      const { avss } = chain.seen
      const ids = [...new Set([...start.keys(), ...end.keys()])].sort()
      const some = ids.filter((id) => (start.get(id) ?? 0n) + (end.get(id) ?? 0n) > 0n)
      compared += some.length
      expect(flowCorrelation.items).toEqual(
        some.map((id) => {
          const wasThere = avss.get(id)! <= before.block
          return {
            member: { id },
            observations: wasThere ? 1 : 0,
            net: wasThere ? `${(end.get(id) ?? 0n) - (start.get(id) ?? 0n)}` : '0',
            stake: `${end.get(id) ?? 0n}`,
          }
        }),
      )
    }
    expect(compared).toBeGreaterThan(3)
  })

  test('of several pools need prices, and the prices of one block weigh the flows of all', async () => {
    const truth = chosen.at(-1)!
    const { block } = truth
    const every = Math.floor((block - 100) / 40)
    const args = `from: 100, every: ${every}, block: {number: ${block}}`
    const { native, pools } = await api.ask(
      `{ native: flowCorrelation(${args}) { pairCount compared items { member { id } net stake nullReason } pairs { pearson nullReason } meta { nullReason pricing { unpriced { id } } } }
         pools(limit: 100, block: {number: ${block}}) { address exchangeRate asset { address decimals } } }`,
    )
    // Who had stake is known without prices, and how it moved is not.
    expect(native).toMatchObject({ compared: null, meta: { nullReason: 'UNPRICED' } })
    expect(native.pairCount).toBeGreaterThan(0)
    const holders = new Set(
      Object.entries(truth.operators)
        .filter(([, { shares }]) => Object.values(shares).some((one) => one !== '0'))
        .map(([operator]) => operator.toLowerCase()),
    )
    for (const { member, ...item } of native.items) {
      const isHolder = holders.has(member.id)
      expect(item).toEqual({ net: null, stake: isHolder ? null : '0', nullReason: 'UNPRICED' })
    }
    for (const { pearson, nullReason } of native.pairs) {
      expect(pearson).toBeNull()
      expect(['UNPRICED', 'INSUFFICIENT_OBSERVATIONS']).toContain(nullReason)
    }
    expect(native.meta.pricing.unpriced.length).toBeGreaterThan(1)
    type Pool = {
      address: string
      exchangeRate: string | null
      asset: { address: string; decimals: number | null } | null
    }
    const { asset } = pools.find((one: Pool) => one.asset?.decimals && one.exchangeRate) as Pool
    const valued: Pool[] = pools.filter(
      (one: Pool) => one.asset?.address === asset!.address && one.exchangeRate,
    )
    const { flowCorrelation } = await api.ask(
      `{ flowCorrelation(${args}, largest: 10, pricing: {numeraire: ETH, sources: [ARGUMENTS], prices: [{asset: "${asset!.address}", value: "1.7"}]}) {
         items { member { id } stake } pairs { a { id } b { id } pearson kendall } meta { nullReason pricing { numeraire unpriced { id } } } } }`,
    )
    const ends: number[] = []
    for (let end = 100; end <= block; end += every) ends.push(end)
    const held = ends.map((end) => {
      const own = valued.map((one) => delegatedAt(chain, one.address, end))
      return (operator: string) =>
        own.reduce(
          (sum, level, at) => sum + (level.get(operator) ?? 0n) * BigInt(valued[at]!.exchangeRate!),
          0n,
        )
    })
    expect(flowCorrelation.meta).toMatchObject({ nullReason: null, pricing: { numeraire: 'ETH' } })
    expect(flowCorrelation.meta.pricing.unpriced.length).toBeGreaterThan(0)
    expect(flowCorrelation.items.length).toBeGreaterThan(2)
    for (const { member, stake } of flowCorrelation.items) {
      const worth = (Number(held.at(-1)!(member.id)) / 1e18 / 10 ** asset!.decimals!) * 1.7
      expect(Number(stake) / worth).toBeCloseTo(1, 11)
    }
    for (const { a, b, pearson, kendall } of flowCorrelation.pairs) {
      if (pearson === null) continue
      const [f, g] = [a.id, b.id].map((id: string) =>
        ends.slice(1).map((_, i) => held[i + 1]!(id) - held[i]!(id)),
      ) as [bigint[], bigint[]]
      const from = Math.max(...[a.id, b.id].map((id) => chain.seen.operators.get(id)!))
      const [x, y] = [f, g].map((flows) => flows.filter((_, i) => ends[i]! >= from)) as [
        bigint[],
        bigint[],
      ]
      expect(Number(pearson)).toBeCloseTo(slowPearson(x.map(Number), y.map(Number)), 11)
      expect(Number(kendall)).toBeCloseTo(slowKendall(x, y), 12)
    }
  })

  test('are refused for no period, too many periods, too many members, and blocks that are not indexed', async () => {
    const refused = async (args: string) =>
      (await api.refuse(`{ flowCorrelation(${args}) { compared } }`)).code
    expect(await refused('from: 1, every: 0')).toBe('BAD_USER_INPUT')
    expect(await refused('from: 1, every: 1')).toBe('LIMIT_EXCEEDED')
    expect(await refused('from: 1, every: 900, largest: 0')).toBe('BAD_USER_INPUT')
    expect(await refused('from: 1, every: 900, largest: 201')).toBe('LIMIT_EXCEEDED')
    expect(await refused('from: 0, every: 900')).toBe('BAD_USER_INPUT')
    expect(await refused('from: 9, to: 8, every: 900')).toBe('BAD_USER_INPUT')
  })

  test('have no value but a reason in an unknown scope, and for less than a day', async () => {
    const { unknown, day, empty } = await api.ask(
      `{ unknown: flowCorrelation(from: 1, scope: {pool: "0x${'1'.repeat(40)}"}) { pairCount pairs { pearson } meta { nullReason } }
         day: flowCorrelation(from: 1, to: 2) { compared warning periods meta { nullReason } }
         empty: flowCorrelation(from: 1, to: 2, every: 1) { compared items { net } periods meta { nullReason } } }`,
    )
    expect(unknown).toEqual({ pairCount: 0, pairs: [], meta: { nullReason: 'UNKNOWN_SCOPE' } })
    expect(day.meta.nullReason).toBe('INSUFFICIENT_OBSERVATIONS')
    expect(empty).toEqual({ compared: 0, items: [], periods: 1, meta: { nullReason: 'EMPTY' } })
  })
})

import { describe, expect, test } from 'vitest'
import { ratio } from '../../../src/risk/math/ratio'
import { useRecordedApi } from '../../support/api/recorded-api'
import {
  near,
  networkOf,
  slowGini,
  slowHhi,
  slowNakamoto,
  slowOverlap,
  stakes,
  sum,
} from '../../support/risk/dense-network'
import { busiestPool, CHECKED } from '../../support/risk/pool-network'
import { expectQueued, slowAtRisk } from '../../support/risk/slow-at-risk'

interface Value {
  name: string
  value: string | null
  nullReason: string | null
  coverage: object
}
interface Point {
  block: number
  values: Value[]
}

const COVERAGE = '{ pools pricedPools holders pricedHolders isComplete unpriced { id } }'
const seriesOf = (figures: string, range: string, more = '') =>
  `seriesOf(figures: [${figures}], ${range} ${more}) { points { block timestamp timestampAtLeast timestampAtMost values { name value nullReason coverage ${COVERAGE} } } }`

describe.each(CHECKED)('figures of $name over time', ({ dir, chosen }) => {
  const api = useRecordedApi('seriesof', dir)

  test.each(chosen)(
    'equal plain loops over what the contracts answered, at block $block',
    async (truth) => {
      const pool = busiestPool(truth)
      const network = networkOf(truth, pool)
      const [avs, other] = [...network.registered]
        .sort(([, a], [, b]) => b.size - a.size)
        .map(([one]) => one) as [string, string]
      const scope = `scope: {pool: "${pool}"}`
      const ofAvs = `scope: {pool: "${pool}", avs: "${avs}"}`
      const { seriesOf: answer } = await api.ask(
        `{ ${seriesOf(
          `{figure: HHI, ${scope}} {figure: GINI, ${scope}} {figure: NAKAMOTO, ${scope}} {figure: TOTAL, ${scope}} {figure: MEMBERS, ${scope}}
         {figure: TOTAL, name: "registered of the AVS", basis: REGISTERED, ${ofAvs}} {figure: HHI, name: "slashable HHI", basis: SLASHABLE, ${ofAvs}}
         {figure: REGISTERED, ${scope}} {figure: SLASHABLE, ${scope}} {figure: SLASHABLE_LEVERAGE, ${scope}} {figure: CAPITAL_AT_RISK, ${scope}}
         {figure: CAPITAL_AT_RISK, name: "without the queue", includeQueued: false, ${scope}}
         {figure: DIRECTED_EXPOSURE, other: "${other}", ${ofAvs}} {figure: OVERLAP, measure: RUZICKA, other: "${other}", ${ofAvs}} {figure: EXCLUSIVE_SHARE, ${ofAvs}}`,
          `from: ${Math.max(1, truth.block - 60)}, to: ${truth.block}, every: ${Math.min(20, truth.block - 1)}`,
        )} }`,
      )
      const last = (answer.points as Point[]).at(-1)!
      expect(last.block).toBe(truth.block)
      const found = new Map(last.values.map(({ name, value }) => [name, value!]))
      const amounts = stakes(network.cap)
      near(found.get('HHI')!, slowHhi(amounts))
      near(found.get('GINI')!, slowGini(amounts))
      expect(found.get('NAKAMOTO')).toBe(`${slowNakamoto(amounts)}`)
      expect(found.get('TOTAL')).toBe(`${sum(amounts)}`)
      expect(found.get('MEMBERS')).toBe(`${amounts.length}`)
      const [registered, slashable] = [network.registered.get(avs)!, network.slashable.get(avs)]
      expect(found.get('registered of the AVS')).toBe(`${sum(registered.values())}`)
      if (stakes(slashable).length > 0)
        near(found.get('slashable HHI')!, slowHhi(stakes(slashable)))
      const all = (matrix: typeof network.registered) =>
        sum([...matrix.values()].flatMap((column) => [...column.values()]))
      expect(found.get('REGISTERED')).toBe(`${all(network.registered)}`)
      expect(found.get('SLASHABLE')).toBe(`${all(network.slashable)}`)
      near(found.get('SLASHABLE_LEVERAGE')!, ratio(all(network.slashable), sum(amounts)))
      const atRisk = [...slowAtRisk(truth, network).values()]
      expect(found.get('without the queue')).toBe(`${sum(atRisk.map((one) => one.alone))}`)
      expectQueued(found.get('CAPITAL_AT_RISK')!, atRisk)
      const to = network.registered.get(other)!
      const common = [...to].flatMap(([operator, amount]) =>
        registered.has(operator) ? [amount] : [],
      )
      near(found.get('DIRECTED_EXPOSURE')!, ratio(sum(common), sum(to.values())))
      near(found.get('OVERLAP')!, slowOverlap(registered, to).ruzicka!)
      const own = [...registered].flatMap(([operator, amount]) => {
        const serves = [...network.registered.values()].filter((column) => column.has(operator))
        return serves.length === 1 ? [amount] : []
      })
      near(found.get('EXCLUSIVE_SHARE')!, ratio(sum(own), sum(registered.values())))
    },
  )

  test.each([
    ['all prices', 0],
    ['two prices less', 2],
  ])('equal the single answers at each block, with %s', async (_, missing) => {
    const { assets } = await api.ask('{ assets { id } }')
    const prices = (assets as { id: string }[])
      .slice(missing)
      .map(({ id }, i) => `{asset: "${id}", value: "${i + 1}"}`)
    const pricing = `pricing: {numeraire: ETH, prices: [${prices}]}`
    const truth = chosen.at(-1)!
    const sets = Object.keys(truth.operatorSets).map((set) => set.toLowerCase())
    const avs = sets[0]!.split('/')[0]!
    const every = Math.floor(truth.block / 6)
    const { seriesOf: answer } = await api.ask(
      `{ ${seriesOf(
        `{figure: HHI} {figure: THEIL} {figure: TOP, k: 3} {figure: TOTAL} {figure: HHI, name: "pools", of: POOLS} {figure: HHI, name: "assets", of: ASSETS}
         {figure: HHI, name: "AVSs", of: AVSS, basis: MIN_SLASHABLE} {figure: GINI, basis: REGISTERED, scope: {avs: "${avs}"}}
         {figure: HHI, name: "set", basis: DELEGATED, scope: {operatorSet: "${sets[0]}"}}
         {figure: STAKE} {figure: REGISTERED} {figure: REGISTERED_MULTIPLIER} {figure: SLASHABLE} {figure: SLASHABLE_LEVERAGE}
         {figure: CAPITAL_AT_RISK} {figure: NOMINAL_TO_SLASHABLE} {figure: PHANTOM_SHARE, scope: {avs: "${avs}"}} {figure: EXCLUSIVE_SHARE, scope: {avs: "${avs}"}}
         {figure: COST_OF_CORRUPTION, scope: {avs: "${avs}"}, basis: SLASHABLE}
         {figure: PHANTOM_SHARE, name: "phantom share of all"}`,
        `from: ${truth.block - 5 * every}, to: ${truth.block}, every: ${every}`,
        `, ${pricing}`,
      )} }`,
    )
    expect(answer.points).toHaveLength(6)
    for (const { block, values } of answer.points as Point[]) {
      const at = `${pricing}, block: {number: ${block}}`
      const of = (args: string) => `concentration(${args}, ${at})`
      const single = await api.ask(
        `{ operators: ${of('of: OPERATORS')} { hhi theil top(k: 3) universe { value } meta { nullReason } }
           pools: ${of('of: POOLS')} { hhi } assets: ${of('of: ASSETS')} { hhi } avss: ${of('of: AVSS, basis: MIN_SLASHABLE')} { hhi }
           leverage(${at}) { stake registered registeredMultiplier slashable slashableLeverage capitalAtRisk nominalToSlashable meta { coverage ${COVERAGE} }
             avss { avs { id } registered slashable phantomShare exclusiveShare coverage ${COVERAGE} } } }`,
      )
      const ofScope = async (args: string, pick: string) => {
        const { errors, data } = await api.send(
          `{ concentration(of: OPERATORS, ${args}, ${at}) { ${pick} meta { nullReason } } }`,
        )
        expect(errors).toBeUndefined()
        return data.concentration
      }
      const inAvs = await ofScope(`basis: REGISTERED, scope: {avs: "${avs}"}`, 'gini')
      const inSet = await ofScope(`scope: {operatorSet: "${sets[0]}"}`, 'hhi')
      const { robustness } = await api.ask(
        `{ robustness(basis: SLASHABLE, assumptions: {threshold: "1/3"}, ${at}) { perAvs { avs { id } costOfCorruption { lower } } } }`,
      )
      const lev = single.leverage
      const own = lev.avss.find((one: { avs: { id: string } }) => one.avs.id === avs)
      const cost = robustness.perAvs.find((one: { avs: { id: string } }) => one.avs.id === avs)
      const { operators } = single
      expect(values.map(({ name, value }) => [name, value])).toEqual([
        ['HHI', operators.hhi],
        ['THEIL', expect.anything()],
        ['TOP', operators.top],
        ['TOTAL', expect.anything()],
        ['pools', single.pools.hhi],
        ['assets', single.assets.hhi],
        ['AVSs', single.avss.hhi],
        ['GINI', inAvs.gini],
        ['set', inSet.hhi],
        ['STAKE', lev.stake],
        ['REGISTERED', lev.registered],
        ['REGISTERED_MULTIPLIER', lev.registeredMultiplier],
        ['SLASHABLE', lev.slashable],
        ['SLASHABLE_LEVERAGE', lev.slashableLeverage],
        ['CAPITAL_AT_RISK', lev.capitalAtRisk],
        ['NOMINAL_TO_SLASHABLE', lev.nominalToSlashable],
        ['PHANTOM_SHARE', own?.phantomShare ?? null],
        ['EXCLUSIVE_SHARE', own?.exclusiveShare ?? null],
        ['COST_OF_CORRUPTION', cost?.costOfCorruption?.lower ?? null],
        ['phantom share of all', expect.anything()],
      ])
      // A double, and a lower bound that is rounded down.
      expect(Number(values[1]!.value)).toBeCloseTo(Number(operators.theil), 13)
      const total = Number(values[3]!.value) / Number(operators.universe.value)
      expect(Math.abs(total - 1)).toBeLessThan(1e-15)
      const atRisk = values.find(({ name }) => name === 'CAPITAL_AT_RISK')!
      expect(atRisk.coverage).toEqual(lev.meta.coverage)
      const exclusive = values.find(({ name }) => name === 'EXCLUSIVE_SHARE')!
      if (own) expect(exclusive.coverage).toEqual(own.coverage)
      const phantom = values.at(-1)!
      const allOf = (key: 'registered' | 'slashable') =>
        lev.avss.reduce(
          (all: number, one: Record<string, string>) => all + Number(one[key] ?? 0),
          0,
        )
      expect(Number(phantom.value)).toBeCloseTo(1 - allOf('slashable') / allOf('registered'), 9)
    }
  })

  test('is answered beside fields that read another block', async () => {
    const [block] = chosen.map((truth) => truth.block)
    const { _meta, seriesOf: answer } = await api.ask(
      `{ _meta(block: { number: ${block! - 1} }) { block { number } } ${seriesOf('{ figure: MEMBERS }', `from: ${block! - 2}, to: ${block}, every: 1`)} }`,
    )
    expect(_meta.block.number).toBe(block! - 1)
    expect(answer.points.map((point: Point) => point.block)).toEqual([
      block! - 2,
      block! - 1,
      block,
    ])
  })

  test('has the time of each block or its bounds, and only what is known there', async () => {
    const operator = Object.keys(chosen.at(-1)!.operators)[0]!.toLowerCase()
    const { seriesOf: answer } = await api.ask(
      `{ ${seriesOf(`{figure: TOTAL, scope: {operator: "${operator}"}}`, 'from: 1, to: 101, every: 50')} }`,
    )
    const [first] = answer.points as (Point & Record<string, number>)[]
    expect(first!.values[0]).toMatchObject({ value: null, nullReason: 'UNKNOWN_SCOPE' })
    for (const { timestamp, timestampAtLeast, timestampAtMost } of answer.points) {
      expect(timestampAtMost).toBeGreaterThanOrEqual(timestampAtLeast)
      if (timestamp !== null)
        expect([timestampAtLeast, timestampAtMost]).toEqual([timestamp, timestamp])
    }
  })

  test('without prices, members are counted and sums of several pools have a reason', async () => {
    const { block } = chosen.at(-1)!
    const { seriesOf: answer } = await api.ask(
      `{ ${seriesOf('{figure: MEMBERS} {figure: TOTAL} {figure: CAPITAL_AT_RISK} {figure: HHI}', `from: ${block}, to: ${block}, every: 1`)} }`,
    )
    const [members, ...others] = answer.points[0].values as Value[]
    const holding = Object.values(chosen.at(-1)!.operators).filter(({ shares }) =>
      Object.values(shares).some((amount) => amount !== '0'),
    )
    expect(members).toMatchObject({ value: `${holding.length}`, nullReason: null })
    for (const one of others) expect(one).toMatchObject({ value: null, nullReason: 'UNPRICED' })
  })

  test.each([
    ['{figure: HHI, k: 3}', 'k'],
    ['{figure: SLASHABLE, basis: SLASHABLE}', 'basis'],
    [
      '{figure: CAPITAL_AT_RISK, scope: {avs: "0x00000000000000000000000000000000000000aa"}}',
      'scope.avs',
    ],
    ['{figure: SLASHABLE, includeQueued: false}', 'includeQueued'],
    ['{figure: EXCLUSIVE_SHARE}', 'scope.avs'],
    ['{figure: OVERLAP, scope: {avs: "0x00000000000000000000000000000000000000aa"}}', 'other'],
    ['{figure: HHI} {figure: HHI}', 'name'],
    ['', 'figures'],
  ])('%s is refused', async (figures, part) => {
    const refused = await api.send(`{ ${seriesOf(figures, 'from: 1, to: 2, every: 1')} }`)
    expect(refused.errors![0]).toMatchObject({
      message: expect.stringContaining(part),
      extensions: { code: 'BAD_USER_INPUT' },
    })
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { events as am } from '../../src/abi/AllocationManager'
import { events as sm } from '../../src/abi/StrategyManager'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { type Checkpoint, FIXTURE, groundTruth, logsOf } from '../support/recordings'

/*
 * Errors that tools of this kind make, one test each, asked of the API over a recorded chain. Traps of one formula are
 * beside it, among the tests of src/risk; topics of events are in abi-topics, logs that come twice in chain-history, and
 * batches that come again in store.
 */

const BLOCK = 2388
let database: TestDatabase
let api: TestApi
let truth: Checkpoint
/** Pools in which operators have stake, the most operators first. */
let pools: string[]

beforeAll(async () => {
  database = await createIndexedDatabase('traps', FIXTURE)
  api = await startTestApi(database.url)
  truth = groundTruth(FIXTURE).find(({ block }) => block === BLOCK)!
  const holders = new Map<string, number>()
  for (const { shares } of Object.values(truth.operators)) {
    for (const [pool, amount] of Object.entries(shares)) {
      if (amount !== '0')
        holders.set(pool.toLowerCase(), (holders.get(pool.toLowerCase()) ?? 0) + 1)
    }
  }
  pools = [...holders].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([pool]) => pool)
}, 300_000)

afterAll(async () => {
  await api?.close()
  await database?.drop()
})

const at = `block: {number: ${BLOCK}}`
const META = 'meta { nullReason pricing { unpriced { id } } }'
const FAULTS = 'faults: {probability: "0.1"}'
const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((all, one) => all + one, 0n)

/** Every field that adds stake up, without arguments of its own that do not matter here, and its amounts. */
const FIELDS: [string, string, string][] = [
  ['concentration', 'of: OPERATORS', 'hhi gini theil effectiveNumber universe { total value }'],
  [
    'leverage',
    '',
    'stake registered registeredMultiplier slashable slashableLeverage capitalAtRisk nominalToSlashable avss { registered coverage { holders } }',
  ],
  ['exposure', '', 'columns { total coverage { holders } } directed { share }'],
  ['criticality', '', 'operators { affected coverage { holders } avss { share } }'],
  ['robustness', '', 'verdict gamma gammaRounded perAvs { stake }'],
  ['worstOperators', 'k: 2', 'operators { id } value share atMost loss { value atMost }'],
  ['correlation', FAULTS, 'items { expectedLoss coverage { holders } } pairs { value }'],
  ['lossDistribution', FAULTS, 'expectedLoss maximalLoss tails { valueAtRisk expectedShortfall }'],
  ['controllers', '', 'hhi slashable controllers { stake }'],
  ['overlap', 'among: AVSS, measure: RUZICKA', 'pairs { value }'],
]

/** Whether no value is told anywhere: null, lists of nothing, and rows of 0 in which nobody holds anything. */
function saysNothing(value: unknown): boolean {
  if (value === null) return true
  if (Array.isArray(value)) return value.every(saysNothing)
  if (typeof value !== 'object') return false
  const { coverage, ...figures } = value as { coverage?: { holders: number } }
  const isEmpty = coverage?.holders === 0
  return Object.values(figures).every((one) => (isEmpty && one === '0') || saysNothing(one))
}

async function ask(field: string, given: string, selection: string) {
  const data = await api.ask(`{ ${field}(${given}) { ${selection} ${META} } }`)
  const { meta, ...values } = data[field]
  const unpriced: string[] = meta.pricing.unpriced.map(({ id }: { id: string }) => id)
  return { values, nullReason: meta.nullReason, unpriced }
}

describe('shares of different pools', () => {
  test.each(FIELDS)('%s does not add them up without prices', async (field, own, selection) => {
    const answer = await ask(field, `${own} ${at}`, selection)
    expect(answer.values).toSatisfy(saysNothing)
    expect(answer.nullReason).toBe('UNPRICED')
    expect([...answer.unpriced].sort()).toEqual([...pools].sort())
  })
})

describe('a price that is missing', () => {
  const NONE = 'pricing: {numeraire: USD, prices: [], sources: [ARGUMENTS]}'

  test.each(FIELDS)('%s is unknown, not 0, and names the pools', async (field, own, selection) => {
    const answer = await ask(field, `${own} ${NONE} ${at}`, selection)
    expect(answer.values).toSatisfy(saysNothing)
    expect(answer.nullReason).toBe('UNPRICED')
    expect([...answer.unpriced].sort()).toEqual([...pools].sort())
  })

  test.each(FIELDS)('%s in one pool names that pool alone', async (field, own, selection) => {
    const scope = `scope: {pool: "${pools[0]}"}`
    const answer = await ask(field, `${own} ${NONE} ${scope} ${at}`, selection)
    expect(answer.values).toSatisfy(saysNothing)
    expect(answer).toMatchObject({ nullReason: 'UNPRICED', unpriced: [pools[0]] })
  })

  test('of some pools leaves them out of every sum, and names them', async () => {
    const { pools: rows } = await api.ask(
      `{ pools(${at}, limit: 50) { address asset { address } } }`,
    )
    const assetOf = (pool: string) =>
      rows.find(({ address }: { address: string }) => address === pool).asset.address
    const asset = assetOf(pools[0]!)
    const priced = pools.filter((pool) => assetOf(pool) === asset)
    const pricing = `pricing: {numeraire: USD, prices: [{asset: "${asset}", value: "2"}], sources: [ARGUMENTS]}`
    const { values, nullReason, unpriced } = await ask(
      'concentration',
      `of: POOLS ${pricing} ${at}`,
      'universe { n nZero value } shares { member { id } share }',
    )
    expect(nullReason).toBeNull()
    expect([...unpriced].sort()).toEqual(pools.filter((pool) => !priced.includes(pool)).sort())
    const shown = values.shares.map(({ member }: { member: { id: string } }) => member.id)
    expect(shown.sort()).toEqual([...priced].sort())
    expect(values.universe).toMatchObject({ n: priced.length, nZero: 0 })
  })
})

test('decimals are those of each asset, never 18 for all', async () => {
  type Row = {
    address: string
    exchangeRate: string | null
    asset: { address: string; decimals: number | null } | null
  }
  const data = await api.ask(
    `{ pools(${at}, limit: 50) { address exchangeRate asset { address decimals } } }`,
  )
  const rows = new Map(data.pools.map((row: Row) => [row.address, row])) as Map<string, Row>
  const assets = new Set([...rows.values()].flatMap(({ asset }) => asset?.address ?? []))
  const given = [...assets].map((asset) => `{asset: "${asset}", value: "1"}`)
  const { prices } = await api.ask(
    `{ prices(pricing: {numeraire: USD, prices: [${given}], sources: [ARGUMENTS]}, ${at}) { pools { pool { id } shareValue missing } } }`,
  )
  const seen = new Set<number>()
  for (const { pool, shareValue, missing } of prices.pools) {
    const { exchangeRate, asset } = rows.get(pool.id)!
    // Native ETH has no contract to ask: a share is a wei by the protocol.
    if (asset?.address === `0x${'0'.repeat(40)}`) {
      expect(shareValue).toBe('1')
      continue
    }
    if (exchangeRate === null || asset === null || asset.decimals === null) {
      expect([pool.id, shareValue, typeof missing]).toEqual([pool.id, null, 'string'])
      continue
    }
    seen.add(asset.decimals)
    // 1e18 shares are rate base units of the token, 10^decimals of which are worth 1.
    const expected = Number(exchangeRate) / 10 ** asset.decimals
    expect(Number(shareValue) / expected, pool.id).toBeCloseTo(1, 12)
  }
  expect([...seen].sort((x, y) => x - y)).toEqual([6, 8, 18])
})

test('two deposits of one address are one staker', async () => {
  const DEPOSIT = sm['Deposit(address,address,uint256)']
  const deposits = logsOf(FIXTURE, DEPOSIT.topic)
    .filter(({ blockNumber }) => Number(blockNumber) <= BLOCK)
    .map((log) => DEPOSIT.decode(log))
  const holders = (pool: string) =>
    Object.values(truth.stakers).filter(({ delegatedTo, withdrawable }) => {
      const own = Object.entries(withdrawable).find(([one]) => one.toLowerCase() === pool)
      return own && own[1] !== '0' && delegatedTo && !/^0x0+$/.test(delegatedTo)
    }).length
  let repeated = 0
  for (const pool of pools) {
    const given = `of: STAKERS, scope: {pool: "${pool}"}, basis: DELEGATED`
    const { values } = await ask('concentration', `${given} ${at}`, 'universe { n }')
    const made = deposits.filter(({ strategy }) => strategy.toLowerCase() === pool)
    const stakers = new Set(made.map(({ staker }) => staker.toLowerCase()))
    if (made.length > stakers.size) repeated++
    expect([pool, values.universe.n]).toEqual([pool, holders(pool)])
  }
  expect(repeated).toBeGreaterThan(0)
})

test('stake counts once for an AVS, however many of its sets accept it; the sum over AVSs is reported as claims', async () => {
  let [shared, together] = [0, 0]
  for (const pool of pools) {
    const { leverage } = await api.ask(
      `{ leverage(includeQueued: false, scope: {pool: "${pool}"}, ${at}) { stake registered slashable capitalAtRisk avss { avs { id } registered } } }`,
    )
    const members = new Map<string, Set<string>>()
    const join = (avs: string, operator: string) => {
      const own = members.get(avs) ?? new Set<string>()
      members.set(avs, own)
      if (own.has(operator)) shared++
      own.add(operator)
    }
    for (const [set, { strategies, members: operators }] of Object.entries(truth.operatorSets)) {
      if (!strategies.some((one) => one.toLowerCase() === pool)) continue
      for (const one of operators) join(set.split('/')[0]!.toLowerCase(), one.toLowerCase())
    }
    for (const [pair, status] of Object.entries(truth.avsDirectory)) {
      if (status === 1) join(...(pair.toLowerCase().split('|') as [string, string]))
    }
    const stakeOf = (operator: string) => {
      const own = Object.entries(truth.operators).find(([one]) => one.toLowerCase() === operator)
      const shares = Object.entries(own?.[1].shares ?? {})
      return BigInt(shares.find(([one]) => one.toLowerCase() === pool)?.[1] ?? '0')
    }
    let claims = 0n
    for (const { avs, registered } of leverage.avss) {
      const expected = sum([...(members.get(avs.id) ?? [])].map(stakeOf))
      expect([pool, avs.id, registered]).toEqual([pool, avs.id, `${expected}`])
      claims += expected
    }
    const [stake, slashable] = [leverage.stake, leverage.slashable].map(BigInt) as [bigint, bigint]
    expect(leverage.registered).toBe(`${claims}`)
    // What can be lost is never more than there is, however often it is claimed.
    expect(slashable <= stake && leverage.capitalAtRisk === `${slashable}`).toBe(true)
    if (claims > stake) together++
  }
  expect([shared, together].every((count) => count > 0)).toBe(true)
  const { __type } = await api.ask('{ __type(name: "Query") { fields { name description } } }')
  const { description } = __type.fields.find(({ name }: { name: string }) => name === 'leverage')
  expect(description).toContain('Registered stake counts claims')
})

test('fields that report the same stake agree', async () => {
  let compared = 0
  for (const pool of pools.slice(0, 3)) {
    const scope = `scope: {pool: "${pool}"}, ${at}`
    const data = await api.ask(`{
      leverage(${scope}) { avss { avs { id } registered } }
      exposure(${scope}) { columns { member { id } total } }
      robustness(assumptions: {threshold: "1/3"}, ${scope}) { perAvs { avs { id } stake } } }`)
    const read = (list: Record<string, string & { id: string }>[], id: string, value: string) =>
      new Map(list.map((one) => [one[id]!.id, one[value] as string]))
    const registered = read(data.leverage.avss, 'avs', 'registered')
    const totals = read(data.exposure.columns, 'member', 'total')
    const stakes = read(data.robustness.perAvs, 'avs', 'stake')
    for (const [avs, amount] of registered) {
      if (amount === '0') continue
      const { concentration } = await api.ask(
        `{ concentration(of: OPERATORS, basis: REGISTERED, scope: {pool: "${pool}", avs: "${avs}"}, ${at}) { universe { total } } }`,
      )
      const others = [totals.get(avs), stakes.get(avs), concentration.universe.total]
      expect([avs, ...others]).toEqual([avs, amount, amount, amount])
      compared++
    }
  }
  expect(compared).toBeGreaterThan(5)
})

test('an amount beyond 2^53 has every digit that the contract returned', async () => {
  const { operatorStakes } = await api.ask(
    `{ operatorStakes(${at}, limit: 1000) { operator { address } pool { address } shares } }`,
  )
  const told = new Map<string, string>(
    operatorStakes.map(
      (one: { operator: { address: string }; pool: { address: string }; shares: string }) => [
        `${one.operator.address} ${one.pool.address}`,
        one.shares,
      ],
    ),
  )
  let inexact = 0
  for (const [operator, { shares }] of Object.entries(truth.operators)) {
    for (const [pool, amount] of Object.entries(shares)) {
      if (amount === '0') continue
      expect(told.get(`${operator} ${pool}`.toLowerCase())).toBe(amount)
      // A double would have lost digits of it.
      if (BigInt(Number(amount)) !== BigInt(amount)) inexact++
    }
  }
  expect(inexact).toBeGreaterThan(5)
})

describe('history is asked at its block', () => {
  test('slashings, their pools and their number at a past block, not at the head', async () => {
    const logs = logsOf(FIXTURE, am.OperatorSlashed.topic)
    const blocks = [...new Set(logs.map(({ blockNumber }) => Number(blockNumber)))]
    expect(blocks.length).toBeGreaterThan(5)
    const some = blocks.filter((_, index) => index % 4 === 0)
    for (const block of some.flatMap((one) => [one - 1, one])) {
      const past = logs
        .filter(({ blockNumber }) => Number(blockNumber) <= block)
        .map((log) => am.OperatorSlashed.decode(log))
      const here = `block: {number: ${block}}, limit: 1000`
      const data = await api.ask(
        `{ slashings(${here}) { id } slashedPools(${here}) { id } operators(${here}) { address slashings { id } } }`,
      )
      expect([block, data.slashings.length]).toEqual([block, past.length])
      expect(data.slashedPools).toHaveLength(past.flatMap(({ strategies }) => strategies).length)
      for (const { address, slashings } of data.operators) {
        const own = past.filter(({ operator }) => operator.toLowerCase() === address)
        expect([block, address, slashings.length]).toEqual([block, address, own.length])
      }
    }
  })

  test('a slashing of several pools counts once, not once for each pool', async () => {
    const logs = logsOf(FIXTURE, am.OperatorSlashed.topic).map((log) =>
      am.OperatorSlashed.decode(log),
    )
    const { slashings } = await api.ask('{ slashings(limit: 1000) { id pools { id } } }')
    const sizes = (list: { length: number }[]) => list.map(({ length }) => length).sort()
    expect(sizes(slashings.map((one: { pools: unknown[] }) => one.pools))).toEqual(
      sizes(logs.map(({ strategies }) => strategies)),
    )
    expect(logs.some(({ strategies }) => strategies.length > 1)).toBe(true)
  })
})

test('every log is stored once, with its own log index, not the index of its transaction', async () => {
  const logs = logsOf(FIXTURE, am.AllocationUpdated.topic) as unknown as Record<string, string>[]
  const places = logs.map(({ blockNumber, transactionIndex, logIndex }) =>
    [blockNumber, transactionIndex, logIndex].map(Number).join('/'),
  )
  const found: string[] = []
  for (let offset = 0; ; offset += 1000) {
    const { contractEvents } = await api.ask(
      `{ contractEvents(where: {name_eq: "AllocationUpdated"}, orderBy: [block_ASC, logIndex_ASC], limit: 1000, offset: ${offset}) { block transactionIndex logIndex } }`,
    )
    for (const { block, transactionIndex, logIndex } of contractEvents) {
      found.push(`${block}/${transactionIndex}/${logIndex}`)
    }
    if (contractEvents.length < 1000) break
  }
  expect(found).toEqual(places)
  expect(new Set(found).size).toBe(found.length)
  expect(logs.some(({ transactionIndex, logIndex }) => transactionIndex !== logIndex)).toBe(true)
})

describe('a value that the chain does not have is null', () => {
  test.each([
    ['correlation', 'pairCount', ''],
    ['correlation', 'pairCount', 'faults: {}'],
    ['lossDistribution', 'anyLoss', ''],
    ['lossDistribution', 'anyLoss', 'faults: {horizon: "a year"}'],
  ])('%s is refused without a probability of faults (%s, %s)', async (field, value, given) => {
    const { code } = await api.refuse(
      `{ ${field}(scope: {pool: "${pools[0]}"} ${given}) { ${value} } }`,
    )
    expect(code).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  test('robustness has no verdict and no gamma without profits and a threshold', async () => {
    const scope = `scope: {pool: "${pools[0]}"} ${at}`
    for (const given of ['', 'assumptions: {}', 'assumptions: {threshold: "1/3"}']) {
      const { values, nullReason } = await ask(
        'robustness',
        `${given} ${scope}`,
        'verdict gamma gammaRounded gammaExact lossBound',
      )
      expect([nullReason, ...Object.values(values)]).toEqual([
        'ASSUMPTION_MISSING',
        ...Array(5).fill(null),
      ])
    }
  })

  test('an operator without a label is in no group, whatever its address looks like', async () => {
    const { code } = await api.refuse(
      `{ concentration(of: ENTITIES, scope: {pool: "${pools[0]}"} ${at}) { hhi } }`,
    )
    expect(code).toBe('BAD_USER_INPUT')
  })
})

test('an attack that pays is an ATTACK and what cannot pay is CERTIFIED, not the other way round', async () => {
  const scope = `scope: {pool: "${pools[0]}"}, ${at}`
  const { leverage } = await api.ask(`{ leverage(${scope}) { avss { avs { id } registered } } }`)
  const { avs, registered } = leverage.avss.find(
    (one: { registered: string }) => one.registered !== '0',
  )
  const known = async (value: bigint) => {
    const assumptions = `assumptions: {threshold: "1", profit: [{avs: "${avs.id}", value: "${value}"}]}`
    const { robustness } = await api.ask(
      `{ robustness(${assumptions}, ${scope}) { verdict attack { profit gain cost } } }`,
    )
    return robustness
  }
  // With a threshold of 1 all stake behind the AVS is lost.
  expect(await known(BigInt(registered))).toEqual({ verdict: 'CERTIFIED', attack: null })
  const more = BigInt(registered) + 1n
  expect(await known(more)).toEqual({
    verdict: 'ATTACK',
    attack: { profit: '1', gain: `${more}`, cost: registered },
  })
})

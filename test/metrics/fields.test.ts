import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { type Checkpoint, FIXTURE, groundTruth } from '../support/recordings'

const BLOCK = 2388
let database: TestDatabase
let api: TestApi
let truth: Checkpoint

beforeAll(async () => {
  database = await createIndexedDatabase('riskfields', FIXTURE)
  api = await startTestApi(database.url)
  truth = groundTruth(FIXTURE).find(({ block }) => block === BLOCK)!
}, 300_000)

afterAll(async () => {
  await api?.close()
  await database?.drop()
})

/** An operator set with several members that can be slashed in one pool. */
function someSet() {
  const found = Object.entries(truth.operatorSets).flatMap(
    ([set, { strategies, minSlashableNow }]) =>
      strategies.map((pool) => {
        const stakes = Object.entries(minSlashableNow).flatMap(([operator, pools]) =>
          pools[pool] && pools[pool] !== '0'
            ? [{ operator: operator.toLowerCase(), stake: BigInt(pools[pool]) }]
            : [],
        )
        return { set: set.toLowerCase(), pool: pool.toLowerCase(), stakes }
      }),
  )
  return found.sort((a, b) => b.stakes.length - a.stakes.length)[0]!
}

describe('the loss of the stakers by every slashing', () => {
  test('adds up to what the operator lost, whatever else happened in the block before it, but for rounding', async () => {
    const { slashings } = await api.ask(
      '{ slashings(limit: 1000) { id operator { address } pools { pool { address } sharesBefore sharesAfter queuedSharesSlashed } } }',
    )
    let compared = 0
    for (const { id, operator, pools } of slashings) {
      const { slashingLosses } = await api.ask(
        `{ slashingLosses(slashing: "${id}", limit: 1000) { staker pool before after queuedLoss loss } }`,
      )
      for (const { pool, sharesBefore, sharesAfter, queuedSharesSlashed } of pools) {
        const own = slashingLosses.filter((one: { pool: string }) => one.pool === pool.address)
        const sum = own.reduce((all: bigint, one: { loss: string }) => all + BigInt(one.loss), 0n)
        const taken = BigInt(sharesBefore) - BigInt(sharesAfter) + BigInt(queuedSharesSlashed)
        const off = sum > taken ? sum - taken : taken - sum
        // Shares of an operator drift from those of its stakers by the rounding of every earlier event.
        expect(off, `${id} ${operator.address} ${pool.address}`).toBeLessThanOrEqual(1_000n)
        compared++
      }
    }
    expect(compared).toBe(275)
  })

  test('an unknown slashing is refused', async () => {
    expect(await api.refuse('{ slashingLosses(slashing: "x") { loss } }')).toMatchObject({
      code: 'BAD_USER_INPUT',
    })
  })
})

/** That a decimal is num / den, or beside it on this side by less than a unit of its 18th digit; a value of at least .0001. */
function expectJust(side: 'below' | 'above', text: string, num: bigint, den: bigint) {
  const [whole, decimals = ''] = text.split('.') as [string, string?]
  const unit = 10n ** BigInt(decimals.length)
  const off = BigInt(whole + decimals) * den - num * unit
  const away = side === 'below' ? -off : off
  expect(away >= 0n, `${text} for ${num}/${den}`).toBe(true)
  expect(away * 10n ** 13n < den * unit, `${text} for ${num}/${den}`).toBe(true)
}

describe('the documented queries on a recorded chain', () => {
  test('concentration of the slashable stake of an operator set', async () => {
    const { set, pool, stakes } = someSet()
    const { concentration } = await api.ask(
      `{ concentration(of: OPERATORS, scope: {operatorSet: "${set}", pool: "${pool}"}, basis: SLASHABLE, block: {number: ${BLOCK}}) { hhi effectiveNumber gini nakamoto(threshold: TWO_THIRDS, rule: GTE) { count members { address } } top(k: 3) universe { n total } meta { block { number } nullReason } } }`,
    )
    const total = stakes.reduce((sum, { stake }) => sum + stake, 0n)
    const squares = stakes.reduce((sum, { stake }) => sum + stake * stake, 0n)
    expect(stakes.length).toBeGreaterThan(1)
    expect(concentration.universe).toEqual({ n: stakes.length, total: `${total}` })
    expect(Number(concentration.hhi)).toBeCloseTo(Number(squares) / Number(total * total), 12)
    const sorted = [...stakes].sort((a, b) => (a.stake > b.stake ? -1 : 1))
    let sum = 0n
    const members = sorted.filter(({ stake }) => {
      const isNeeded = sum * 3n < total * 2n
      sum += stake
      return isNeeded
    })
    expect(concentration.nakamoto).toEqual({
      count: members.length,
      members: members.map(({ operator }) => ({ address: operator })),
    })
    expect(concentration.meta).toEqual({ block: { number: BLOCK }, nullReason: null })
  })

  test('concentration of the stakers of an operator', async () => {
    const byPair = new Map<string, bigint[]>()
    for (const { delegatedTo, withdrawable } of Object.values(truth.stakers)) {
      for (const [pool, amount] of Object.entries(withdrawable)) {
        if (!delegatedTo || /^0x0+$/.test(delegatedTo) || amount === '0') continue
        const key = `${delegatedTo} ${pool}`.toLowerCase()
        byPair.set(key, [...(byPair.get(key) ?? []), BigInt(amount)])
      }
    }
    const [key, amounts] = [...byPair].sort((a, b) => b[1].length - a[1].length)[0]!
    const [operator, pool] = key.split(' ')
    const { concentration } = await api.ask(
      `{ concentration(of: STAKERS, scope: {operator: "${operator}", pool: "${pool}"}, basis: DELEGATED, block: {number: ${BLOCK}}) { hhi gini theil lorenz(points: 20) { population share } universe { n total } } }`,
    )
    const total = amounts.reduce((sum, one) => sum + one, 0n)
    expect(concentration.universe).toEqual({ n: amounts.length, total: `${total}` })
    const x = amounts.map((one) => Number(one) / Number(total)).sort((a, b) => a - b)
    const n = x.length
    const gini = x.reduce((sum, p, i) => sum + (2 * (i + 1) - n - 1) * p, 0) / n
    const theil = x.reduce((sum, p) => sum + p * Math.log(n * p), 0)
    expect(Number(concentration.gini)).toBeCloseTo(gini, 9)
    expect(Number(concentration.theil)).toBeCloseTo(theil, 9)
    for (const { population, share } of concentration.lorenz) {
      const count = Math.round(Number(population) * n)
      const expected = x.slice(0, count).reduce((sum, p) => sum + p, 0)
      expect(Number(share)).toBeCloseTo(expected, 9)
    }
  })

  test('overlap of the AVSs by their members', async () => {
    const members = new Map<string, Set<string>>()
    const join = (avs: string, operator: string) => {
      const set = members.get(avs.toLowerCase()) ?? new Set()
      members.set(avs.toLowerCase(), set.add(operator.toLowerCase()))
    }
    for (const [set, answers] of Object.entries(truth.operatorSets)) {
      for (const operator of answers.members) join(set.split('/')[0]!, operator)
    }
    for (const [pair, status] of Object.entries(truth.avsDirectory)) {
      if (status === 1) join(...(pair.split('|') as [string, string]))
    }
    const { overlap } = await api.ask(
      `{ overlap(among: AVSS, basis: REGISTERED, measure: JACCARD, block: {number: ${BLOCK}}) { items { address } pairs(limit: 1000) { a { address } b { address } value } } }`,
    )
    expect(overlap.items.length).toBeGreaterThanOrEqual(members.size)
    let compared = 0
    for (const { a, b, value } of overlap.pairs) {
      const [left, right] = [
        members.get(a.address) ?? new Set(),
        members.get(b.address) ?? new Set(),
      ]
      const both = [...left].filter((one) => right.has(one)).length
      const either = new Set([...left, ...right]).size
      if (either === 0) expect(value).toBeNull()
      else expect(Number(value)).toBeCloseTo(both / either, 12)
      compared++
    }
    const n = overlap.items.length
    expect(compared).toBe(Math.min((n * (n - 1)) / 2, 1000))
  })

  test('coverage of AVSs is refused if one is unknown or listed more than once', async () => {
    const { set, pool } = someSet()
    const avs = set.split('/')[0]!
    const coverage = (...avss: string[]) =>
      `{ leverage(scope: {pool: "${pool}"}, block: {number: ${BLOCK}}) { coverage(avss: ${JSON.stringify(avss)}) { share } } }`
    const { leverage } = await api.ask(coverage(avs))
    expect(leverage.coverage.share).toBe('1')
    expect(await api.refuse(coverage(avs, avs.toUpperCase().replace('X', 'x')))).toMatchObject({
      code: 'BAD_USER_INPUT',
      hint: 'Listed more than once.',
    })
    expect(await api.refuse(coverage(avs, `0x${'9'.repeat(40)}`))).toMatchObject({
      code: 'BAD_USER_INPUT',
      hint: 'No such AVS at that block.',
    })
  })

  test('a limit that cannot be is refused, even where there is no answer', async () => {
    const query = `{ leverage(scope: {pool: "0x${'9'.repeat(40)}"}) { operators(limit: 0) { operator { id } } } }`
    expect(await api.refuse(query)).toMatchObject({ code: 'BAD_USER_INPUT' })
  })

  test('robustness in one pool', async () => {
    const { pool } = someSet()
    const avs = Object.keys(truth.operatorSets)[0]!.split('/')[0]!
    const { robustness } = await api.ask(
      `{ robustness(assumptions: {profit: [{avs: "${avs}", value: "10"}], threshold: "1/3"}, scope: {pool: "${pool}"}, block: {number: ${BLOCK}}) { verdict gamma gammaRounded perAvs { avs { address } headroom costOfCorruption { lower upper isExact } } meta { nullReason assumptions { name value } } } }`,
    )
    expect(robustness.meta.nullReason).toBeNull()
    expect(robustness.meta.assumptions).toContainEqual({ name: 'threshold', value: '1/3' })
    expect(['CERTIFIED', 'ATTACK', 'UNDECIDED']).toContain(robustness.verdict)
  })

  test('guarantees are never rounded up, and bounds of losses never down', async () => {
    const { pool } = someSet()
    const at = `scope: {pool: "${pool}"}, block: {number: ${BLOCK}}`
    const { leverage } = await api.ask(`{ leverage(${at}) { avss { avs { id } registered } } }`)
    const { avs, registered } = leverage.avss.find(
      (one: { registered: string }) => one.registered !== '0',
    )
    const stake = BigInt(registered)
    // Of one AVS that takes all its stake to corrupt, gamma is stake / profit - 1, and the loss less than (1 + 1 / gamma) psi.
    for (const part of [3n, 5n, 6n, 7n, 9n, 11n, 12n, 13n, 14n, 15n]) {
      const profit = (stake * part) / 17n
      const { robustness } = await api.ask(
        `{ robustness(assumptions: {profit: [{avs: "${avs.id}", value: "${profit}"}], threshold: "1", psi: "1/1000"}, ${at}) { gamma gammaRounded breakEvenScale lossBound perAvs { avs { id } headroom } } }`,
      )
      const { gamma, gammaRounded, breakEvenScale, lossBound, perAvs } = robustness
      for (const text of [gamma, gammaRounded]) {
        expectJust('below', text, stake - profit, profit)
      }
      expectJust('below', breakEvenScale, stake, profit)
      expectJust('above', lossBound, stake, (stake - profit) * 1000n)
      const own = perAvs.find((one: { avs: { id: string } }) => one.avs.id === avs.id)
      expect(own.headroom).toBe(registered)
    }
  })

  test('robustness without assumptions returns the cost of corruption, and says what is missing', async () => {
    const { pool } = someSet()
    const { robustness } = await api.ask(
      `{ robustness(assumptions: {threshold: "1/3"}, scope: {pool: "${pool}"}, basis: SLASHABLE, block: {number: ${BLOCK}}) { verdict gamma perAvs { avs { address } stake headroom costOfCorruption { lower upper isExact } } meta { nullReason } } }`,
    )
    expect(robustness).toMatchObject({
      verdict: null,
      gamma: null,
      meta: { nullReason: 'ASSUMPTION_MISSING' },
    })
    for (const { stake, headroom, costOfCorruption } of robustness.perAvs) {
      expect(headroom).toBeNull()
      if (stake === '0') expect(costOfCorruption).toBeNull()
      else
        expect(Number(costOfCorruption.upper) * 3).toBeGreaterThanOrEqual(Number(stake) * 0.999999)
    }
  })
})

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { add, compare, divide, multiply, type Ratio, ratio } from '../../src/risk/math/ratio'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { useRecordedApi } from '../support/api/recorded-api'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import type { Checkpoint } from '../support/recordings'
import { near } from '../support/risk/exact'
import { type SlowCell, slowCells } from '../support/risk/losses/slow-losses'
import { busiestPool, CHECKED, poolNetwork } from '../support/risk/pool-network'

/*
 * The look-through of several stakers, recomputed independently: plain loops over the answers of the contracts, and no code
 * of src/risk but fractions.
 */

const ZERO = ratio(0n)
const total = (values: Iterable<Ratio>) => [...values].reduce(add, ZERO)

/** Stakers that hold the pool: the largest, of many operators, and an undelegated one if there is any. */
function holders(truth: Checkpoint, pool: string) {
  return Object.entries(truth.stakers)
    .flatMap(([staker, { delegatedTo, withdrawable }]) =>
      Object.entries(withdrawable).flatMap(([one, amount]) =>
        one.toLowerCase() === pool && amount !== '0'
          ? [{ staker: staker.toLowerCase(), to: delegatedTo, stake: BigInt(amount) }]
          : [],
      ),
    )
    .map(({ to, ...rest }) => ({ ...rest, operator: to?.toLowerCase() ?? `0x${'0'.repeat(40)}` }))
    .sort((a, b) => (a.stake > b.stake ? -1 : 1))
    .slice(0, 40)
}

function slowHhi(parts: Iterable<Ratio>): Ratio {
  const all = [...parts]
  const whole = total(all)
  return divide(total(all.map((one) => multiply(one, one))), multiply(whole, whole))
}

/** A row of the answer. */
interface Part {
  member: { id: string }
  amount: string
}

const FIELDS = `stakerCount withoutStake { id } operator { id } stake unknownSlasher maximalLoss
  operators(limit: 1000) { member { id } amount } avss(limit: 1000) { member { id } amount }
  slashers(limit: 1000) { member { id } amount share } concentration { operators avss slashers }
  worstSlashing { operator { id } operatorSet { id } loss share } worstOperators(k: 5) { operator { id } loss }`

describe.each(CHECKED)('the look-through of several stakers of $name', ({ dir, chosen }) => {
  const api = useRecordedApi('lookthrough', dir)

  test.each(chosen)(
    'at block $block: exposure, concentration, and the worst slashings',
    async (truth) => {
      const network = poolNetwork(truth, busiestPool(truth))
      const held = holders(truth, network.pool)
      const list = JSON.stringify(held.map(({ staker }) => staker))
      const { lookThrough } = await api.ask(
        `{ lookThrough(stakers: ${list}, includeQueued: false, scope: {pool: "${network.pool}"}, block: {number: ${truth.block}}) { ${FIELDS} } }`,
      )
      const byOperator = new Map<string, bigint>()
      for (const { operator, stake } of held) {
        if (/^0x0+$/.test(operator)) continue
        byOperator.set(operator, (byOperator.get(operator) ?? 0n) + stake)
      }
      expect(byOperator.size).toBeGreaterThan(2)
      const lost = (operator: string, taken: bigint) => {
        const cap = network.cap.get(operator) ?? 0n
        return cap === 0n ? ZERO : ratio((byOperator.get(operator) ?? 0n) * taken, cap)
      }
      const avss = new Map<string, Ratio>()
      const slashers = new Map<string, Ratio>()
      const operators = new Map<string, Ratio>()
      let worst = ZERO
      for (const { avs, slasher, slashable } of network.sets.values()) {
        for (const [operator, amount] of slashable) {
          const loss = lost(operator, amount)
          if (loss.num === 0n) continue
          avss.set(avs, add(avss.get(avs) ?? ZERO, loss))
          slashers.set(slasher, add(slashers.get(slasher) ?? ZERO, loss))
          operators.set(operator, add(operators.get(operator) ?? ZERO, loss))
          if (compare(loss, worst) > 0n) worst = loss
        }
      }
      const stake = held.reduce((sum, one) => sum + one.stake, 0n)
      expect(lookThrough).toMatchObject({
        stakerCount: held.length,
        withoutStake: [],
        operator: null,
        stake: `${stake}`,
        unknownSlasher: '0',
      })
      for (const [listed, expected] of [
        [lookThrough.operators, new Map([...byOperator].map(([id, one]) => [id, ratio(one)]))],
        [lookThrough.avss, avss],
        [lookThrough.slashers, slashers],
      ] as const) {
        expect(listed.length).toBe(expected.size)
        for (const { member, amount } of listed) near(amount, expected.get(member.id)!)
      }
      near(
        lookThrough.concentration.operators,
        slowHhi([...byOperator.values()].map((x) => ratio(x))),
      )
      near(lookThrough.concentration.avss, slowHhi(avss.values()))
      near(lookThrough.concentration.slashers, slowHhi(slashers.values()))
      near(lookThrough.maximalLoss, total(operators.values()))
      near(lookThrough.worstSlashing.loss, worst)
      near(lookThrough.worstSlashing.share, divide(worst, ratio(stake)))
      const { operator, operatorSet } = lookThrough.worstSlashing
      const taken = network.sets.get(operatorSet.id)!.slashable.get(operator.id)!
      near(lookThrough.worstSlashing.loss, lost(operator.id, taken))
      const largest = [...operators.values()].sort((a, b) => Number(compare(b, a)))
      expect(lookThrough.worstOperators.length).toBe(Math.min(5, largest.length))
      lookThrough.worstOperators.forEach(({ loss }: { loss: string }, k: number) => {
        near(loss, total(largest.slice(0, k + 1)))
      })
    },
  )
})

describe.each(CHECKED)(
  'the look-through of $name with the withdrawal queue',
  ({ name, dir, chosen }) => {
    const { constants } = JSON.parse(readFileSync(join(dir, 'deployment.json'), 'utf8'))
    const delay: number = constants.MIN_WITHDRAWAL_DELAY_BLOCKS
    const api = useRecordedApi(`lookqueue${name.replaceAll('-', '')}`, dir)
    const lower = (text: string) => text.toLowerCase()

    /** Stakers with withdrawals that can still be slashed, and those of them that hold nothing else. */
    function queuers({ stakers, block }: Checkpoint) {
      const all = Object.entries(stakers).filter(([, { queued }]) =>
        queued.some(
          (one) => Number(one.startBlock) + delay >= block && !/^0x0+$/.test(one.delegatedTo),
        ),
      )
      const isEmpty = (amounts: Record<string, string>) =>
        Object.values(amounts).every((amount) => amount === '0')
      const gone = all.filter(([, { withdrawable }]) => isEmpty(withdrawable))
      return { all: all.map(([id]) => lower(id)), gone: gone.map(([id]) => lower(id)) }
    }

    /** Sums of cells by a key, without those of nothing. */
    function sumsBy(cells: readonly SlowCell[], key: 'avs' | 'operator') {
      const sums = new Map<string, number>()
      for (const cell of cells) sums.set(cell[key], (sums.get(cell[key]) ?? 0) + cell.amount)
      return sums
    }

    /** Expects decimal text within a few base units of each cell, which are rounded down one by one. */
    function about(text: string, value: number, cells: number) {
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(value * 1e-12 + 3 * cells)
    }

    test.each(chosen)(
      'at block $block: what AVSs and slashers can take of a fund',
      async (truth) => {
        const { all } = queuers(truth)
        const fund = [
          ...new Set([...all.slice(0, 20), ...Object.keys(truth.stakers).map(lower)]),
        ].slice(0, 60)
        const cells = slowCells(truth, true, fund, delay)
        const pools = [...new Set(cells.map(({ pool }) => pool))].sort()
        for (const pool of pools) {
          const inPool = cells.filter((cell) => cell.pool === pool)
          const parts = '(limit: 1000) { member { id } amount share }'
          const { lookThrough } = await api.ask(
            `{ lookThrough(stakers: ${JSON.stringify(fund)}, scope: {pool: "${pool}"}, block: {number: ${truth.block}}) {
             stake queued maximalLoss avss${parts} operatorSets${parts} slashers${parts} unknownSlasher meta { nullReason } } }`,
          )
          expect(lookThrough.meta.nullReason).toBeNull()
          const byAvs = sumsBy(inPool, 'avs')
          const listed = lookThrough.avss.filter(({ amount }: Part) => Number(amount) > 3)
          for (const { member, amount, share } of listed) {
            about(amount, byAvs.get(member.id) ?? 0, inPool.length)
            const owned = Number(lookThrough.stake) + Number(lookThrough.queued)
            expect(Number(share) / (Number(amount) / owned)).toBeCloseTo(1, 9)
          }
          for (const [avs, amount] of byAvs) {
            if (amount > 3 * inPool.length)
              expect(listed.map(({ member }: Part) => member.id)).toContain(avs)
          }
          // Sets of EigenLayer take different parts of the stake, so what they take adds up.
          const lost = inPool.reduce((sum, { amount }) => sum + amount, 0)
          about(lookThrough.maximalLoss, lost, inPool.length)
          for (const list of [lookThrough.avss, lookThrough.operatorSets, lookThrough.slashers]) {
            const sum = list.reduce((sum: number, { amount }: Part) => sum + Number(amount), 0)
            const unknown = list === lookThrough.slashers ? Number(lookThrough.unknownSlasher) : 0
            about(lookThrough.maximalLoss, sum + unknown, inPool.length)
          }
        }
        expect(pools.length).toBeGreaterThan(0)
      },
    )

    test('AVSs do not count on the queue: on REGISTERED it is in none', async () => {
      const truth = chosen.at(-1)!
      const fund = JSON.stringify(queuers(truth).all.slice(0, 30))
      const of = (includeQueued: boolean) =>
        `lookThrough(stakers: ${fund}, basis: REGISTERED, includeQueued: ${includeQueued}, block: {number: ${truth.block}}) { perPool(limit: 20) { pool { id } avss(limit: 100) { member { id } amount share } } }`
      const { all, alone } = await api.ask(`{ all: ${of(true)} alone: ${of(false)} }`)
      const byPool = new Map(
        alone.perPool.map(({ pool, avss }: { pool: { id: string }; avss: Part[] }) => [
          pool.id,
          avss,
        ]),
      )
      for (const { pool, avss } of all.perPool) expect(avss).toEqual(byPool.get(pool.id) ?? [])
    })

    test('stakers whose stake is all in the queue have an answer', async () => {
      let found = 0
      for (const truth of chosen) {
        const [staker] = queuers(truth).gone
        if (!staker) continue
        const [pool] = slowCells(truth, true, [staker], delay).map((cell) => cell.pool)
        if (!pool) continue
        const at = `staker: "${staker}", block: {number: ${truth.block}}, scope: {pool: "${pool}"}`
        const fields = '{ stake queued maximalLoss avss(limit: 10) { amount } meta { nullReason } }'
        const { all, alone } = await api.ask(
          `{ all: lookThrough(${at}) ${fields} alone: lookThrough(${at}, includeQueued: false) ${fields} }`,
        )
        expect(all).toMatchObject({ stake: '0', meta: { nullReason: null } })
        expect(Number(all.maximalLoss)).toBeGreaterThan(0)
        expect(Number(all.queued)).toBeGreaterThanOrEqual(Number(all.maximalLoss))
        expect(all.avss.length).toBeGreaterThan(0)
        expect(alone.meta.nullReason).toBe('UNKNOWN_SCOPE')
        found++
      }
      expect(found).toBeGreaterThan(0)
    })
  },
)

describe('lookThrough of stakers and groups', () => {
  const { dir, chosen } = CHECKED[0]!
  const truth = chosen.at(-1)!
  const pool = busiestPool(truth)
  const held = holders(truth, pool)
  const [first, second] = held.map(({ staker }) => staker)
  const stranger = `0x${'9'.repeat(40)}`
  const at = `scope: {pool: "${pool}"}, block: {number: ${truth.block}}`
  let database: TestDatabase
  let api: TestApi

  beforeAll(async () => {
    database = await createIndexedDatabase('lookthroughgroup', dir)
    const file = join(mkdtempSync(join(tmpdir(), 'look-through-')), 'labels.json')
    const groupings = { token: { liquid: [first, second, stranger] } }
    const label = { name: 'own', asOf: '2026-01-01', source: 'this test', chainId: 31337 }
    writeFileSync(file, JSON.stringify({ ...label, groupings }))
    api = await startTestApi(database.url, {}, [], { labelFiles: [file] })
  }, 300_000)

  afterAll(async () => {
    await api?.close()
    await database?.drop()
  })

  async function ask(args: string, fields = FIELDS) {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ lookThrough(${args}, ${at}) { ${fields} } }` }),
    })
    return response.json()
  }

  test('a labelled group stands for its addresses, and the answer names the label file', async () => {
    const fields = `${FIELDS} meta { assumptions { name value } }`
    const { data } = await ask('group: {kind: "token", name: "liquid"}', fields)
    const { meta, ...answer } = data.lookThrough
    expect(meta.assumptions).toHaveLength(1)
    expect(meta.assumptions[0].name).toBe('group')
    expect(meta.assumptions[0].value).toMatch(/^liquid of token: own@[0-9a-f]{12}$/)
    const listed = await ask(
      `stakers: ["${first}", "${second!.toUpperCase().replace('X', 'x')}", "${stranger}"]`,
    )
    expect(listed.data.lookThrough).toEqual(answer)
    expect(answer).toMatchObject({ stakerCount: 2, withoutStake: [{ id: stranger }] })
  })

  test('a list of one staker equals the answer for that staker', async () => {
    const one = await ask(`staker: "${first}"`)
    expect(one.data.lookThrough.operator).toEqual({ id: held[0]!.operator })
    expect((await ask(`stakers: ["${first}"]`)).data).toEqual(one.data)
  })

  test('prices change the unit and no share: what can be lost is the same part of the stake', async () => {
    const fields = 'stake maximalLoss maximalLossShare worstOperators(k: 1000) { loss }'
    const args = `stakers: ${JSON.stringify(held.map(({ staker }) => staker))}`
    const { data: native } = await ask(args, fields)
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ pools(where: {id_eq: "${pool}"}) { asset { address } } }` }),
    })
    const asset = (await response.json()).data.pools[0].asset.address
    const pricing = `pricing: {numeraire: ETH, sources: [ARGUMENTS], prices: [{asset: "${asset}", value: "7/3"}]}`
    const { data: priced } = await ask(`${args}, ${pricing}`, fields)
    const [shares, value] = [native.lookThrough, priced.lookThrough]
    expect(Number(value.maximalLossShare)).toBeGreaterThan(0)
    expect(Number(value.maximalLossShare)).toBeLessThanOrEqual(1)
    expect(value.maximalLossShare).toBe(shares.maximalLossShare)
    expect(value.maximalLoss).toBe(value.worstOperators.at(-1).loss)
    expect(Number(value.maximalLoss) / Number(value.stake)).toBeCloseTo(
      Number(value.maximalLossShare),
      12,
    )
  })

  test('stakers without stake have no values', async () => {
    const { data } = await ask(`stakers: ["${stranger}"]`, `${FIELDS} meta { nullReason }`)
    expect(data.lookThrough).toMatchObject({
      stakerCount: 0,
      withoutStake: [{ id: stranger }],
      stake: null,
      operators: [],
      slashers: [],
      worstSlashing: null,
      worstOperators: [],
      concentration: { operators: null, avss: null, slashers: null },
      meta: { nullReason: 'UNKNOWN_SCOPE' },
    })
  })

  test('a staker that is listed more than once is refused, in any spelling', async () => {
    const spelled = first!.toUpperCase().replace('X', 'x')
    const { errors } = await ask(`stakers: ["${first}", "${spelled}"]`)
    expect(errors[0].extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      hint: 'Listed more than once.',
    })
  })

  test.each([
    [`staker: "${first}", stakers: ["${first}"]`, 'BAD_USER_INPUT'],
    ['staker: null', 'BAD_USER_INPUT'],
    ['stakers: []', 'BAD_USER_INPUT'],
    ['stakers: ["0x12"]', 'BAD_USER_INPUT'],
    ['group: {kind: "token", name: "other"}', 'BAD_USER_INPUT'],
    ['group: {kind: "other", name: "liquid"}', 'BAD_USER_INPUT'],
    [
      `stakers: ${JSON.stringify(Array.from({ length: 1001 }, (_, i) => `0x${`${i}`.padStart(40, '0')}`))}`,
      'LIMIT_EXCEEDED',
    ],
  ])('%.60s is refused', async (args, code) => {
    const { errors } = await ask(args)
    expect(errors[0].extensions.code).toBe(code)
  })
})

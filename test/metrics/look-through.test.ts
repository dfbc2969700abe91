import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi } from '../../src/api/server'
import { add, compare, divide, multiply, type Ratio, ratio } from '../../src/risk/math/ratio'
import { useRecordedApi } from '../support/api/recorded-api'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import type { Checkpoint } from '../support/recordings'
import { near } from '../support/risk/exact'
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

describe('lookThrough of stakers and groups', () => {
  const { dir, chosen } = CHECKED[0]!
  const truth = chosen.at(-1)!
  const pool = busiestPool(truth)
  const held = holders(truth, pool)
  const [first, second] = held.map(({ staker }) => staker)
  const stranger = `0x${'9'.repeat(40)}`
  const at = `scope: {pool: "${pool}"}, block: {number: ${truth.block}}`
  let database: TestDatabase
  let api: Awaited<ReturnType<typeof startApi>>

  beforeAll(async () => {
    database = await createIndexedDatabase('lookthroughgroup', dir)
    const file = join(mkdtempSync(join(tmpdir(), 'look-through-')), 'labels.json')
    const groupings = { token: { liquid: [first, second, stranger] } }
    const label = { name: 'own', asOf: '2026-01-01', source: 'this test', chainId: 31337 }
    writeFileSync(file, JSON.stringify({ ...label, groupings }))
    const logger = pino({ level: 'silent' })
    const options = { databaseUrl: database.url, host: '127.0.0.1', port: 0, limits: {}, logger }
    api = await startApi({ ...options, labelFiles: [file] })
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

import { describe, expect, test } from 'vitest'
import { ratio } from '../../src/risk/math/ratio'
import { useRecordedApi } from '../support/api/recorded-api'
import { type Checkpoint, groundTruth } from '../support/recordings'
import { near, sum } from '../support/risk/exact'
import { busiestPool, CHECKED, poolNetwork } from '../support/risk/pool-network'
import { promisesIn } from '../support/risk/promises'

/*
 * What operators took on, computed a second time: by plain loops over what the contracts answered, with nothing of the room
 * risk but fractions.
 */

const lower = (text: string) => text.toLowerCase()

interface Served {
  avss: Set<string>
  sets: Set<string>
}

/** Who serves what, by operator. */
function servedIn(truth: Checkpoint): Map<string, Served> {
  const served = new Map<string, Served>()
  const join = (operator: string, avs: string, set: string) => {
    const own = served.get(operator) ?? { avss: new Set(), sets: new Set() }
    served.set(operator, own)
    own.avss.add(avs)
    own.sets.add(set)
  }
  for (const [set, { members }] of Object.entries(truth.operatorSets)) {
    for (const operator of members) join(lower(operator), lower(set.split('/')[0]!), lower(set))
  }
  for (const [pair, status] of Object.entries(truth.avsDirectory)) {
    const [avs, operator] = pair.toLowerCase().split('|') as [string, string]
    if (status === 1) join(operator, avs, avs)
  }
  return served
}

/** Pairs of set and slasher that can slash each operator in any pool that the set accepts. */
function slashersIn(truth: Checkpoint): Map<string, { set: string; slasher: string }[]> {
  const found = new Map<string, { set: string; slasher: string }[]>()
  for (const [set, answers] of Object.entries(truth.operatorSets)) {
    const { strategies, minSlashableNow, slasher } = answers
    for (const [operator, stakes] of Object.entries(minSlashableNow)) {
      if (strategies.every((one) => (stakes[one] ?? '0') === '0')) continue
      const own = found.get(lower(operator)) ?? []
      found.set(lower(operator), [...own, { set, slasher: lower(slasher) }])
    }
  }
  return found
}

const without = (some: Set<string>, others: Set<string>) =>
  [...some].filter((one) => !others.has(one)).sort()
const NONE: Served = { avss: new Set(), sets: new Set() }

interface Answered {
  operator: { id: string }
  avsCount: number
  setCount: number
  [field: string]: unknown
}

describe.each(CHECKED)('overload of $name, recomputed', ({ dir, chosen }) => {
  const api = useRecordedApi('overload', dir)

  describe.each(chosen)('at block $block', (truth) => {
    const at = `block: {number: ${truth.block}}`
    const pool = busiestPool(truth)
    const served = servedIn(truth)
    const ask = async (args: string, fields: string): Promise<{ operators: Answered[] }> =>
      (
        await api.ask(
          `{ overload(${args}, ${at}) { operatorCount distribution { avsCount operatorCount } meta { basis nullReason assumptions { name value } } operators(limit: 1000) { operator { id } avsCount setCount ${fields} } } }`,
        )
      ).overload

    test('commitments, their order and distribution, and percentiles, without prices', async () => {
      const overload = await ask('', 'percentile')
      const { operators } = overload
      const serving = operators.filter(({ avsCount }) => avsCount > 0)
      expect(new Set(serving.map(({ operator }) => operator.id))).toEqual(new Set(served.keys()))
      expect(serving.length).toBeGreaterThan(5)
      for (const { operator, avsCount, setCount, percentile } of operators) {
        const own = served.get(operator.id) ?? NONE
        expect([avsCount, setCount]).toEqual([own.avss.size, own.sets.size])
        const upTo = [...served.values()].filter(({ avss }) => avss.size <= avsCount).length
        near(percentile as string, ratio(BigInt(upTo), BigInt(served.size)))
      }
      const sorted = [...operators].sort(
        (a, b) =>
          b.avsCount - a.avsCount ||
          b.setCount - a.setCount ||
          (a.operator.id < b.operator.id ? -1 : 1),
      )
      expect(operators).toEqual(sorted)
      const counted = new Map<number, number>()
      for (const { avsCount } of operators) {
        counted.set(avsCount, (counted.get(avsCount) ?? 0) + 1)
      }
      expect(overload).toMatchObject({
        operatorCount: operators.length,
        distribution: [...counted]
          .sort((a, b) => a[0] - b[0])
          .map(([avsCount, operatorCount]) => ({ avsCount, operatorCount })),
        meta: { basis: null, nullReason: 'UNPRICED', assumptions: [] },
      })
    })

    test('slashers of each operator, without prices', async () => {
      const { operators } = await ask('', 'slashingConditions slashers unknownSlashers')
      const expected = slashersIn(truth)
      let compared = 0
      for (const { operator, slashingConditions, slashers, unknownSlashers } of operators) {
        const own = expected.get(operator.id) ?? []
        expect(slashingConditions).toBe(own.length)
        expect(slashers).toBe(new Set(own.map(({ slasher }) => slasher)).size)
        expect(unknownSlashers).toBe(0)
        if (own.length > 1) compared++
      }
      expect(compared).toBeGreaterThan(0)
    })

    test('entropy, degrees and stake for each AVS, in one pool', async () => {
      const { operators } = await ask(
        `scope: {pool: "${pool}"}`,
        'effectiveCommitments registeredMultiplier slashableLeverage stakePerAvs',
      )
      const { cap } = poolNetwork(truth, pool)
      const { registered, slashable } = promisesIn(truth, pool)
      let compared = 0
      for (const one of operators) {
        const id = one.operator.id
        const stake = cap.get(id) ?? 0n
        const parts = [...slashable.values()]
          .map((column) => column.get(id) ?? 0n)
          .filter((part) => part > 0n)
        const whole = sum(parts)
        if (whole === 0n) expect(one.effectiveCommitments).toBeNull()
        else {
          // e to the entropy is the product of p to the -p.
          const spread = parts.reduce((product, part) => {
            const p = Number(part) / Number(whole)
            return product * p ** -p
          }, 1)
          expect(Number(one.effectiveCommitments)).toBeCloseTo(spread, 10)
          compared++
        }
        const promised = sum([...registered.values()].map((column) => column.get(id) ?? 0n))
        if (stake === 0n)
          expect([one.registeredMultiplier, one.slashableLeverage]).toEqual([null, null])
        else {
          near(one.registeredMultiplier as string, ratio(promised, stake))
          near(one.slashableLeverage as string, ratio(whole, stake))
        }
        const { size } = (served.get(id) ?? NONE).avss
        if (size === 0) expect(one.stakePerAvs).toBeNull()
        else near(one.stakePerAvs as string, ratio(stake, BigInt(size)))
      }
      expect(compared).toBeGreaterThan(0)
    })

    test('load by declared loads and capacities', async () => {
      const avss = [...new Set([...served.values()].flatMap((own) => [...own.avss]))].sort()
      const [first, ...others] = avss
      const [known] = [...served].filter(([, own]) => !own.avss.has(first!)).sort()[0]!
      const loads = others.map((avs, i) => `{avs: "${avs}", value: "${i + 1}/3"}`)
      const input = `avss: [${loads}], operators: [{operator: "${known}", capacity: "7"}], otherOperators: "2.5"`
      const { operators } = await ask(`load: {${input}}`, 'loadIndex loadNullReason')
      let missing = 0
      for (const { operator, loadIndex, loadNullReason } of operators) {
        const own = (served.get(operator.id) ?? NONE).avss
        if (own.has(first!)) {
          expect([loadIndex, loadNullReason]).toEqual([null, 'ASSUMPTION_MISSING'])
          missing++
          continue
        }
        const thirds = others.reduce((all, avs, i) => (own.has(avs) ? all + i + 1 : all), 0)
        const capacity = operator.id === known ? ratio(7n) : ratio(5n, 2n)
        near(loadIndex as string, ratio(BigInt(thirds) * capacity.den, 3n * capacity.num))
        expect(loadNullReason).toBeNull()
      }
      expect(missing).toBeGreaterThan(0)
    })

    test('growth since each of the two checkpoints before', async () => {
      const before = groundTruth(dir).filter(({ block }) => block < truth.block)
      for (const then of [before.at(-1)!, before[0]!]) {
        const { operators } = await ask(
          `since: {number: ${then.block}}`,
          'growth { avsCount setCount joined { id } left { id } }',
        )
        const servedThen = servedIn(then)
        for (const { operator, growth } of operators) {
          const [now, earlier] = [served, servedThen].map((one) => one.get(operator.id) ?? NONE)
          expect(growth).toEqual({
            avsCount: now!.avss.size - earlier!.avss.size,
            setCount: now!.sets.size - earlier!.sets.size,
            joined: without(now!.avss, earlier!.avss).map((id) => ({ id })),
            left: without(earlier!.avss, now!.avss).map((id) => ({ id })),
          })
        }
      }
    })
  })

  test('the recording has operators whose stake several AVSs can slash', () => {
    const isSplit = (truth: Checkpoint) => {
      const columns = [...promisesIn(truth, busiestPool(truth)).slashable.values()]
      const ids = columns.flatMap((column) => [...column.keys()])
      return new Set(ids).size < ids.length
    }
    expect(chosen.filter(isSplit).length).toBeGreaterThan(chosen.length / 2)
  })

  test('the recording has operators that joined one AVS and left another', () => {
    const moved = chosen.slice(1).filter((truth, i) => {
      const [now, then] = [servedIn(truth), servedIn(chosen[i]!)]
      return [...now].some(([operator, { avss }]) => {
        const before = then.get(operator)?.avss ?? new Set()
        return without(avss, before).length > 0 && without(before, avss).length > 0
      })
    })
    expect(moved.length).toBeGreaterThan(0)
  })
})

describe('overload over HTTP, on the recorded chain of the project', () => {
  const { dir, chosen } = CHECKED.find(({ name }) => name === 'eigenlayer-a')!
  const truth = chosen.at(-1)!
  const at = `block: {number: ${truth.block}}`
  const [busiest, other] = [...servedIn(truth)]
    .sort((a, b) => b[1].avss.size - a[1].avss.size)
    .map(([operator]) => operator) as [string, string]
  const api = useRecordedApi('overloadhttp', dir)

  test('pages are parts of the full list; named operators are returned alone, in any case', async () => {
    const list = async (args: string, page: string) =>
      (
        await api.ask(
          `{ overload(${args} ${at}) { operatorCount operators(${page}) { operator { id } } } }`,
        )
      ).overload
    const all = await list('', 'limit: 1000')
    expect((await list('', 'limit: 3, offset: 2')).operators).toEqual(all.operators.slice(2, 5))
    const upper = busiest.toUpperCase().replace('0X', '0x')
    const named = await list(`operators: ["${other}", "${upper}"],`, 'limit: 5')
    expect(named.operatorCount).toBe(2)
    expect(new Set(named.operators.map((one: Answered) => one.operator.id))).toEqual(
      new Set([busiest, other]),
    )
  })

  test('without prices amounts of several pools are null, counts are not, and no load or growth is assumed', async () => {
    const { overload } = await api.ask(
      `{ overload(operators: ["${busiest}"], ${at}) { meta { nullReason pricing { unpriced { id } } } operators { avsCount slashingConditions effectiveCommitments registeredMultiplier slashableLeverage stakePerAvs loadIndex loadNullReason growth { avsCount } } } }`,
    )
    expect(overload.meta.nullReason).toBe('UNPRICED')
    expect(overload.meta.pricing.unpriced.length).toBeGreaterThan(1)
    const [{ avsCount, slashingConditions, ...rest }] = overload.operators
    expect(avsCount).toBeGreaterThan(1)
    expect(slashingConditions).toBeGreaterThan(0)
    expect(rest).toEqual({
      effectiveCommitments: null,
      registeredMultiplier: null,
      slashableLeverage: null,
      stakePerAvs: null,
      loadIndex: null,
      loadNullReason: 'ASSUMPTION_MISSING',
      growth: null,
    })
  })

  test('with prices stake of all pools is added up', async () => {
    const { assets } = await api.ask('{ assets { id } }')
    const given = assets.map(
      ({ id }: { id: string }, i: number) => `{asset: "${id}", value: "${i + 1}"}`,
    )
    const pricing = `pricing: {numeraire: ETH, prices: [${given}]}`
    const { overload, prices } = await api.ask(
      `{ overload(operators: ["${busiest}"], ${pricing}, ${at}) { meta { nullReason } operators { avsCount stakePerAvs } }
         prices(${pricing}, ${at}) { pools { pool { id } shareValue } } }`,
    )
    const worthOf = new Map<string, string | null>(
      prices.pools.map((one: { pool: { id: string }; shareValue: string | null }) => [
        one.pool.id,
        one.shareValue,
      ]),
    )
    const [, { shares }] = Object.entries(truth.operators).find(([id]) => lower(id) === busiest)!
    const stake = Object.entries(shares).reduce(
      (all, [one, amount]) => all + (Number(amount) / 1e18) * Number(worthOf.get(lower(one)) ?? 0),
      0,
    )
    const [{ avsCount, stakePerAvs }] = overload.operators
    expect(overload.meta.nullReason).toBeNull()
    expect(stake).toBeGreaterThan(0)
    expect((Number(stakePerAvs) * avsCount) / stake).toBeCloseTo(1, 11)
  })

  test('an unknown pool is UNKNOWN_SCOPE', async () => {
    const { overload } = await api.ask(
      `{ overload(scope: {pool: "0x${'7'.repeat(40)}"}, ${at}) { operatorCount distribution { avsCount } operators { avsCount } meta { nullReason } } }`,
    )
    expect(overload).toEqual({
      operatorCount: 0,
      distribution: [],
      operators: [],
      meta: { nullReason: 'UNKNOWN_SCOPE' },
    })
  })

  test('assumptions are repeated, and invalid arguments are refused', async () => {
    const [avs] = servedIn(truth).get(busiest)!.avss
    const { overload } = await api.ask(
      `{ overload(load: {avss: [{avs: "${avs}", value: "2"}], otherAvss: "1", operators: [{operator: "${busiest}", capacity: "8"}], otherOperators: "4"}, ${at}) { meta { assumptions { name value } } } }`,
    )
    expect(overload.meta.assumptions).toEqual([
      { name: `load of ${avs}`, value: '2' },
      { name: 'load of other AVSs', value: '1' },
      { name: `capacity of ${busiest}`, value: '8' },
      { name: 'capacity of other operators', value: '4' },
    ])
    const stranger = `0x${'7'.repeat(40)}`
    for (const args of [
      `operators: ["${stranger}"]`,
      'operators: ["0x12"]',
      `operators: ["${busiest}", "${busiest.toUpperCase().replace('0X', '0x')}"]`,
      `load: {operators: [{operator: "${stranger}", capacity: "1"}]}`,
      `load: {operators: [{operator: "${busiest}", capacity: "1"}, {operator: "${busiest}", capacity: "2"}]}`,
      'load: {otherOperators: "0"}',
      'load: {otherAvss: "-1"}',
      `load: {avss: [{avs: "${stranger}", value: "1"}]}`,
      `load: {avss: [{avs: "${avs}", value: "1"}, {avs: "${avs}", value: "1"}]}`,
      `load: {operators: [{operator: "${busiest}", capacity: "0"}]}`,
      `since: {number: ${truth.block}}`,
      'since: {}',
      `scope: {operator: "${busiest}"}`,
    ]) {
      expect(
        await api.refuse(`{ overload(${args}, ${at}) { operatorCount } }`),
        args,
      ).toMatchObject({
        code: 'BAD_USER_INPUT',
      })
    }
    expect(
      await api.refuse(`{ overload(since: {number: 1000000}, ${at}) { operatorCount } }`),
    ).toMatchObject({ code: 'BLOCK_NOT_INDEXED' })
  })
})

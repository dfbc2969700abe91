import { describe, expect, test } from 'vitest'
import {
  EMPTY_POOL,
  O1,
  O2,
  P,
  run,
  S1,
  S2,
  S3,
  useToyNetwork,
} from '../../support/risk/toy-network'

useToyNetwork()

describe('correlation of the toy network', () => {
  const single = [
    [O1, '0.02'],
    [O2, '0.03'],
  ].map(([operator, probability]) => `{operator: "${operator}", probability: "${probability}"}`)
  const faults = (groups = '') =>
    `faults: {probability: "0.01", operators: [${single}], horizon: "a year"${groups}}`
  const correlation = async (given: string) => {
    const { data, errors } = await run(
      `{ correlation(${given}, scope: {pool: "${P}"}) {
         items { member { id } expectedLoss hitProbability standardDeviation } pairCount
         pairs { a { id } b { id } value bothHit phi lift nullReason } meta { assumptions { name value } nullReason } } }`,
    )
    expect(errors).toBeUndefined()
    const pair = (a: string, b: string) =>
      data.correlation.pairs.find(
        (one: { a: { id: string }; b: { id: string } }) =>
          [one.a.id, one.b.id].sort().join() === [a, b].sort().join(),
      )
    return { ...data.correlation, pair }
  }
  const places = (text: string, digits = 6) => Number(text).toFixed(digits)

  test('is as published for the toy network, with what was assumed', async () => {
    const { items, pair, pairCount, meta } = await correlation(faults())
    const of = (avs: string) =>
      items.find((one: { member: { id: string } }) => one.member.id === avs)
    expect(pairCount).toBe(6)
    expect(places(pair(S1, S2).value)).toBe('0.985509')
    expect(places(pair(S1, S3).value)).toBe('0.793568')
    expect(places(pair(S2, S3).value)).toBe('0.805237')
    // All operators that serve any AVS serve S1, one of them by a set that does not accept the pool.
    expect(pair(S1, S2)).toMatchObject({ bothHit: '0.0494', phi: null, lift: '1' })
    expect(pair(S2, S3)).toMatchObject({ phi: '0', lift: '1' })
    expect(pair(S1, S3).bothHit).toBe(of(S3).hitProbability)
    expect([S1, S2, S3].map((avs) => of(avs).expectedLoss)).toEqual(['2.05', '1.9', '1.05'])
    expect([S1, S2, S3].map((avs) => of(avs).hitProbability)).toEqual([
      '0.06831694',
      '0.0494',
      '0.0298',
    ])
    // 50 with .02 and 30 with .03, independent of each other.
    expect(Number(of(S2).standardDeviation)).toBeCloseTo(
      Math.sqrt(2500 * 0.02 * 0.98 + 900 * 0.03 * 0.97),
      12,
    )
    expect(meta).toEqual({
      nullReason: null,
      assumptions: [
        { name: 'probability', value: '0.01' },
        { name: `probability of ${O1}`, value: '0.02' },
        { name: `probability of ${O2}`, value: '0.03' },
        { name: 'horizon', value: 'a year' },
      ],
    })
  })

  test('a common client brings losses closer together', async () => {
    const client = `, groups: [{operators: ["${O1}", "${O2}"], probability: "0.01"}]`
    const { pair } = await correlation(faults(client))
    expect(places(pair(S1, S2).value)).toBe('0.991840')
    expect(places(pair(S1, S3).value)).toBe('0.866566')
    expect(places(pair(S2, S3).value)).toBe('0.873696')
    // Whatever hits S2 hits S1, which has both of its operators.
    const hit = 1 - 0.98 * 0.97 * 0.99
    expect(Number(pair(S1, S2).bothHit)).toBeCloseTo(hit, 12)
  })

  test('with a severity operators lose a part: of half, half is expected, and the same correlation without certainty', async () => {
    const whole = await correlation('faults: {probability: "0.01"}')
    const half = await correlation('faults: {probability: "0.01", severity: "0.5"}')
    expect(half.meta.assumptions).toContainEqual({ name: 'severity', value: '0.5' })
    const pairs = [
      [S1, S2],
      [S1, S3],
      [S2, S3],
    ] as const
    for (const [a, b] of pairs) {
      const [{ value, bothHit }, other] = [half.pair(a, b), whole.pair(a, b)]
      expect(Number(value)).toBeCloseTo(Number(other.value), 12)
      expect(bothHit).toBe(other.bothHit)
    }
    type Item = { member: { id: string }; expectedLoss: string; hitProbability: string }
    half.items.forEach((item: Item, i: number) => {
      expect(Number(item.expectedLoss)).toBeCloseTo(Number(whole.items[i].expectedLoss) / 2, 12)
      expect(item.hitProbability).toBe(whole.items[i].hitProbability)
    })
    // S2 has 50 and 30: each loses a tenth, or a quarter of the time all of it.
    const { items } = await correlation(
      'faults: {probability: "0.02", severity: "0.1: 0.75, 1: 0.25"}',
    )
    const [mean, square] = [0.75 * 0.1 + 0.25, 0.75 * 0.01 + 0.25]
    const of2 = items.find(({ member }: Item) => member.id === S2)
    expect(Number(of2.expectedLoss)).toBeCloseTo(80 * 0.02 * mean, 12)
    const variance = (2500 + 900) * (0.02 * square - (0.02 * mean) ** 2)
    expect(Number(of2.standardDeviation)).toBeCloseTo(Math.sqrt(variance), 12)
  })

  test('refuses faults of AVSs, which take other parts in other AVSs', async () => {
    const { errors } = await run(
      `{ correlation(faults: {probability: "0.01", avss: [{avs: "${S1}", probability: "0.1"}]}) { pairCount } }`,
    )
    expect(errors[0].extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      hint: expect.stringContaining('lossDistribution'),
    })
  })

  test('is not defined where nothing can be lost', async () => {
    const { pairs } = await correlation(`among: OPERATOR_SETS, faults: {probability: "0"}`)
    expect(pairs[0]).toMatchObject({ value: null, bothHit: '0', nullReason: 'NOT_DEFINED' })
  })

  test('an error about faults names the argument', async () => {
    for (const [given, argument] of [
      [`faults: {probability: "1.5"}`, 'faults.probability'],
      [faults(`, groups: [{operators: ["${O1}", "${O1}"], probability: "0.1"}]`), 'faults.groups'],
    ]) {
      const { errors } = await run(`{ correlation(${given}) { pairCount } }`)
      expect(errors[0].message).toContain(argument)
      expect(errors[0].extensions.code).toBe('BAD_USER_INPUT')
    }
  })
})

describe('lossDistribution of the toy network', () => {
  test('refuses invalid levels and too many draws', async () => {
    for (const [given, code] of [
      [`levels: ["1"], faults: {probability: "0.1"}`, 'BAD_USER_INPUT'],
      [`draws: 0, faults: {probability: "0.1"}`, 'BAD_USER_INPUT'],
      [`draws: 1000001, faults: {probability: "0.1"}`, 'LIMIT_EXCEEDED'],
    ]) {
      const { errors } = await run(`{ lossDistribution(${given}) { anyLoss } }`)
      expect(errors[0].extensions.code).toBe(code)
    }
  })

  test('without prices, what needs none is answered, and unknown operators and AVSs are refused', async () => {
    const fields =
      'expectedLoss anyLoss tails { level valueAtRisk expectedShortfall nullReason } poolCount avsCount meta { nullReason }'
    const { data } = await run(`{ lossDistribution(faults: {probability: "0.5"}) { ${fields} } }`)
    expect(data.lossDistribution).toMatchObject({
      // No set can slash anything, so the loss is 0 at any prices.
      expectedLoss: '0',
      anyLoss: '0',
      tails: ['0.95', '0.99', '0.999'].map((level) => {
        return { level, valueAtRisk: '0', expectedShortfall: '0', nullReason: null }
      }),
      poolCount: 0,
      meta: { nullReason: 'UNPRICED' },
    })
    expect(data.lossDistribution.avsCount).toBeGreaterThan(2)
    const stranger = `0x${'7'.repeat(40)}`
    for (const [faults, message] of [
      [`operators: [{operator: "${stranger}", probability: "0"}]`, 'faults.operators'],
      [`operators: [{operator: "nobody", probability: "0"}]`, 'faults.operators'],
      [
        `groups: [{operators: ["${O1}", "${stranger}"], probability: "0"}]`,
        'faults.groups.operators',
      ],
      [`groups: [{operators: [], probability: "0"}]`, 'faults.groups.operators'],
      [`avss: [{avs: "${stranger}", probability: "0"}]`, 'faults.avss.avs'],
      [
        `avss: [{avs: "${S1}", operators: ["${stranger}"], probability: "0"}]`,
        'faults.avss.operators',
      ],
    ]) {
      for (const scope of ['', `, scope: {pool: "${P}"}`]) {
        const { errors } = await run(
          `{ lossDistribution(faults: {probability: "0.5", ${faults}}${scope}) { anyLoss } }`,
        )
        expect(errors?.[0].extensions.code, faults).toBe('BAD_USER_INPUT')
        expect(errors[0].message).toContain(message)
      }
    }
  })

  test.each(['0', '1.5', '', 'x', '0.5: 0.9', '0.5: 0.5, 1: 0.4', '0.5: 1: 1', '0.5: 0, 1: 1'])(
    'refuses the severity "%s"',
    async (severity) => {
      const { errors } = await run(
        `{ lossDistribution(faults: {probability: "0.5", severity: "${severity}"}) { anyLoss } }`,
      )
      expect(errors[0].extensions.code).toBe('BAD_USER_INPUT')
      expect(errors[0].message).toContain('faults.severity')
    },
  )

  test('repeats severities and faults of AVSs as assumptions', async () => {
    const { data } = await run(
      `{ lossDistribution(faults: {probability: "0.5", severity: "0.1: 0.9, 1: 0.1", avss: [{avs: "${S1.toUpperCase().replace('X', 'x')}", probability: "0.2",
           operators: ["${O1}"], severity: "1/2"}]}, scope: {pool: "${P}"}) { meta { assumptions { name value } } } }`,
    )
    expect(data.lossDistribution.meta.assumptions).toEqual([
      { name: 'probability', value: '0.5' },
      { name: 'severity', value: '0.1: 0.9, 1: 0.1' },
      { name: `fault of ${S1} for ${O1}`, value: '0.2' },
      { name: `severity of the fault of ${S1} for ${O1}`, value: '1/2' },
    ])
  })

  test('without slashable stake nothing is lost', async () => {
    const { data } = await run(
      `{ lossDistribution(faults: {probability: "0.5"}, scope: {pool: "${P}"}) { expectedLoss maximalLoss anyLoss tails { level valueAtRisk expectedShortfall lower } meta { method } } }`,
    )
    expect(data.lossDistribution).toEqual({
      expectedLoss: '0',
      maximalLoss: '0',
      anyLoss: '0',
      tails: ['0.95', '0.99', '0.999'].map((level) => ({
        level,
        valueAtRisk: '0',
        expectedShortfall: '0',
        lower: null,
      })),
      meta: { method: 'EXACT' },
    })
  })
})

test('worstOperators with a search answers where no AVS has stake: nothing can be controlled', async () => {
  const { data, errors } = await run(
    `{ worstOperators(k: 1, search: 1, scope: {pool: "${EMPTY_POOL}"}) { operators { id } value isOptimal meta { nullReason } } }`,
  )
  expect(errors).toBeUndefined()
  expect(data.worstOperators).toEqual({
    operators: [],
    value: '0',
    isOptimal: true,
    meta: { nullReason: null },
  })
})

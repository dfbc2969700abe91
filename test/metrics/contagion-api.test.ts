import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedRecording, serveRecording } from '../support/api/recorded-api'
import { FIXTURE, groundTruth } from '../support/recordings'
import { busiestPool } from '../support/risk/pool-network'
import { promisesIn, total } from '../support/risk/promises'

describe('the API on the recorded chain of the project', () => {
  let api: ServedRecording
  const truth = groundTruth(FIXTURE).at(-1)!
  const pool = busiestPool(truth)
  const at = `scope: {pool: "${pool}"}, block: {number: ${truth.block}}`
  const { registered } = promisesIn(truth, pool)
  const [avs] = [...registered].sort((a, b) => (total(a[1]) > total(b[1]) ? -1 : 1))[0]!
  const shocked = `shocked: [{avs: "${avs}"}]`
  /** All that can be slashed in some pool: more than faults are combined. */
  const allOperators = [
    ...new Set(
      Object.values(truth.operatorSets).flatMap(({ minSlashableNow }) =>
        Object.entries(minSlashableNow).flatMap(([operator, stakes]) =>
          Object.values(stakes).some((amount) => amount !== '0') ? [operator.toLowerCase()] : [],
        ),
      ),
    ),
  ].sort()
  /** All pools, added up by prices. */
  let priced: string

  beforeAll(async () => {
    api = await serveRecording('contagionapi', FIXTURE)
    const { assets } = await api.ask('{ assets { id } }')
    const prices = assets.map(({ id }: { id: string }, i: number) => {
      return `{asset: "${id}", value: "${i + 1}"}`
    })
    priced = `pricing: {numeraire: ETH, prices: [${prices}]}, block: {number: ${truth.block}}`
  }, 300_000)

  afterAll(async () => {
    await api?.close()
  })

  test('distress that does not die out is UNSTABLE, without a value; passed on once, it has one', async () => {
    const { linear, once } = await api.ask(
      `{ linear: contagion(${shocked}, fraction: "1", ${at}) { index rounds avss { distress nullReason } spectralRadius { atLeast } meta { nullReason } }
         once: contagion(${shocked}, fraction: "1", propagation: ONCE, ${at}) { index rounds avss { distress nullReason } meta { nullReason } } }`,
    )
    expect(linear).toMatchObject({ index: null, rounds: null, meta: { nullReason: 'UNSTABLE' } })
    expect(linear.avss[0]).toEqual({ distress: null, nullReason: 'UNSTABLE' })
    expect(Number(linear.spectralRadius.atLeast)).toBeGreaterThan(1)
    expect(once.meta.nullReason).toBeNull()
    expect(once.avss[0]).toEqual({ distress: '1', nullReason: null })
    expect(Number(once.index)).toBeGreaterThan(0)
  })

  test('repeats the assumptions', async () => {
    const { contagion } = await api.ask(
      `{ contagion(shocked: [{avs: "${avs.toUpperCase().replace('0X', '0x')}", distress: "1/4"}], fraction: "0.01", ${at}) { meta { method assumptions { name value } } } }`,
    )
    expect(contagion.meta).toEqual({
      method: 'EXACT',
      assumptions: [
        { name: 'fraction', value: '0.01' },
        { name: 'propagation', value: 'LINEAR' },
        { name: `shock of ${avs}`, value: '1/4' },
      ],
    })
  })

  test('an unknown pool has no answer; several pools without prices are UNPRICED', async () => {
    const unknown = `0x${'7'.repeat(40)}`
    const { a, b } = await api.ask(
      `{ a: contagion(${shocked}, fraction: "1", scope: {pool: "${unknown}"}) { index hasChannel avsCount impactCount avss { distress } impacts { part } spectralRadius { atMost } meta { nullReason } }
         b: contagion(${shocked}, fraction: "1", block: {number: ${truth.block}}) { index meta { nullReason } } }`,
    )
    expect(a).toEqual({
      index: null,
      hasChannel: null,
      avsCount: 0,
      impactCount: 0,
      avss: [],
      impacts: [],
      spectralRadius: null,
      meta: { nullReason: 'UNKNOWN_SCOPE' },
    })
    expect(b).toEqual({ index: null, meta: { nullReason: 'UNPRICED' } })
  })

  test('invalid arguments are refused', async () => {
    for (const args of [
      'shocked: [], fraction: "1"',
      `shocked: [{avs: "${avs}"}, {avs: "${avs}"}], fraction: "1"`,
      `shocked: [{avs: "${avs}", distress: "2"}], fraction: "1"`,
      `${shocked}, fraction: "1.5"`,
      `${shocked}, fraction: "1", basis: DELEGATED`,
      'shocked: [{avs: "0x12"}], fraction: "1"',
      `shocked: [{avs: "0x${'7'.repeat(40)}"}], fraction: "1"`,
    ]) {
      expect(await api.refuse(`{ contagion(${args}, ${at}) { index } }`), args).toMatchObject({
        code: 'BAD_USER_INPUT',
      })
    }
    const losses = `lossDistribution(faults: {probability: "0.1"}, ${at})`
    for (const args of ['level: "1"', 'level: "x"', 'level: "0.9", limit: 0']) {
      expect(await api.refuse(`{ ${losses} { avss(${args}) { avs { id } } } }`)).toMatchObject({
        code: 'BAD_USER_INPUT',
      })
    }
  })

  test('pages are parts of the full list, in one order', async () => {
    const part = (field: string, page: string) =>
      api.ask(
        `{ contagion(${shocked}, fraction: "0.02", ${at}) { ${field}(${page}) { ${
          field === 'avss' ? 'avs { id } distress' : 'by { id } on { id } part'
        } } } }`,
      )
    for (const field of ['avss', 'impacts']) {
      const all = (await part(field, 'limit: 1000')).contagion[field]
      const some = (await part(field, 'limit: 2, offset: 1')).contagion[field]
      expect(some).toEqual(all.slice(1, 3))
      const values = all.map((one: Record<string, string>) => Number(one.distress ?? one.part))
      expect([...values].sort((a, b) => b - a)).toEqual(values)
    }
  })

  test('tails from draws are near those of all combinations and repeatable; too few draws give no answer', async () => {
    // Nine faults, and then so many more, as good as never, that they are not combined.
    const [often, never] = [allOperators.slice(0, 9), allOperators.slice(9)]
    expect(never.length).toBeGreaterThan(9)
    const ask = async (rare: string, draws: number, level: string) => {
      const given = [
        ...often.map((operator) => `{operator: "${operator}", probability: "0.125"}`),
        ...never.map((operator) => `{operator: "${operator}", probability: "${rare}"}`),
      ]
      const { lossDistribution } = await api.ask(
        `{ lossDistribution(faults: {probability: "0", operators: [${given}]}, draws: ${draws}, ${priced}) { meta { method }
             avss(level: "${level}", limit: 50) { avs { id } valueAtRisk inDistress coVaR marginalShortfall tailDependence nullReason intervals { coVaR { lower upper } marginalShortfall { lower upper } } } } }`,
      )
      return lossDistribution
    }
    const exact = await ask('0', 1, '0.9')
    const drawn = await ask('0.000000001', 60_000, '0.9')
    expect([exact.meta.method, drawn.meta.method]).toEqual(['EXACT', 'BOUND'])
    expect((await ask('0.000000001', 60_000, '0.9')).avss).toEqual(drawn.avss)
    let compared = 0
    for (const [place, one] of drawn.avss.entries()) {
      const other = exact.avss[place]
      expect(one.avs).toEqual(other.avs)
      for (const name of ['inDistress', 'tailDependence']) {
        expect(Math.abs(Number(one[name]) - Number(other[name])), name).toBeLessThan(0.02)
      }
      const { coVaR, marginalShortfall } = one.intervals
      for (const [interval, value] of [
        [coVaR, other.coVaR],
        [marginalShortfall, other.marginalShortfall],
      ]) {
        const [lower, upper] = interval ? [interval.lower, interval.upper] : [value, value]
        expect(Number(lower)).toBeLessThanOrEqual(Number(value) * (1 + 1e-6))
        expect(Number(upper)).toBeGreaterThanOrEqual(Number(value) * (1 - 1e-6))
      }
      if (other.marginalShortfall === '0') continue
      expect(Number(one.marginalShortfall) / Number(other.marginalShortfall)).toBeCloseTo(1, 1)
      compared++
    }
    expect(compared).toBeGreaterThan(5)
    const few = await ask('0.000000001', 40, '0.99')
    expect(few.avss[0]).toMatchObject({ coVaR: null, nullReason: 'TOO_FEW_DRAWS' })
  })

  test('more draws than a request may inspect twice are refused, for a job as well', async () => {
    const { startJob } = await api.ask(
      `mutation { startJob(lossDistribution: {faults: {probability: "0.001"}, draws: 1100000, levels: ["0.9"], ${priced}}) { id } }`,
    )
    const job = async (fields: string) =>
      api.send(`{ job(id: "${startJob.id}") { state lossDistribution { ${fields} } } }`)
    let state = ''
    while (state !== 'DONE') {
      state = (await job('avsCount')).data.job.state
      await new Promise((done) => setTimeout(done, 50))
    }
    const { errors } = await job('avss(level: "0.9") { avs { id } }')
    expect(errors![0]!.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 1_000_000 })
  })
})

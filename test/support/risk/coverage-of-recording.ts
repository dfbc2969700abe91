import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  buildClientSchema,
  type GraphQLObjectType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../api/api-client'
import { createIndexedDatabase } from '../indexed-database'
import type { TestDatabase } from '../postgres'
import { CoverageCheck, type FieldArguments, selectAll } from './coverage'

/** What questions name. */
interface Names {
  /** AVSs, the one that most operators serve first. */
  readonly avss: readonly string[]
  readonly operators: readonly string[]
  readonly sets: readonly string[]
  readonly stakers: readonly string[]
}

/** A question: a field, its arguments, and those of the fields of its answer. */
interface Question {
  readonly field: string
  readonly given?: string
  readonly inner?: FieldArguments
}

/** Questions to all fields with figures that rest on prices and have coverage. */
const QUESTIONS: readonly ((names: Names) => Question)[] = [
  () => ({ field: 'exposure', given: 'of: AVSS' }),
  () => ({ field: 'exposure', given: 'of: OPERATOR_SETS, basis: SLASHABLE' }),
  ({ avss }) => ({
    field: 'criticality',
    given: `limit: 1000, fraction: "1/2", minimum: [${avss.map((avs) => `{avs: "${avs}", value: "5000"}`)}]`,
  }),
  () => ({ field: 'criticality', given: 'limit: 1000, basis: DELEGATED' }),
  ({ avss }) => ({
    field: 'leverage',
    inner: { 'Leverage.coverage': `avss: ${JSON.stringify(avss.slice(0, 3))}` },
  }),
  ...(
    [
      ['AVSS', 'JACCARD', 'REGISTERED'],
      ['AVSS', 'RUZICKA', 'REGISTERED'],
      ['AVSS', 'WEIGHTED_OVERLAP', 'SLASHABLE'],
      ['OPERATOR_SETS', 'RUZICKA', 'SLASHABLE'],
      ['OPERATORS', 'COSINE', 'REGISTERED'],
    ] as const
  ).map(([among, measure, basis]) => ({ avss, operators, sets }: Names): Question => {
    const [to] = { AVSS: avss, OPERATOR_SETS: sets, OPERATORS: operators }[among]
    return {
      field: 'overlap',
      given: `among: ${among}, measure: ${measure}, basis: ${basis}`,
      inner: { 'Overlap.nearest': `to: "${to}", k: 1000` },
    }
  }),
  ...['SLASHABLE', 'REGISTERED'].map((basis) => ({ stakers }: Names): Question => {
    return { field: 'lookThrough', given: `stakers: ${JSON.stringify(stakers)}, basis: ${basis}` }
  }),
  ({ stakers }) => ({ field: 'lookThrough', given: `staker: "${stakers[0]}"` }),
  ({ operators }) => ({ field: 'overload', given: `operators: ${JSON.stringify(operators)}` }),
  () => ({ field: 'overload' }),
  ...['SLASHABLE', 'MIN_SLASHABLE', 'DELEGATED'].flatMap((basis) =>
    ['1', '1000', '100000'].map((value) => ({ avss }: Names): Question => {
      const profit = avss.map((avs) => `{avs: "${avs}", value: "${value}"}`)
      const assumptions = `{profit: [${profit}], threshold: "1/3", psi: "1/100"}`
      return { field: 'robustness', given: `basis: ${basis}, assumptions: ${assumptions}` }
    }),
  ),
  ...['SLASHABLE', 'DELEGATED'].map((basis) => (): Question => {
    return { field: 'robustness', given: `basis: ${basis}` }
  }),
  ...['', 'basis: REGISTERED, '].map((basis) => (): Question => {
    return { field: 'robustness', given: `${basis}assumptions: {threshold: "1/3"}` }
  }),
  ({ avss }) => {
    const minima = avss.map((avs, index) => `{avs: "${avs}", value: "${10 ** (index % 7)}"}`)
    return { field: 'baseLayer', given: `depeg: {class: "alpha", minima: [${minima}]}` }
  },
  () => ({ field: 'baseLayer', given: 'basis: SLASHABLE, stakedEth: "30000000"' }),
  () => ({ field: 'exposure', given: 'grouping: "entity"' }),
  ...(
    [
      ['OPERATORS', 'DELEGATED', 'scope: {}'],
      ['OPERATORS', 'SLASHABLE', 'includeZeros: true'],
      ['STAKERS', 'DELEGATED', 'includeZeros: false'],
      ['POOLS', 'REGISTERED', 'includeZeros: false'],
      ['AVSS', 'REGISTERED', 'includeZeros: false'],
      ['ENTITIES', 'DELEGATED', 'includeZeros: false'],
    ] as const
  ).map(([of, basis, more]) => ({ avss }: Names): Question => {
    const scope = more === 'scope: {}' ? `scope: {avs: "${avss[0]}"}` : more
    return {
      field: 'concentration',
      given: `of: ${of}, basis: ${basis}, ${scope}`,
      inner: {
        'Concentration.lorenz': 'points: 5',
        'Concentration.top': 'k: 2',
        'Concentration.topMembers': 'k: 2',
        'Concentration.nakamoto': 'threshold: ONE_THIRD',
        'Concentration.nakamotoAt': 'threshold: "1/2"',
      },
    }
  }),
  () => ({ field: 'communities' }),
  () => ({ field: 'communities', given: 'basis: SLASHABLE' }),
  () => ({ field: 'controllers', given: 'by: SLASHER' }),
  () => ({ field: 'controllers', given: 'by: REDISTRIBUTION_RECIPIENT' }),
  ...['1/100', '1/1000000'].flatMap((probability) =>
    [
      () => '',
      ({ stakers }: Names) => `, stakers: ${JSON.stringify(stakers)}`,
      ({ avss }: Names) => `, avss: [{avs: "${avss[0]}", probability: "1/20", severity: "1/2"}]`,
    ].map((further) => (names: Names): Question => {
      const own = `operators: [{operator: "${names.operators[0]}", probability: "0"}]`
      const group = `groups: [{operators: ["${names.operators[1]}", "${names.operators[2]}"], probability: "1/10"}]`
      const [ofFaults, ofStake] = further(names).startsWith(', stakers')
        ? ['', further(names)]
        : [further(names), '']
      return {
        field: 'lossDistribution',
        given: `faults: {probability: "${probability}", ${own}, ${group}${ofFaults}}, levels: ["0.5", "0.99"]${ofStake}`,
        inner: {
          'LossDistribution.avss': 'level: "0.99", limit: 50',
          'LossDistribution.pools': 'level: "0.99", limit: 50',
        },
      }
    }),
  ),
  ...['SLASHABLE', 'REGISTERED'].flatMap((basis) =>
    [
      '',
      ', rules: {minimumShare: "2/3"}',
      ', rules: {minimumShare: "9/10", ejection: "1/10"}',
      ', rules: {ejection: "1/3"}',
    ].map((rules) => ({ avss, operators, stakers }: Names): Question => {
      const group = `{operators: ${JSON.stringify(operators.slice(0, 5))}, fraction: "1/2"}`
      const shocks = `[{byzantineAvs: {avs: "${avss[0]}"}}, {group: ${group}}, {loss: {operator: "${operators[0]}", fraction: "1/5"}}]`
      const of = `stakers: ${JSON.stringify(stakers)}`
      return { field: 'simulate', given: `shocks: ${shocks}, basis: ${basis}, ${of}${rules}` }
    }),
  ),
  ({ avss, operators }) => {
    const minimum = avss.map((avs) => `{avs: "${avs}", value: "5000"}`)
    return {
      field: 'simulate',
      given: `shocks: [{loss: {operator: "${operators[1]}", fraction: "1"}}], rules: {minimum: [${minimum}]}`,
    }
  },
  ...['REGISTERED', 'SLASHABLE', 'DELEGATED'].flatMap((basis) =>
    ['1/3', '1'].map((threshold) => (): Question => {
      return { field: 'worstOperators', given: `k: 3, basis: ${basis}, threshold: "${threshold}"` }
    }),
  ),
  ({ stakers }) => ({
    field: 'worstOperators',
    given: `k: 2, search: 0, stakers: ${JSON.stringify(stakers)}`,
  }),
  ...['REGISTERED', 'SLASHABLE', 'DELEGATED'].map((basis) => (): Question => {
    return { field: 'services', given: `basis: ${basis}` }
  }),
  () => ({ field: 'operatorRanking' }),
  ...(
    [
      ['AVSS', 'REGISTERED'],
      ['OPERATOR_SETS', 'SLASHABLE'],
    ] as const
  ).map(([among, basis]) => ({ operators }: Names): Question => {
    const groups = `[{operators: ["${operators[1]}", "${operators[2]}"], probability: "1/20"}]`
    const faults = `{probability: "1/100", operators: [{operator: "${operators[0]}", probability: "0"}], groups: ${groups}}`
    return { field: 'correlation', given: `among: ${among}, basis: ${basis}, faults: ${faults}` }
  }),
  ...(
    [
      ['REGISTERED', '1/100', 'LINEAR'],
      ['REGISTERED', '1/2', 'ONCE'],
      ['SLASHABLE', '1', 'LINEAR'],
    ] as const
  ).map(([basis, fraction, propagation]) => ({ avss }: Names): Question => {
    const shocked = `[{avs: "${avss[0]}"}, {avs: "${avss[1]}", distress: "1/3"}]`
    return {
      field: 'contagion',
      given: `shocked: ${shocked}, basis: ${basis}, fraction: "${fraction}", propagation: ${propagation}`,
    }
  }),
  // Rows are told apart by whom they are about, and slashings of one operator are not.
  () => ({ field: 'overview', given: 'since: 1000', inner: { 'Diff.slashings': 'limit: 1' } }),
]

/** More than any question costs. */
const LIMITS = { cost: 1e12, depth: 30, operationTimeoutMs: 600_000, responseBytes: 2 ** 30 }

/** A label file: assets in two classes, and operators in entities of two. */
async function labelsOf(api: TestApi): Promise<string> {
  const { assets, operators, leverage } = await api.ask(
    '{ assets(limit: 1000) { id } operators(limit: 1000) { id } leverage { meta { block { chainId } } } }',
  )
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).sort()
  const odd = (_: string, index: number) => index % 2 === 1
  const all = ids(assets)
  const entities = ids(operators).map((id, index) => [`entity ${index >> 1}`, id] as const)
  const entity: Record<string, string[]> = {}
  for (const [name, id] of entities) entity[name] = [...(entity[name] ?? []), id]
  const classes = { alpha: all.filter((id, i) => !odd(id, i)), beta: all.filter(odd) }
  const file = join(mkdtempSync(join(tmpdir(), 'coverage-')), 'labels.json')
  const { chainId } = leverage.meta.block
  const groupings = { assetClass: classes, entity }
  const label = { name: 'own', asOf: '2026-01-01', source: 'this test', chainId, groupings }
  writeFileSync(file, JSON.stringify(label))
  return file
}

/** Prices by asset: of one sort, so that each asset has a weight of its own. */
const priceOf = (index: number) => `${index + 2}/${index + 1}`

/** Prices are taken away one by one, at blocks of a recording. */
export function describeCoverage(name: string, dir: string, blocks: readonly number[]): void {
  describe(`without a price, ${name}`, () => {
    let database: TestDatabase
    let api: TestApi
    let schema: GraphQLSchema

    beforeAll(async () => {
      database = await createIndexedDatabase('coverage', dir)
      const unlabelled = await startTestApi(database.url)
      const labels = await labelsOf(unlabelled)
      await unlabelled.close()
      api = await startTestApi(database.url, LIMITS, [], { labelFiles: [labels] })
      schema = buildClientSchema(await api.ask(getIntrospectionQuery()))
    }, 600_000)

    afterAll(async () => {
      await api?.close()
      await database?.drop()
    })

    async function namesAt(block: number) {
      const at = `block: {number: ${block}}`
      const { avss, operators, operatorSets, stakers } = await api.ask(
        `{ avss(${at}, limit: 50) { address } operators(${at}, limit: 20) { address } operatorSets(${at}, limit: 20) { id } stakers(${at}, limit: 30) { address } }`,
      )
      const addresses = (rows: { address: string }[]) => rows.map(({ address }) => address)
      const names: Names = {
        avss: addresses(avss),
        operators: addresses(operators),
        stakers: addresses(stakers),
        sets: operatorSets.map(({ id }: { id: string }) => id),
      }
      return { at, names }
    }

    function asked({ field, given = '', inner = {} }: Question) {
      const root = schema.getQueryType()!.getFields()[field]!
      const type = getNamedType(root.type) as GraphQLObjectType
      const hasScope = root.args.some(({ name }) => name === 'scope')
      return { field, given, selection: selectAll(type, inner), hasScope }
    }

    test.each(blocks)(
      'no figure of block %i moves without its coverage, and what does not need it stays',
      async (block) => {
        const { at, names } = await namesAt(block)
        const { pools } = await api.ask(`{ pools(${at}, limit: 1000) { asset { address } } }`)
        const assets: string[] = [
          ...new Set<string>(
            pools.flatMap(
              ({ asset }: { asset: { address: string } | null }) => asset?.address ?? [],
            ),
          ),
        ].sort()
        const check = new CoverageCheck(schema)
        for (const question of QUESTIONS) {
          const { field, given, selection } = asked(question(names))
          const ask = async (missing: number | null) => {
            const prices = assets.flatMap((asset, index) => {
              return index === missing ? [] : [`{asset: "${asset}", value: "${priceOf(index)}"}`]
            })
            const pricing = `pricing: {numeraire: ETH, sources: [ARGUMENTS], prices: [${prices}]}`
            const data = await api.ask(`{ ${field}(${[given, pricing, at]}) { ${selection} } }`)
            return data[field]
          }
          const full = await ask(null)
          for (const missing of assets.keys()) check.compare(field, full, await ask(missing))
        }
        expect(check.breaches.slice(0, 20)).toEqual([])
        expect(check.moved).toBeGreaterThan(0)
        expect(check.kept).toBeGreaterThan(check.figures / 10)
      },
      600_000,
    )

    test('without any price, all figures are there pool by pool', async () => {
      const { at, names } = await namesAt(blocks.at(-1)!)
      for (const question of QUESTIONS) {
        const { field, given, selection, hasScope } = asked(question(names))
        const { [field]: whole } = await api.ask(
          `{ ${field}(${[given, at]}) { meta { nullReason } perPool(limit: 3) { pool { id } ${selection} } } }`,
        )
        if (whole.meta.nullReason === null) continue
        expect(['UNPRICED', 'ASSUMPTION_MISSING']).toContain(whole.meta.nullReason)
        expect(whole.perPool.length, field).toBeGreaterThan(0)
        for (const { pool, ...figures } of hasScope ? whole.perPool : []) {
          const own = `scope: {pool: "${pool.id}" `
          const inPool = given.includes('scope: {')
            ? given.replace('scope: {', own)
            : `${given} ${own}}`
          const { [field]: alone } = await api.ask(`{ ${field}(${[inPool, at]}) { ${selection} } }`)
          expect(figures).toEqual(alone)
        }
      }
    }, 600_000)
  })
}

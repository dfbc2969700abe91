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
import { someOf } from '../../long.mjs'
import { startTestApi, type TestApi } from '../api/api-client'
import { createIndexedDatabase } from '../indexed-database'
import type { TestDatabase } from '../postgres'
import { groundTruth } from '../recordings'
import { CoverageCheck, selectAll } from './coverage'
import { type Names, QUESTIONS, type Question } from './coverage-questions'

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

interface Token {
  readonly token: string
}

/** Prices by asset: of one sort, so that each asset has a weight of its own. */
const priceOf = (index: number) => `${index + 2}/${index + 1}`

/** Prices are taken away one by one, in CI three of them, at blocks of a recording. */
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
      const { avss, operators, operatorSets, stakers, rewardSubmissions, assets } = await api.ask(
        `{ avss(${at}, limit: 50) { address } operators(${at}, limit: 20) { address } operatorSets(${at}, limit: 20) { id } stakers(${at}, limit: 30) { address } assets(${at}, limit: 1000) { address decimals } rewardSubmissions(where: {block_lte: ${block}}, limit: 1000) { token } }`,
      )
      const addresses = (rows: { address: string }[]) => rows.map(({ address }) => address)
      const names: Names = {
        avss: addresses(avss),
        operators: addresses(operators),
        stakers: addresses(stakers),
        sets: operatorSets.map(({ id }: { id: string }) => id),
        from: groundTruth(dir)[0]!.block,
        to: block,
        rewards: [...new Set<string>(rewardSubmissions.map(({ token }: Token) => token))]
          .sort()
          .map((token) => {
            const asset = assets.find(({ address }: { address: string }) => address === token)
            return { token, decimals: asset?.decimals ?? null }
          }),
      }
      return { at, names }
    }

    function asked({ field, given = '', inner = {}, priced = [] }: Question) {
      const root = schema.getQueryType()!.getFields()[field]!
      const type = getNamedType(root.type) as GraphQLObjectType
      const hasScope = root.args.some(({ name }) => name === 'scope')
      const hasPools = type.getFields().perPool !== undefined
      const hasBlock = root.args.some(({ name }) => name === 'block')
      return {
        field,
        given,
        selection: selectAll(type, inner),
        priced,
        hasScope,
        hasPools,
        hasBlock,
      }
    }

    test('every field with prices is asked', async () => {
      const { names } = await namesAt(blocks.at(-1)!)
      const fields = Object.values(schema.getQueryType()!.getFields())
      const priced = fields.filter(({ args }) => args.some((one) => one.name === 'pricing'))
      const questions = QUESTIONS.map((question) => question(names).field)
      // Prices alone are no figures of stake.
      const expected = priced.map(({ name }) => name).filter((name) => name !== 'prices')
      expect([...new Set(questions)].sort()).toEqual(expected.sort())
    })

    test.each(blocks)(
      'no figure of block %i moves without its coverage, and what does not need it stays',
      async (block) => {
        const { at, names } = await namesAt(block)
        const { pools } = await api.ask(`{ pools(${at}, limit: 1000) { asset { address } } }`)
        const ofPools: string[] = [
          ...new Set<string>(
            pools.flatMap(
              ({ asset }: { asset: { address: string } | null }) => asset?.address ?? [],
            ),
          ),
        ]
        const check = new CoverageCheck(schema)
        for (const question of QUESTIONS) {
          const { field, given, selection, priced, hasBlock } = asked(question(names))
          const assets = [...new Set([...ofPools, ...priced])].sort()
          const ask = async (missing: number | null) => {
            const prices = assets.flatMap((asset, index) => {
              return index === missing ? [] : [`{asset: "${asset}", value: "${priceOf(index)}"}`]
            })
            const pricing = `pricing: {numeraire: ETH, sources: [ARGUMENTS], prices: [${prices}]}`
            const data = await api.ask(
              `{ ${field}(${[given, pricing, hasBlock ? at : '']}) { ${selection} } }`,
            )
            return data[field]
          }
          const full = await ask(null)
          for (const missing of someOf([...assets.keys()], 3)) {
            check.compare(field, full, await ask(missing))
          }
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
        const { field, given, selection, hasScope, hasPools } = asked(question(names))
        if (!hasPools) continue
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

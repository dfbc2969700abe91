import { graphql } from 'graphql'
import { createSchema } from 'graphql-yoga'
import { describe, expect, test } from 'vitest'
import { assumed } from '../../../src/metrics/define/argument'
import { count, part } from '../../../src/metrics/define/arguments'
import { blockArgument } from '../../../src/metrics/define/measure'
import { avsValues } from '../../../src/metrics/define/members'
import { metaOf } from '../../../src/metrics/define/meta'
import {
  metric,
  type RootField,
  rootField,
  unanswered,
  without,
} from '../../../src/metrics/define/metric'
import { expensive, field, object, paged } from '../../../src/metrics/define/object'
import { schemaPart } from '../../../src/metrics/define/schema'
import type { RiskSources } from '../../../src/metrics/define/sources'
import { decimal, int, list, nullable, string } from '../../../src/metrics/define/type'
import { UNKNOWN_HEADER } from '../../../src/reads/block-times'
import type { ApiContext, BlockPoint } from '../../../src/reads/context'
import { ALWAYS_READING } from '../../support/api/always-reading'

const A = `0x${'a'.repeat(40)}`
const BLOCK: BlockPoint = {
  chainId: 1,
  number: 5,
  ...UNKNOWN_HEADER,
  finalized: true,
  isHead: true,
}
/** A context whose only block is number 5, and that has no database. */
const CONTEXT = { ...ALWAYS_READING, at: async () => BLOCK } as unknown as ApiContext

const half = metric({
  name: 'half',
  doc: 'Half of a part.',
  args: {
    part: assumed(part('The part.', '1/2')),
    minimum: avsValues('Minima.'),
    block: blockArgument,
  },
  answer: object('Half', 'A half.', {
    value: field(nullable(decimal), 'The half.'),
    minima: field(int, 'How many minima.'),
    digits: paged(string, 'Its digits.'),
  }),
  async compute({ part, minimum, block }, { context }) {
    const meta = metaOf(await context.at(block), 'SLASHABLE', null, {
      assumptions: [{ name: 'rounding', value: 'none' }],
    })
    if (part.num === 0n) return unanswered(without(meta, 'ZERO_TOTAL'), { minima: minimum.size })
    const value = { num: part.num, den: 2n * part.den }
    return { meta, value, minima: minimum.size, digits: (from, to) => ['0', '5'].slice(from, to) }
  },
})

const BASE = `scalar BigDecimal scalar BigInt scalar Bytes scalar UnixTime scalar UInt32 type Query { _: Boolean }
  input BlockInput { number: Int }`

async function ask(fields: readonly RootField[], source: string) {
  const { typeDefs, resolvers } = schemaPart(fields, {} as RiskSources)
  const schema = createSchema({ typeDefs: [BASE, typeDefs], resolvers })
  const { data, errors } = await graphql({ schema, source, contextValue: CONTEXT })
  return errors ? { message: errors[0]!.message, ...errors[0]!.extensions } : data
}

describe('a metric', () => {
  test('is declared as a field of Query, whose answer has meta at its end', () => {
    expect(half.sdl).toBe(`extend type Query {
  "Half of a part."
  half(
    "The part."
    part: String! = "1/2"
    "Minima."
    minimum: [ProfitInput!]
    "Block whose state is measured. Default: the last indexed block."
    block: BlockInput
  ): Half!
}`)
    const { sdl } = half.uses.find(({ name }) => name === 'Half')!
    expect(sdl).toMatch(/meta: RiskMeta!\n}$/)
  })

  test('answers by types, and repeats assumptions: those of arguments, then its own', async () => {
    const query = `{ half(part: "1/4", minimum: [{avs: "${A}", value: "7"}]) { value minima digits(limit: 1, offset: 1)
      meta { basis nullReason method block { number } assumptions { name value } } } }`
    expect(await ask([half], query)).toEqual({
      half: {
        value: '0.125',
        minima: 1,
        digits: ['5'],
        meta: {
          basis: 'SLASHABLE',
          nullReason: null,
          method: 'EXACT',
          block: { number: 5 },
          assumptions: [
            { name: 'part', value: '1/4' },
            { name: `minimum of ${A}`, value: '7' },
            { name: 'rounding', value: 'none' },
          ],
        },
      },
    })
  })

  test('without a value says why, has what is known, and is empty otherwise', async () => {
    const query = `{ half(part: "0", minimum: [{avs: "${A}", value: "7"}]) { value minima digits meta { nullReason assumptions { name } } } }`
    expect(await ask([half], query)).toEqual({
      half: {
        value: null,
        minima: 1,
        digits: [],
        meta: {
          nullReason: 'ZERO_TOTAL',
          assumptions: [{ name: 'part' }, { name: `minimum of ${A}` }, { name: 'rounding' }],
        },
      },
    })
  })

  test('refuses wrong arguments, also those of its fields where it has no value', async () => {
    expect(await ask([half], '{ half(part: "2") { value } }')).toMatchObject({
      message: 'part cannot be "2".',
      code: 'BAD_USER_INPUT',
    })
    expect(await ask([half], '{ half(part: "0") { digits(limit: 1001) } }')).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit: 1_000,
    })
  })
})

describe('a field of Query', () => {
  test('may return what is left to compute once everything was read', async () => {
    const steps: string[] = []
    const later = rootField({
      name: 'later',
      doc: 'A list.',
      args: { count: count('How many.') },
      type: list(int),
      async compute({ count }) {
        steps.push('read')
        return async ({ report }) => {
          steps.push('computed')
          report({ done: 1, total: 1 })
          return [count]
        }
      },
    })
    expect(later.arguments).toBe('    "How many."\n    count: Int!\n')
    const work = await later.prepare({} as RiskSources, { count: 3 }, CONTEXT)
    expect(steps).toEqual(['read'])
    const reports: object[] = []
    expect(await work({ report: (progress) => reports.push(progress) })).toEqual([3])
    expect(reports).toEqual([{ done: 1, total: 1 }])
    expect(await ask([later], '{ later(count: 2) }')).toEqual({ later: [2] })
  })

  test('shares types with others: each is declared once, and two of one name are a defect', () => {
    const other = metric({ ...definition('other'), answer: object('Other', 'Other.', {}) })
    const { typeDefs } = schemaPart([half, other], {} as RiskSources)
    for (const name of ['Half', 'Other', 'RiskMeta', 'RiskMember']) {
      expect(typeDefs.split(`type ${name} {`).length, name).toBe(2)
    }
    const clash = metric({ ...definition('clash'), answer: object('Half', 'Not a half.', {}) })
    expect(() => schemaPart([half, clash], {} as RiskSources)).toThrow(
      'The type Half is declared twice.',
    )
  })
})

const definition = (name: string) => ({
  name,
  doc: name,
  args: { block: blockArgument },
  compute: async () => unanswered(metaOf(BLOCK, null, 'EMPTY')),
})

describe('the estimate of what a metric computes', () => {
  const heavy = rootField({
    name: 'heavy',
    doc: '',
    args: { draws: count('', { maximum: 100 }), block: blockArgument },
    type: object('Heavy', '', {
      plain: field(int, ''),
      page: paged(int, ''),
      slow: expensive(70, paged(int, '')),
      byDraws: expensive(
        ({ limit }, { draws = 9 } = {}) => Number(limit) * Number(draws),
        paged(int, ''),
      ),
    }),
    estimate: ({ draws }) => draws * 3,
    compute: async () => ({ plain: 1, page: () => [], slow: () => [], byDraws: () => [] }),
  })

  test('is by its arguments; another block has to be read; one that declares none is not free', () => {
    expect(heavy.estimate({ draws: 5 })).toBe(15)
    expect(heavy.estimate({ draws: 5, block: { number: 5 } })).toBe(265)
    expect(half.estimate({ part: '1', minimum: [] })).toBe(100)
  })

  test('is nothing for arguments that are refused before anything is computed', () => {
    expect(heavy.estimate({ draws: 101 })).toBe(0)
  })

  test('is of fields, too, that are computed when they are selected', () => {
    const { Query, Heavy } = schemaPart([heavy], {} as RiskSources).estimates!
    expect(Query!.heavy!({ draws: 5 })).toBe(15)
    expect(Object.keys(Heavy!)).toEqual(['page', 'slow', 'byDraws'])
    expect(Heavy!.page!({})).toBe(0.5)
    expect(Heavy!.slow!({})).toBe(70)
    expect(Heavy!.byDraws!({ limit: 2 }, { draws: 5 })).toBe(10)
    expect(Heavy!.byDraws!({ limit: 2 })).toBe(18)
  })
})

import { printType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { assumed, optional } from '../../../src/metrics/define/argument'
import { limit, part } from '../../../src/metrics/define/arguments'
import { coverageFields, stakeAmount } from '../../../src/metrics/define/coverage'
import { operatorIds, operatorPosition } from '../../../src/metrics/define/members'
import { member } from '../../../src/metrics/define/meta'
import { matrixMetric } from '../../../src/metrics/define/metric'
import { field, object, paged } from '../../../src/metrics/define/object'
import { int, list } from '../../../src/metrics/define/type'
import { rankedShares } from '../../../src/risk/graph/columns'
import {
  O1,
  O3,
  P,
  Q,
  run,
  S1,
  S2,
  schemaWith,
  TOKEN_P,
  useToyNetwork,
} from '../../support/risk/toy-network'

/*
 * A metric that one file declares is a metric of the API: with its types, arguments, refusals, meta and empty answer.
 */

const stakeOfOperator = object('ToyStake', 'Stake of an operator.', {
  operator: field(member, 'The operator, or group.'),
  stake: field(stakeAmount, 'The part of its stake that counts.'),
  ...coverageFields,
})

const toyAvs = object('ToyAvs', 'Stake behind an AVS.', {
  avs: field(member, 'The AVS.'),
  operators: paged(stakeOfOperator, 'Its operators, the largest first.'),
})

const toyMetric = matrixMetric({
  name: 'toyStake',
  doc: 'A part of the stake of operators, AVS by AVS.',
  args: {
    operators: optional(operatorIds('Only these operators. Default: all.')),
    part: assumed(part('The part that counts, in [0, 1].', '1')),
    limit: limit(50),
  },
  answer: object('Toy', 'A part of the stake.', {
    avss: field(list(toyAvs), 'AVS by AVS, by id.'),
    avsCount: field(int, 'How many AVSs there are.'),
  }),
  compute({ operators, part, limit }, { stake, covered }) {
    const matrix = stake('SERVICE')
    const { rows, columns } = matrix
    const chosen = operators?.map((id) => operatorPosition(rows, id, 'operators'))
    return {
      avsCount: columns.length,
      avss: columns.slice(0, limit).map((avs, column) => ({
        avs,
        operators: (from, to) =>
          rankedShares(matrix, column)
            .filter(({ row }) => chosen?.includes(row) ?? true)
            .slice(from, to)
            .map(({ row, value }) => ({
              operator: rows[row]!,
              stake: value.times(part),
              ...covered([value]),
            })),
      })),
    }
  },
})

useToyNetwork()
const schema = schemaWith([toyMetric])
const at = `scope: {pool: "${P}"}`
const FIELDS = 'avsCount avss { avs { id } operators { operator { id address name } stake } }'
const META = 'meta { block { number } basis grouping nullReason assumptions { name value } }'
const ask = (args: string, fields = `${FIELDS} ${META}`) =>
  run(`{ toyStake${args && `(${args})`} { ${fields} } }`, schema)

describe('a metric that one file declares', () => {
  test('is in the schema with its types, its own arguments and those of every matrix of stake', () => {
    const { toyStake } = schema.getQueryType()!.getFields()
    expect(toyStake!.args.map(({ name }) => name)).toEqual([
      'operators',
      'part',
      'limit',
      'scope',
      'basis',
      'pricing',
      'grouping',
      'block',
    ])
    expect(printType(schema.getType('Toy')!)).toBe(`"""A part of the stake."""
type Toy {
  """AVS by AVS, by id."""
  avss: [ToyAvs!]!

  """How many AVSs there are."""
  avsCount: Int!

  """
  Pool by pool, by id, where stake lies in several pools and no prices were given, so that amounts do not add up; otherwise empty.
  """
  perPool(
    """How many, 1 to 1000."""
    limit: Int! = 100

    """How many to skip."""
    offset: Int! = 0
  ): [ToyOfPool!]!

  """What was measured, where, and why a value is missing."""
  meta: RiskMeta!
}`)
  })

  test('answers with values, meta and the assumptions that were made', async () => {
    const { data, errors } = await ask(`part: "1/3", operators: ["${O1}", "${O3}"], ${at}`)
    expect(errors).toBeUndefined()
    expect(data.toyStake.meta).toEqual({
      block: { number: 100 },
      basis: 'REGISTERED',
      grouping: null,
      nullReason: null,
      assumptions: [{ name: 'part', value: '1/3' }],
    })
    const { operators } = data.toyStake.avss.find(
      (one: { avs: { id: string } }) => one.avs.id === S1,
    )
    expect(operators).toEqual([
      { operator: { id: O1, address: O1, name: null }, stake: '16.6666666666666667' },
      { operator: { id: O3, address: O3, name: null }, stake: '5' },
    ])
  })

  test('measures groups, blocks of the past, and pages', async () => {
    const { data } = await ask(
      `grouping: "entity", block: {number: 15}, ${at}`,
      `avss { avs { id } operators(limit: 1) { operator { id address } stake } } ${META}`,
    )
    expect(data.toyStake.meta).toMatchObject({
      block: { number: 15 },
      grouping: expect.stringContaining('entity'),
    })
    const [, one] = data.toyStake.avss.filter((one: { avs: { id: string } }) =>
      [S1, S2].includes(one.avs.id),
    )
    expect(one.operators).toEqual([{ operator: { id: 'Acme', address: null }, stake: '1029' }])
  })

  test('is empty, with the reason, where nothing is known', async () => {
    const unknown = await ask(`scope: {pool: "0x${'7'.repeat(40)}"}`)
    expect(unknown.data.toyStake).toEqual({ avsCount: 0, avss: [], meta: expect.anything() })
    expect(unknown.data.toyStake.meta.nullReason).toBe('UNKNOWN_SCOPE')
  })

  test('without prices has its members, amounts that are unknown, and all figures pool by pool', async () => {
    const rows =
      'avss { avs { id } operators { operator { id } stake nullReason coverage { pools pricedPools holders pricedHolders isComplete unpriced { id } } } }'
    const { data } = await ask(
      '',
      `${rows} perPool { pool { id } ${rows} meta { nullReason } } ${META}`,
    )
    const { avss, perPool, meta } = data.toyStake
    expect(meta.nullReason).toBe('UNPRICED')
    expect(perPool.map((one: { pool: { id: string } }) => one.pool.id)).toEqual([P, Q])
    for (const { pool, avss: own, meta } of perPool) {
      const alone = await ask(`scope: {pool: "${pool.id}"}`, rows)
      expect({ avss: own, meta }).toEqual({
        avss: alone.data.toyStake.avss,
        meta: { nullReason: null },
      })
    }
    const held = perPool.flatMap(({ avss }: { avss: { operators: object[] }[] }) =>
      avss.flatMap((one) => one.operators),
    )
    expect(held.length).toBeGreaterThan(0)
    const unknown = avss.flatMap((one: { operators: { nullReason: string | null }[] }) =>
      one.operators.filter(({ nullReason }) => nullReason),
    )
    expect(unknown.length).toBeGreaterThan(0)
    for (const one of unknown) {
      expect(one).toMatchObject({
        stake: null,
        nullReason: 'UNPRICED',
        coverage: { pricedPools: 0, holders: 1, pricedHolders: 0, isComplete: false },
      })
    }
  })

  test('with some prices says of each row whether it is complete', async () => {
    const rows =
      'avss { operators { stake nullReason coverage { isComplete unpriced { id } } } } meta { coverage { isComplete unpriced { id } } }'
    const { data } = await ask(
      `pricing: {numeraire: ETH, prices: [{asset: "${TOKEN_P}", value: "1"}], sources: [ARGUMENTS]}`,
      rows,
    )
    expect(data.toyStake.meta.coverage).toEqual({ isComplete: false, unpriced: [{ id: Q }] })
    const [o2, o3] = data.toyStake.avss[0].operators
    // O2 holds 30 of P, at 1 for 100, and 7 of Q, which has no price.
    expect(o2).toEqual({
      stake: '0.3',
      nullReason: null,
      coverage: { isComplete: false, unpriced: [{ id: Q }] },
    })
    expect(o3).toEqual({
      stake: '0.15',
      nullReason: null,
      coverage: { isComplete: true, unpriced: [] },
    })
  })

  test.each([
    ['part: "2"', 'BAD_USER_INPUT', 'part cannot be "2".'],
    ['limit: 1001', 'LIMIT_EXCEEDED', 'limit cannot be 1001.'],
    [`operators: ["${O1}", "${O1}"]`, 'BAD_USER_INPUT', `operators cannot be "${O1}".`],
    [`operators: ["${S1}"]`, 'BAD_USER_INPUT', `operators cannot be "${S1}".`],
    ['grouping: "color"', 'BAD_USER_INPUT', 'grouping cannot be "color".'],
  ])('refuses %s', async (args, code, message) => {
    const { errors } = await ask(`${args}, ${at}`)
    expect(errors[0]).toMatchObject({ message, extensions: { code } })
  })

  test('refuses wrong arguments of its fields', async () => {
    const { errors } = await ask(at, 'avss { operators(limit: 0) { stake } }')
    expect(errors[0]).toMatchObject({ message: 'limit cannot be 0.' })
  })

  test('leaves the other metrics as they are', async () => {
    const { data } = await run(
      `{ toyStake(${at}) { avsCount } exposure(${at}) { columns { member { id } } } }`,
      schema,
    )
    expect(data.exposure.columns.length).toBe(data.toyStake.avsCount)
  })
})

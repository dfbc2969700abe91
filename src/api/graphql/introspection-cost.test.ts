import {
  buildSchema,
  type ExecutionResult,
  execute,
  type FragmentDefinitionNode,
  getIntrospectionQuery,
  type IntrospectionOptions,
  Kind,
  parse,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS, type Limits } from '../limits'
import { buildSchema as buildOurSchema, schemaParts } from '../schema/schema'
import { checkOperation } from './check'
import { parseDocument } from './document'
import { introspectionCost } from './introspection-cost'
import { selectedFields } from './selection'

const schema = buildSchema(
  'type Query { a(x: Int, y: Int): A b: Int } type A { c: Int } enum E { F G H }',
)
const TYPES = Object.keys(schema.getTypeMap()).length

function costOf(query: string): number {
  const { definitions } = parse(query)
  const fragments = definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  )
  const scope = {
    fragments: Object.fromEntries(fragments.map((node) => [node.name.value, node])),
    variables: {},
  }
  const [operation] = definitions
  const set = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : undefined
  return introspectionCost(schema, scope, selectedFields(scope, [set])[0]!)
}

describe('introspection costs what it returns', () => {
  test('every type, for each field that is selected of it', () => {
    expect(costOf('{ __schema { types { name } } }')).toBe(Math.ceil((1 + 2 * TYPES) / 16))
    expect(costOf('{ __schema { types { name kind } } }')).toBe(Math.ceil((1 + 3 * TYPES) / 16))
  })

  test('a description as four', () => {
    expect(costOf('{ __schema { types { description } } }')).toBe(Math.ceil((1 + 5 * TYPES) / 16))
  })

  test('lists of one type as the longest ones', () => {
    const longest = Math.max(
      ...Object.values(schema.getTypeMap()).map((type) =>
        'getFields' in type ? Object.keys(type.getFields()).length : 0,
      ),
    )
    expect(costOf('{ __type(name: "A") { fields { name } } }')).toBe(
      Math.ceil((1 + 2 * longest) / 16),
    )
  })

  test('an alias as much as another field', () => {
    const query = getIntrospectionQuery()
    const twice = query.replace('types {', 'again: types { ...FullType } types {')
    expect(costOf(twice)).toBeGreaterThan(1.8 * costOf(query))
  })

  test('fragments that double are not followed to their end', () => {
    const fragments = Array.from(
      { length: 40 },
      (_, i) =>
        `fragment f${i} on __Type { a: ofType { ...f${i + 1} } b: ofType { ...f${i + 1} } }`,
    )
    const query = `{ __type(name: "A") { ...f0 } } ${fragments.join(' ')} fragment f40 on __Type { name }`
    expect(costOf(query)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('the introspection query of graphql-js costs half of what an operation may, and its answer takes two thirds, at most', () => {
  const ours = buildOurSchema(schemaParts(DEFAULT_LIMITS, { labelFiles: [], priceFile: null }))
  const half = Object.fromEntries(
    Object.entries(DEFAULT_LIMITS).map(([name, limit]) => [
      name,
      typeof limit === 'number' ? limit / 2 : limit,
    ]),
  ) as unknown as Limits
  const all: IntrospectionOptions = {
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  }

  test.each([
    ['by default', {}],
    ['with all options', all],
    ['without descriptions', { descriptions: false }],
  ])('%s', (_, options) => {
    const document = parseDocument(getIntrospectionQuery(options), half)
    const { cost } = checkOperation(ours, { document }, half)
    expect(cost.cost).toBeLessThan(half.cost)
    const answer = execute({ schema: ours, document }) as ExecutionResult
    expect(answer.errors).toBeUndefined()
    // 4.6 MiB of 8 by default, 5.1 with all options: a third is left for new entities.
    const bytes = Buffer.byteLength(JSON.stringify(answer))
    expect(bytes).toBeLessThan((2 / 3) * DEFAULT_LIMITS.responseBytes)
  })
})

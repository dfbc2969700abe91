import { getIntrospectionQuery } from 'graphql'
import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../limits'
import { buildSchema, schemaParts } from '../schema/schema'
import { checkOperation } from './check'
import { parseDocument } from './document'
import { placeOf } from './place'

const schema = buildSchema(schemaParts(DEFAULT_LIMITS))

function place(query: string, variableValues: Record<string, unknown> = {}) {
  const document = parseDocument(query, DEFAULT_LIMITS)
  return placeOf(checkOperation(schema, { document, variableValues }, DEFAULT_LIMITS))
}

describe('an operation runs', () => {
  test.each([
    ['rows', '{ operators { id stakes { shares } } _meta { block { number } } }'],
    ['a short metric of the last block', '{ concentration(of: OPERATORS) { hhi gini } }'],
    ['a part of the schema', '{ __type(name: "Operator") { fields { name } } }'],
    ['names of types', '{ __schema { types { name } } }'],
    [
      'parts of the result of a job, which have threads of their own',
      '{ job(id: "x") { lossDistribution { avss(level: "0.9") { avs { id } } } } }',
    ],
  ])('where requests are served, if it asks for %s', (_, query) => {
    expect(place(query)).toBe('MAIN')
  })

  test.each([
    ['a metric that may be long', '{ overlap(among: AVSS) { pairCount } }'],
    [
      'the graph of an earlier block',
      '{ concentration(of: OPERATORS, block: {number: 7}) { hhi } }',
    ],
    ['thousands of holders', '{ concentration(of: STAKERS) { hhi } }'],
    [
      'many short ones',
      `{ ${Array.from({ length: 12 }, (_, i) => `a${i}: concentration(of: OPERATORS) { hhi }`).join(' ')} }`,
    ],
    ['the schema as clients do', getIntrospectionQuery()],
    ['rows and a long one', '{ operators { id } a: overlap(among: AVSS) { pairCount } }'],
  ])('in a thread, if it asks for %s', (_, query) => {
    expect(place(query)).toBe('WORKER')
  })

  test('by its variables', () => {
    const query = 'query ($of: ConcentrationPopulation!) { concentration(of: $of) { hhi } }'
    expect(place(query, { of: 'OPERATORS' })).toBe('MAIN')
    expect(place(query, { of: 'STAKERS' })).toBe('WORKER')
  })

  test('nowhere, if it hides a long computation behind a job', () => {
    const query = '{ job(id: "x") { id } a: overlap(among: AVSS) { pairCount } }'
    expect(() => place(query)).toThrow('job and overlap')
  })
})

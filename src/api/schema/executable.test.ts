import { buildASTSchema, validateSchema } from 'graphql'
import pino from 'pino'
import { expect, test } from 'vitest'
import { failureOf } from '../jobs/failures'
import { Jobs } from '../jobs/jobs'
import { DEFAULT_LIMITS } from '../limits'
import { RareLog } from '../rare-log'
import { documentOf, executableSchema } from './executable'
import { schemaParts } from './schema'

test('the schema, which no process validates at its start, is valid', () => {
  const parts = schemaParts(
    DEFAULT_LIMITS,
    {},
    new Jobs(DEFAULT_LIMITS.jobs, failureOf(new RareLog(pino()))),
  )
  // Throws at what is declared twice, or nowhere.
  expect(validateSchema(buildASTSchema(documentOf(parts)))).toEqual([])
})

test.each([
  ['Query', 'other'],
  ['Other', 'one'],
  ['Kind', 'ONE'],
])('a resolver of %s.%s, which no part declares, is refused', (type, field) => {
  const typeDefs = 'type Query { one: Int } enum Kind { ONE }'
  const resolvers = { [type]: { [field]: () => 1 } }
  expect(() => executableSchema([{ typeDefs, resolvers }])).toThrow(`no field ${type}.${field}`)
})

// Prints the schema of the API, without descriptions. A release commits it, for test/project/released-schema.test.ts:
//   npm run schema:release
import { createRequire } from 'node:module'
import graphql from 'graphql'

// The build of graphql that the API loads: types of two builds do not know each other.
const require = createRequire(import.meta.url)
const { buildSchema, schemaParts } = require('../lib/api/schema/schema.js')
const { Jobs } = require('../lib/api/jobs/jobs.js')
const { DEFAULT_LIMITS } = require('../lib/api/limits.js')

const { lexicographicSortSchema, parse, print, printSchema, visit } = graphql
const jobs = new Jobs(DEFAULT_LIMITS.jobs, String)
const schema = buildSchema(schemaParts(DEFAULT_LIMITS, {}, jobs))
const sdl = visit(parse(printSchema(lexicographicSortSchema(schema))), {
  enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
})
process.stdout.write(`${print(sdl)}\n`)

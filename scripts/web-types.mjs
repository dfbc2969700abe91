// Writes the types of the queries of the dashboard, for the schema of the API:
//   npm run codegen:web
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import graphql from 'graphql'

// The build of graphql that the API loads: types of two builds do not know each other.
const require = createRequire(import.meta.url)
const { codegen } = require('@graphql-codegen/core')
const operations = require('@graphql-codegen/typescript-operations')
const { buildSchema, schemaParts } = require('../lib/api/schema/schema.js')
const { Jobs } = require('../lib/api/jobs/jobs.js')
const { DEFAULT_LIMITS } = require('../lib/api/limits.js')

const { parse, printSchema } = graphql
const at = (name) => new URL(`../web/src/${name}`, import.meta.url)
const schema = buildSchema(schemaParts(DEFAULT_LIMITS, {}, new Jobs(DEFAULT_LIMITS.jobs, String)))
const text = await codegen({
  schema: parse(printSchema(schema)),
  documents: readdirSync(at('queries'))
    .sort()
    .map((name) => ({ document: parse(readFileSync(at(`queries/${name}`), 'utf8')) })),
  filename: 'types.generated.ts',
  pluginMap: { operations },
  plugins: [{ operations: {} }],
  config: {
    skipTypename: true,
    enumsAsTypes: true,
    onlyOperationTypes: true,
    // Amounts are integers of any size, as text.
    scalars: {
      BigInt: 'string',
      BigDecimal: 'string',
      Bytes: 'string',
      DateTime: 'string',
      UnixTime: 'number',
      UInt32: 'number',
      JSON: 'unknown',
    },
  },
})
if (process.argv.includes('--print')) process.stdout.write(text)
else writeFileSync(at('data/types.generated.ts'), text)

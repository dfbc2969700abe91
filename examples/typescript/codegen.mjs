// Writes operations.ts, types and documents of operations.graphql, for the schema that a running API serves:
//   node examples/typescript/codegen.mjs http://127.0.0.1:4350
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parse } from 'graphql'

const require = createRequire(import.meta.url)
const { codegen } = require('@graphql-codegen/core')
const pluginMap = {
  operations: require('@graphql-codegen/typescript-operations'),
  documents: require('@graphql-codegen/typed-document-node'),
}

const at = (name) => new URL(name, import.meta.url)
const [api = 'http://127.0.0.1:4350'] = process.argv.slice(2)
const sdl = await (await fetch(`${api}/schema.graphql`)).text()
const text = await codegen({
  schema: parse(sdl),
  documents: [{ document: parse(readFileSync(at('operations.graphql'), 'utf8')) }],
  filename: 'operations.ts',
  pluginMap,
  plugins: [{ operations: {} }, { documents: {} }],
  config: {
    skipTypename: true,
    // Amounts are integers of any size, as text.
    scalars: { BigInt: 'string', BigDecimal: 'string', Bytes: 'string' },
  },
})
writeFileSync(at('operations.ts'), text)

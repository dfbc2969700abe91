// Writes src/facts/enums.generated.ts and src/ledger/rows.generated.ts from schema.graphql, in the working directory:
//   node scripts/rows.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kind, parse } from 'graphql'

/** TypeScript types of the columns. A reference holds the key of its row, so it is a string, like an id. */
const SCALARS = {
  ID: 'string',
  String: 'string',
  /** Lower-case 0x-hex. */
  Bytes: 'string',
  Boolean: 'boolean',
  Int: 'number',
  BigInt: 'bigint',
  /** Unix seconds. */
  DateTime: 'number',
  JSON: 'unknown',
}
/** Fields that the store adds to a row of which there are versions. */
const VERSION_FIELDS = ['id', 'fromBlock', 'toBlock']
const MAX_WIDTH = 100

const { definitions } = parse(readFileSync('schema.graphql', 'utf8'))
const entities = definitions.filter(({ kind }) => kind === Kind.OBJECT_TYPE_DEFINITION)
const enums = definitions.filter(({ kind }) => kind === Kind.ENUM_TYPE_DEFINITION)
const isState = ({ fields }) => fields.some(({ name }) => name.value === 'toBlock')

write('src/facts/enums.generated.ts', [
  '/* Enums of schema.graphql, written by scripts/rows.mjs. Do not edit. */',
  ...enums.map(enumOf),
])
write('src/ledger/rows.generated.ts', [
  '/*\n * Rows of the tables of schema.graphql, written by scripts/rows.mjs. Do not edit.\n *\n' +
    ' * References hold keys, bytes are lower-case 0x-hex, times are unix seconds. The store adds `id`, `fromBlock` and\n' +
    ' * `toBlock` to rows with versions.\n */',
  importOf(enums.map(({ name }) => name.value).filter(isColumn)),
  ...entities.map(rowOf),
  tablesOf('StateTables', 'Tables whose rows have versions.', entities.filter(isState)),
  tablesOf(
    'EventTables',
    'Tables whose rows are written once.',
    entities.filter((entity) => !isState(entity)),
  ),
])

/** Other enums are those of computed fields. */
function isColumn(name) {
  return entities.some(({ fields }) => fields.some(({ type }) => nameOf(type) === name))
}

function nameOf(type) {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type)
}

function write(path, parts) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${parts.join('\n\n')}\n`)
}

function importOf(names) {
  const lines = names.toSorted().map((name) => `  ${name},`)
  return `import type {\n${lines.join('\n')}\n} from '../facts/enums.generated'`
}

function enumOf(definition) {
  const values = definition.values.map(({ name }) => `'${name.value}'`)
  const head = `export type ${definition.name.value} =`
  const line = `${head} ${values.join(' | ')}`
  const text = line.length <= MAX_WIDTH ? line : [head, ...values.map((v) => `  | ${v}`)].join('\n')
  return `${comment(definition)}\n${text}`
}

function rowOf(entity) {
  const added = isState(entity) ? VERSION_FIELDS : []
  const columns = entity.fields.filter(
    ({ name, directives }) =>
      !added.includes(name.value) && !directives.some((one) => one.name.value === 'derivedFrom'),
  )
  const lines = columns.map(({ name, type }) => `  ${name.value}: ${typeOf(type)}`)
  return `${comment(entity)}\nexport interface ${rowName(entity)} {\n${lines.join('\n')}\n}`
}

function tablesOf(name, description, entities) {
  const lines = entities.map((entity) => `  ${tableName(entity)}: ${rowName(entity)}`)
  return `/** ${description} */\nexport interface ${name} {\n${lines.join('\n')}\n}`
}

function typeOf(type) {
  if (type.kind === Kind.NON_NULL_TYPE) return valueType(type.type)
  const value = valueType(type)
  return value === 'unknown' ? value : `${value} | null`
}

/** Type of a value that is not null. */
function valueType(type) {
  if (type.kind === Kind.LIST_TYPE) return `${typeOf(type.type)}[]`
  const name = type.name.value
  if (enums.some((one) => one.name.value === name)) return name
  if (entities.some((one) => one.name.value === name)) return 'string'
  if (name in SCALARS) return SCALARS[name]
  throw new Error(`schema.graphql: no TypeScript type for ${name}`)
}

function rowName({ name }) {
  return `${name.value}Row`
}

function tableName({ name }) {
  return name.value[0].toLowerCase() + name.value.slice(1)
}

function comment({ description }) {
  return `/** ${description.value} */`
}

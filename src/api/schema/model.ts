import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type {
  ConstDirectiveNode,
  EnumTypeDefinitionNode,
  FieldDefinitionNode,
  ObjectTypeDefinitionNode,
  TypeNode,
} from 'graphql'
import { Kind, parse } from 'graphql'
import { COMPUTED } from '../../reads/computed/fields'
import type {
  Entity,
  EnumType,
  Field,
  Model,
  ReferenceField,
  ValueField,
  ValueType,
} from '../../reads/entities'
import { referenceOf } from '../../reads/entities'
import { camel, plural, snake } from './naming'

/** In the root of the package, beside src/ and lib/. */
const MODEL_FILE = join(__dirname, '../../../schema.graphql')

const SCALARS: ReadonlySet<string> = new Set([
  'ID',
  'String',
  'Int',
  'Boolean',
  'BigInt',
  'BigDecimal',
  'Bytes',
  'DateTime',
  'JSON',
])

/**
 * Columns of a state that the API hides. `id` names one version; the `id` of the API is the key. `toBlock` is known only
 * by later blocks, and an answer for a block must not depend on those.
 */
const HIDDEN = new Set(['id', 'key', 'toBlock'])

/** Entities whose key is the name of an enum value, and has its case. All other keys are lower-case (facts/ids.ts). */
const ENUM_KEYS = new Set(['Protocol'])

/** Type of the ids of an entity: filters of type ID accept any case. */
const idType = (entity: string) => (ENUM_KEYS.has(entity) ? 'String' : 'ID')

/** The model of this release, from schema.graphql. */
export function loadModel(): Model {
  return parseModel(readFileSync(MODEL_FILE, 'utf8'))
}

/**
 * Reads a data model in the squid dialect of GraphQL SDL.
 *
 * @param sdl text of schema.graphql
 * @throws Error for an unsupported definition, at start
 */
export function parseModel(sdl: string): Model {
  const definitions = parse(sdl).definitions
  const enums = new Map<string, EnumType>()
  const objects: ObjectTypeDefinitionNode[] = []
  for (const node of definitions) {
    if (node.kind === Kind.ENUM_TYPE_DEFINITION) enums.set(node.name.value, enumType(node))
    else if (node.kind === Kind.OBJECT_TYPE_DEFINITION) objects.push(node)
    else throw new Error(`schema.graphql: ${node.kind} is not supported.`)
  }
  const names = new Map(objects.map((node) => [node.name.value, isLasting(node)]))
  const entities = new Map(objects.map((node) => [node.name.value, entity(node, names, enums)]))
  const model = { entities, enums }
  for (const one of entities.values()) checkLists(model, one)
  return model
}

/** Whether rows of a type exist from the first log that names them on, and never end. */
function isLasting({ fields = [] }: ObjectTypeDefinitionNode): boolean {
  return fields.some((node) => node.name.value === 'firstSeenBlock')
}

function enumType(node: EnumTypeDefinitionNode): EnumType {
  return {
    name: node.name.value,
    description: node.description?.value ?? '',
    values: (node.values ?? []).map((value) => ({
      name: value.name.value,
      description: value.description?.value ?? '',
    })),
  }
}

function entity(
  node: ObjectTypeDefinitionNode,
  names: ReadonlyMap<string, boolean>,
  enums: ReadonlyMap<string, EnumType>,
): Entity {
  const name = node.name.value
  const directive = node.directives?.find((one) => one.name.value === 'entity')
  if (!directive) throw new Error(`schema.graphql: ${name} is not an entity.`)
  const nodes = node.fields ?? []
  const key = nodes.find((one) => one.name.value === 'key')
  const fields = new Map<string, Field>()
  if (key) {
    const id = { ...field(key, names, enums), name: 'id', type: idType(name) }
    fields.set('id', id as ValueField)
  }
  for (const one of nodes) {
    if (key && HIDDEN.has(one.name.value)) continue
    // The value in the last event: the API computes its value at the block (reads/computed).
    if (one.name.value.startsWith('stored')) continue
    const read = field(one, names, enums)
    fields.set(read.name, read)
    if (read.kind === 'reference') fields.set(`${read.name}Id`, idOf(read))
  }
  for (const computed of COMPUTED[name] ?? []) fields.set(computed.name, computed)
  fields.set('versionId', versionId(key ? 'key' : 'id'))
  for (const needed of key ? ['fromBlock', 'toBlock'] : ['block']) {
    if (!nodes.some((one) => one.name.value === needed))
      throw new Error(`schema.graphql: ${name} has no ${needed}.`)
  }
  const single = camel(name)
  return {
    name,
    table: snake(name),
    kind: key ? 'state' : 'event',
    identity: key ? 'key' : 'id',
    description: node.description?.value ?? '',
    fields,
    query: {
      list: argument(directive, 'listQueryName') ?? plural(single),
      one: argument(directive, 'queryName') ?? `${single}ById`,
      connection: `${plural(single)}Connection`,
    },
    connectionType: `${plural(name)}Connection`,
  }
}

/** The key of a row for caches of clients: fields, references and lists of one row are those of the block that is read. */
function versionId(identity: Entity['identity']): ValueField {
  return {
    kind: 'value',
    name: 'versionId',
    type: 'String',
    enumName: null,
    isList: false,
    nullable: false,
    column: identity,
    description:
      'The id and the block that is read, as `id@block`: the key of this row for the cache of a client, which would mix blocks by id alone.',
    expression: (row) => `${row.column(identity)} || '@' || ${row.block()}::text`,
    isOutputOnly: true,
  }
}

/** @param names of the entities, and whether their rows last */
function field(
  node: FieldDefinitionNode,
  names: ReadonlyMap<string, boolean>,
  enums: ReadonlyMap<string, EnumType>,
): Field {
  const name = node.name.value
  const description = node.description?.value ?? ''
  const { type, isList, nullable } = unwrap(node.type)
  const derived = node.directives?.find((one) => one.name.value === 'derivedFrom')
  if (derived) {
    const mappedBy = argument(derived, 'field')
    if (!isList || !mappedBy) throw new Error(`schema.graphql: ${name} is not a derived list.`)
    return { kind: 'list', name, target: type, mappedBy, description }
  }
  if (names.has(type)) {
    const isCertain = !nullable && names.get(type) === true
    const column = `${snake(name)}_id`
    return { kind: 'reference', name, target: type, nullable, column, description, isCertain }
  }
  const isEnum = enums.has(type)
  if (!isEnum && !SCALARS.has(type)) throw new Error(`schema.graphql: ${name} has type ${type}.`)
  return {
    kind: 'value',
    name,
    type: isEnum ? 'ENUM' : (type as ValueType),
    enumName: isEnum ? type : null,
    isList,
    nullable,
    column: snake(name),
    description,
  }
}

/** The column of a reference as a field of its own, with the id of the row that it names. */
function idOf({ name, target, nullable, column }: ReferenceField): ValueField {
  const description = `Id of \`${name}\`${nullable ? '; null: none' : ''}. Costs less than \`${name} { id }\`.`
  const type = idType(target)
  const of = { kind: 'value', enumName: null, isList: false } as const
  return { ...of, name: `${name}Id`, type, nullable, column, description }
}

function unwrap(node: TypeNode): { type: string; isList: boolean; nullable: boolean } {
  if (node.kind === Kind.NON_NULL_TYPE) return { ...unwrap(node.type), nullable: false }
  if (node.kind === Kind.LIST_TYPE) {
    return { type: unwrap(node.type).type, isList: true, nullable: true }
  }
  return { type: node.name.value, isList: false, nullable: true }
}

function argument(directive: ConstDirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((one) => one.name.value === name)?.value
  return value?.kind === Kind.STRING ? value.value : null
}

/** A list needs its reference on the other side; without this check, the first request would fail. */
function checkLists(model: Model, one: Entity): void {
  for (const list of one.fields.values()) {
    if (list.kind !== 'list') continue
    const target = model.entities.get(list.through?.entity ?? list.target)
    if (!target || referenceOf(target, list.mappedBy).target !== one.name) {
      throw new Error(
        `schema.graphql: ${one.name}.${list.name} is derived from a reference that does not exist.`,
      )
    }
  }
}

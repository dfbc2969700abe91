import {
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isObjectType,
} from 'graphql'
import type { Random } from '../sim/random'
import { EnumName, literal } from './literal'

/** Values that the rows of an entity have, by field, as the API writes them. */
export type Samples = ReadonlyMap<string, ReadonlyMap<string, readonly unknown[]>>

/** A query for both servers, which differ in cursors only. */
export interface RandomQuery {
  kind: 'list' | 'connection' | 'one'
  text(after: string | null): string
  variables: Record<string, unknown>
}

const OPERATOR =
  /^(.*?)_(isNull|eq|not_eq|gte?|lte?|in|not_in|(?:not_)?(?:containsInsensitive|contains|startsWith|endsWith)|contains(?:All|Any|None)|json(?:Contains|HasKey)|every|some|none)$/

/** Queries that OpenReader answers, by a seed; known-differences.ts says what they leave out. */
export class Queries {
  private readonly entities: readonly string[]
  /** Those that have rows. */
  private readonly filled: readonly string[]

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly samples: Samples,
    private readonly random: Random,
  ) {
    this.entities = [...samples.keys()]
    this.filled = this.entities.filter((entity) => samples.get(entity)!.get('id')!.length > 0)
  }

  next(): RandomQuery {
    const entity = this.random.pick(this.random.chance(0.8) ? this.filled : this.entities)
    const draw = this.random.next()
    if (draw < 0.1) return this.one(entity)
    return draw < 0.35 ? this.connection(entity) : this.list(entity)
  }

  private one(entity: string): RandomQuery {
    const field = this.root((one) => `${one.type}` === entity)
    const id = this.random.chance(0.8) ? this.sample(entity, 'id') : `${this.sample(entity, 'id')}0`
    const rows = this.selection(entity, 2)
    return {
      kind: 'one',
      text: () => `query ($id: String!) { rows: ${field}(id: $id) ${rows} }`,
      variables: { id },
    }
  }

  private list(entity: string): RandomQuery {
    const field = this.root((one) => `${one.type}` === `[${entity}!]!`)
    const { declared, where, variables } = this.filter(entity)
    const args = `${where} orderBy: ${this.order(entity)}, ${this.page(20)}`
    const rows = this.selection(entity, 2)
    const text = `query ${declared} { rows: ${field}(${args}) ${rows} }`
    return { kind: 'list', text: () => text, variables }
  }

  private connection(entity: string): RandomQuery {
    const field = this.root((one, name) => name.endsWith('Connection') && nodeOf(one) === entity)
    const { declared, where, variables } = this.filter(entity)
    const args = `${where} orderBy: ${this.order(entity)}, first: ${this.random.between(1, 15)}`
    const page = `edges { cursor node ${this.selection(entity, 1)} } totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`
    return {
      kind: 'connection',
      text: (after) =>
        `query ${declared} { rows: ${field}(${args}, after: ${literal(after)}) { ${page} } }`,
      variables,
    }
  }

  private root(is: (field: GraphQLField<unknown, unknown>, name: string) => boolean): string {
    const fields = Object.entries(this.schema.getQueryType()!.getFields())
    return fields.find(([name, field]) => is(field, name))![0]
  }

  /** The where argument, as a literal or a variable. */
  private filter(entity: string) {
    if (this.random.chance(0.1)) return { declared: '', where: '', variables: {} }
    const value = this.where(entity, 3)
    if (this.random.chance(0.5))
      return { declared: '', where: `where: ${literal(value)},`, variables: {} }
    const declared = `($where: ${entity}WhereInput)`
    return {
      declared,
      where: 'where: $where,',
      variables: { where: JSON.parse(JSON.stringify(value)) },
    }
  }

  private page(limit: number): string {
    const offset = this.random.chance(0.3) ? `, offset: ${this.random.between(0, 5)}` : ''
    return `limit: ${this.random.between(0, limit)}${offset}`
  }

  /** Terms of one reference next to each other, and the id last. */
  private order(entity: string): string {
    const type = this.schema.getType(`${entity}OrderByInput`) as GraphQLEnumType
    const names = type.getValues().map(({ name }) => name)
    const references = Object.values(this.fieldsOf(entity)).filter((field) => isOne(field))
    const terms = Array.from({ length: this.random.between(0, 3) }, () => this.random.pick(names))
    const group = (term: string) =>
      references.find(({ name }) => term.startsWith(`${name}_`))?.name ?? term
    const groups = [...new Set(terms.map(group))]
    const grouped = groups.flatMap((one) => terms.filter((term) => group(term) === one))
    return `[${[...grouped, this.random.pick(['id_ASC', 'id_DESC'])].join(', ')}]`
  }

  private fieldsOf(entity: string) {
    return (this.schema.getType(entity) as GraphQLObjectType).getFields()
  }

  private selection(entity: string, depth: number): string {
    const fields = Object.values(this.fieldsOf(entity))
    const chosen = new Set([fields[0]!])
    for (let n = this.random.between(1, 6); n > 0; n--) chosen.add(this.random.pick(fields))
    const lines = [...chosen].map((field) => {
      const type = getNamedType(field.type)
      if (!isObjectType(type)) return field.name
      if (depth === 0) return '__typename'
      const nested = this.selection(type.name, depth - 1)
      if (isOne(field)) return `${field.name} ${nested}`
      const where = this.random.chance(0.4) ? `where: ${literal(this.where(type.name, 1))}, ` : ''
      const args = `${where}orderBy: ${this.order(type.name)}, ${this.page(5)}`
      return `${field.name}(${args}) ${nested}`
    })
    return `{ ${lines.join(' ')} }`
  }

  private where(entity: string, depth: number): Record<string, unknown> {
    const type = this.schema.getType(`${entity}WhereInput`) as GraphQLInputObjectType
    const names = Object.keys(type.getFields()).filter((name) => name !== 'AND' && name !== 'OR')
    const where: Record<string, unknown> = {}
    for (let n = this.random.pick([0, 1, 1, 1, 2, 2, 3]); n > 0; n--) {
      const name = this.random.pick(names)
      where[name] = this.value(entity, name, depth)
    }
    // No condition, and no alternative.
    const exclusions = names.filter((name) => name.endsWith('_not_in'))
    if (this.random.chance(0.1)) where[this.random.pick(exclusions)] = []
    for (const name of ['AND', 'OR']) {
      if (depth === 0 || !this.random.chance(0.25)) continue
      const items = Array.from({ length: this.random.between(0, 3) }, () =>
        this.where(entity, depth - 1),
      )
      where[name] = this.random.chance(0.05) ? null : items
    }
    return where
  }

  private value(entity: string, name: string, depth: number): unknown {
    const [, field, operator] = OPERATOR.exec(name) ?? [name, name, 'one']
    if (operator === 'isNull') return this.random.chance(0.5)
    if (this.random.chance(0.04)) return null
    const isQuantifier = operator === 'every' || operator === 'some' || operator === 'none'
    if (operator === 'one' || isQuantifier) {
      const target = getNamedType(this.fieldsOf(entity)[field!]!.type).name
      const where = this.where(target, Math.max(depth - 1, 0))
      return operator === 'every' ? { id_not_eq: '', ...where } : where
    }
    if (/^(not_)?in$/.test(operator!) || /^contains[A-Z](ll|ny|one)$/.test(operator!)) {
      return Array.from({ length: this.random.between(0, 3) }, () => this.single(entity, field!))
    }
    return this.operand(entity, field!, operator!)
  }

  private operand(entity: string, field: string, operator: string): unknown {
    const value = this.single(entity, field)
    if (/json/.test(operator) || isJson(value)) return this.json(value, operator)
    if (!/(contains|With)/.test(operator) || typeof value !== 'string') return value
    const start = this.random.between(0, value.length)
    const cut = value.slice(start, start + this.random.between(0, 8))
    const part = /starts/.test(operator)
      ? value.slice(0, start)
      : /ends/.test(operator)
        ? value.slice(start)
        : cut
    // Ids are found in any case here.
    return field !== 'id' && this.random.chance(0.2) ? part.toUpperCase() : part
  }

  private json(value: unknown, operator: string): unknown {
    const object = isJson(value) ? (value as Record<string, unknown>) : { a: '1' }
    const keys = Object.keys(object)
    if (operator === 'jsonHasKey') return this.random.pick([...keys, 'none'])
    if (operator !== 'jsonContains' || keys.length === 0) return object
    const key = this.random.pick(keys)
    return { [key]: object[key] }
  }

  /** A value that a row has, or another one of its type. */
  private single(entity: string, field: string): unknown {
    const type = getNamedType(this.fieldsOf(entity)[field]!.type)
    if (isEnumType(type)) return new EnumName(this.random.pick(type.getValues()).name)
    const value = this.sample(entity, field)
    if (this.random.chance(0.75)) return value
    if (type.name === 'Int') return (value as number) + this.random.between(-2, 2)
    if (type.name === 'BigInt')
      return `${BigInt(value as string) + BigInt(this.random.between(-2, 2))}`
    return type.name === 'String' ? `${value}x` : value
  }

  private sample(entity: string, field: string): unknown {
    const known = this.samples.get(entity)?.get(field) ?? []
    if (known.length > 0) return this.random.pick(known)
    return OTHERWISE[getNamedType(this.fieldsOf(entity)[field]!.type).name]
  }
}

/** Values of fields that no row has. */
const OTHERWISE: Record<string, unknown> = {
  ...{ Int: 1, BigInt: '1', String: 'a', Boolean: true, Bytes: '0x00', JSON: {} },
  DateTime: '2024-01-01T00:00:00.000000Z',
}

const isJson = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof EnumName)

/** Whether a field is one row of another entity. */
const isOne = ({ type }: { type: unknown }) =>
  isObjectType(getNamedType(type as GraphQLObjectType)) && !`${type}`.startsWith('[')

/** The entity of a connection. */
function nodeOf(field: GraphQLField<unknown, unknown>): string {
  const edges = (getNamedType(field.type) as GraphQLObjectType).getFields().edges
  const node = edges && (getNamedType(edges.type) as GraphQLObjectType).getFields().node
  return node ? getNamedType(node.type).name : ''
}

import type {
  Entity,
  Field,
  ListField,
  Model,
  ReferenceField,
  ValueField,
} from '../../reads/entities'
import { entityOf } from '../../reads/entities'
import { apiError } from '../../reads/errors'
import type { Comparison, Condition, Membership, Quantifier } from './conditions'

/** The meaning of one field of a where input. */
export type WhereMember =
  | { kind: 'compare'; field: ValueField; how: Comparison }
  | { kind: 'member'; field: ValueField; how: Membership }
  | { kind: 'null'; field: ValueField | ReferenceField }
  | { kind: 'one'; field: ReferenceField }
  | { kind: 'many'; field: ListField; how: Quantifier }

const EQUALITY: readonly Comparison[] = ['eq', 'not_eq']
const RANGE: readonly Comparison[] = ['gt', 'gte', 'lt', 'lte']
const TEXT: readonly Comparison[] = [
  'contains',
  'not_contains',
  'containsInsensitive',
  'not_containsInsensitive',
  'startsWith',
  'not_startsWith',
  'endsWith',
  'not_endsWith',
]
const LISTED: readonly Membership[] = ['in', 'not_in']

type Operators = readonly [comparisons: readonly Comparison[], memberships: readonly Membership[]]

const OF_TEXT: Operators = [[...EQUALITY, ...RANGE, ...TEXT], LISTED]
const OF_NUMBER: Operators = [[...EQUALITY, ...RANGE], LISTED]
const OF_NAME: Operators = [EQUALITY, LISTED]
const OF_LIST: Operators = [[], ['containsAll', 'containsAny', 'containsNone']]

const OPERATORS: Record<ValueField['type'], Operators> = {
  ID: OF_TEXT,
  String: OF_TEXT,
  Int: OF_NUMBER,
  UInt32: OF_NUMBER,
  BigInt: OF_NUMBER,
  BigDecimal: OF_NUMBER,
  DateTime: OF_NUMBER,
  Bytes: OF_NAME,
  ENUM: OF_NAME,
  Boolean: [EQUALITY, []],
  JSON: [[...EQUALITY, 'jsonContains', 'jsonHasKey'], []],
}

const cache = new WeakMap<Entity, ReadonlyMap<string, WhereMember>>()

/** The fields of an entity's where input by name, except AND and OR. */
export function whereMembers(entity: Entity): ReadonlyMap<string, WhereMember> {
  const known = cache.get(entity)
  if (known) return known
  const members = new Map<string, WhereMember>()
  for (const field of entity.fields.values()) {
    if (field.kind === 'value' && field.isOutputOnly) continue
    for (const [suffix, member] of membersOf(field)) members.set(`${field.name}${suffix}`, member)
  }
  cache.set(entity, members)
  return members
}

function* membersOf(field: Field): Generator<[string, WhereMember]> {
  if (field.kind === 'list') {
    for (const how of ['every', 'some', 'none'] as const) {
      yield [`_${how}`, { kind: 'many', field, how }]
    }
    return
  }
  yield ['_isNull', { kind: 'null', field }]
  if (field.kind === 'reference') {
    yield ['', { kind: 'one', field }]
    return
  }
  const [comparisons, memberships] = field.isList ? OF_LIST : OPERATORS[field.type]
  for (const how of comparisons) yield [`_${how}`, { kind: 'compare', field, how }]
  for (const how of memberships) yield [`_${how}`, { kind: 'member', field, how }]
}

/**
 * Parses a coerced where input.
 *
 * AND adds conditions to its siblings. OR is an alternative to them: `{a_eq: 1, OR: [{b_eq: 2}]}` is a = 1 or b = 2,
 * as in the API of squids. Empty inputs have no effect.
 *
 * Null is a value, as in the API of squids: a comparison with it is neither true nor false, which excludes the row. A filter of
 * a reference or a list that is null is an empty one, and `not_in` nothing is no condition.
 *
 * @returns null if there is no condition
 * @throws ApiError BAD_USER_INPUT if `_isNull` is null
 */
export function parseWhere(model: Model, entity: Entity, input: unknown): Condition | null {
  if (input == null) return null
  const { AND, OR, ...members } = input as Record<string, unknown>
  const all: Condition[] = []
  for (const [name, value] of Object.entries(members)) {
    const condition = parseMember(model, entity, name, value)
    if (condition) all.push(condition)
  }
  all.push(...parseItems(model, entity, AND))
  const siblings = join('and', all)
  if (OR == null) return siblings
  return join('or', [...(siblings ? [siblings] : []), ...parseItems(model, entity, OR)])
}

function parseItems(model: Model, entity: Entity, inputs: unknown): Condition[] {
  return ((inputs ?? []) as unknown[])
    .map((input) => parseWhere(model, entity, input))
    .filter((condition) => condition !== null)
}

function join(op: 'and' | 'or', items: Condition[]): Condition | null {
  return items.length > 1 ? { op, items } : (items[0] ?? null)
}

function parseMember(model: Model, entity: Entity, name: string, value: unknown): Condition | null {
  const member = whereMembers(entity).get(name)
  if (!member) throw new Error(`${entity.name} has no filter ${name}.`)
  if (value === null && member.kind === 'null') {
    throw apiError('BAD_USER_INPUT', `${name} is null.`, {
      hint: `Give ${name} true or false, or leave it out.`,
    })
  }
  switch (member.kind) {
    case 'null':
      return { op: 'null', field: member.field, yes: value as boolean }
    case 'compare':
      return { op: 'compare', field: member.field, how: member.how, value }
    case 'member': {
      const values = (value ?? [null]) as unknown[]
      if (member.how === 'not_in' && values.length === 0) return null
      return { op: 'member', field: member.field, how: member.how, values }
    }
    case 'one': {
      const where = parseWhere(model, entityOf(model, member.field.target), value)
      return where && { op: 'one', field: member.field, where }
    }
    case 'many': {
      const where = parseWhere(model, entityOf(model, member.field.target), value)
      if (member.how === 'every' && !where) return null
      return { op: 'many', field: member.field, how: member.how, where }
    }
  }
}

import fc from 'fast-check'
import { orderTerms } from '../../../src/api/sql/order-input'
import { whereMembers } from '../../../src/api/sql/where-input'
import type { Entity, Field, Model } from '../../../src/reads/entities'
import { entityOf } from '../../../src/reads/entities'

/** A query of rows with variables. */
export interface RandomQuery {
  query: string
  variables: { yes: boolean; limit: number; offset: number; text: string }
}

/**
 * Queries of lists, connections, rows by id and nested rows, with aliases, fragments, directives, type names and the head.
 * @param blocks that some of them name
 */
export function rowQueries(
  model: Model,
  ids: ReadonlyMap<string, readonly string[]>,
  blocks: readonly number[] = [],
): fc.Arbitrary<RandomQuery> {
  const block = fc.constantFrom('', '', ...blocks.map((number) => `block: {number: ${number}}`))
  const meta = fc.constantFrom('', '', ...META)
  const roots = fc.array(rootOf(model, ids), { minLength: 1, maxLength: 3 })
  const variables = fc.record({
    yes: fc.boolean(),
    limit: fc.integer({ min: 0, max: 20 }),
    offset: fc.integer({ min: 0, max: 5 }),
    text: fc.constantFrom('0', 'a', '0x', 'é"\\'),
  })
  return fc.tuple(roots, variables, block, meta).map(([fields, values, at, head]) => ({
    query: `query ($yes: Boolean!, $limit: Int!, $offset: Int, $text: String!) { _: __typename @include(if: $yes) __typename @skip(if: $yes) ${fields
      .map((field, index) => `r${index}: ${field(at)}`)
      .join(' ')} ${head} ...unused @skip(if: true) }
      fragment unused on Query { v: blocks(limit: $limit, offset: $offset, where: {id_contains: $text}) { id } }`,
    variables: values,
  }))
}

/** Fields about the index that change with it alone. */
const META = [
  '_meta { block { number hash timestamp } finalized @skip(if: $yes) finalized digest network }',
  'squidStatus { height } _meta { head lag indexingError missingContracts }',
]

/** A root field, by its argument `block`. */
type RootField = (block: string) => string

function rootOf(
  model: Model,
  ids: ReadonlyMap<string, readonly string[]>,
): fc.Arbitrary<RootField> {
  return fc.constantFrom(...model.entities.values()).chain((entity) => {
    const rows = selection(model, entity, 3)
    const one = fc
      .tuple(fc.constantFrom('none', ...(ids.get(entity.name) ?? [])), rows)
      .map(([id, set]): RootField => {
        return (block) => `${entity.query.one}(id: ${JSON.stringify(id)} ${block}) ${set}`
      })
    const list = fc.tuple(listArguments(model, entity, SIZES), rows).map(
      ([args, set]): RootField =>
        (block) =>
          `${entity.query.list}(${args} ${block}) ${set}`,
    )
    const connection = fc
      .tuple(listArguments(model, entity, PAGES), fc.constantFrom(...PARTS), rows)
      .map(([args, parts, set]): RootField => {
        return (block) => `${entity.query.connection}(${args} ${block}) ${parts(set)}`
      })
    return fc.oneof(
      { weight: 3, arbitrary: list },
      { weight: 1, arbitrary: one },
      { weight: 2, arbitrary: connection },
    )
  })
}

const SIZES = [
  '',
  'limit: 3',
  'limit: $limit',
  'limit: $limit, offset: $offset',
  'limit: 7, offset: 2',
]
const PAGES = ['', 'first: 3', 'first: $limit', 'last: 2', 'last: $limit', 'first: 0']
/** Selections of a connection, by that of its rows. */
const PARTS: readonly ((rows: string) => string)[] = [
  (rows) => `{ edges { node ${rows} } }`,
  (rows) => `{ __typename totalCount edges { c: cursor __typename n: node ${rows} node { id } } }`,
  () => '{ edges { cursor @skip(if: $yes) __typename } pageInfo { __typename hasNextPage } }',
  () => '{ pageInfo { hasNextPage hasPreviousPage startCursor endCursor } total: totalCount }',
  (rows) =>
    `{ a: edges { node ${rows} } b: edges { node { id } cursor } pageInfo { s: startCursor } }`,
]

function listArguments(
  model: Model,
  entity: Entity,
  sizes: readonly string[],
): fc.Arbitrary<string> {
  const order = fc.uniqueArray(fc.constantFrom(...orderTerms(model, entity).keys()), {
    maxLength: 3,
  })
  const size = fc.constantFrom(...sizes)
  return fc.tuple(order, size, where(entity)).map(([terms, limit, condition]) => {
    const parts = [`orderBy: [${terms.join(', ')}]`, limit, condition && `where: {${condition}}`]
    return parts.filter(Boolean).join(', ')
  })
}

/** Conditions whose values fit any row. */
function where(entity: Entity): fc.Arbitrary<string> {
  const conditions = [...whereMembers(entity)].flatMap(([name, member]) => {
    if (member.kind === 'null') return [`${name}: $yes`, `${name}: false`]
    if (member.kind === 'many') return [`${name}: {}`]
    if (member.kind !== 'compare') return []
    const { type } = member.field
    if (type === 'ID' && /contains|startsWith/i.test(name)) return [`${name}: $text`]
    if (type === 'Int' && /_(gt|lte)$/.test(name)) return [`${name}: $limit`, `${name}: 100`]
    return type === 'BigInt' && /_(gt|lte)$/.test(name) ? [`${name}: "7"`] : []
  })
  const one = fc.constantFrom(...conditions)
  return fc.oneof(
    fc.constant(''),
    one,
    fc.tuple(one, one).map(([a, b]) => `OR: [{${a}}, {${b}}]`),
  )
}

function selection(model: Model, entity: Entity, depth: number): fc.Arbitrary<string> {
  const fields = [...entity.fields.values()].filter(({ kind }) => kind === 'value' || depth > 1)
  const field = fc
    .tuple(
      fc.constantFrom(...fields),
      fc.nat(3),
      fc.constantFrom('', '', '', ' @include(if: $yes)'),
    )
    .chain(([one, n, directive]) => {
      // An alias says the field, so that two under one name are the same field.
      const name = n === 0 ? one.name : `${one.name}_${n}: ${one.name}`
      return below(model, one, depth, n).map((rest) => `${name}${rest(directive)}`)
    })
  const extra = fc.constantFrom(
    '',
    '__typename',
    't: __typename',
    `... on ${entity.name} { id }`,
    '... @skip(if: $yes) { id }',
  )
  return fc
    .tuple(fc.array(field, { minLength: 1, maxLength: 5 }), extra)
    .map(([all, more]) => `{ ${[...onePerKey(all), more].join(' ')} }`)
}

/** Fields with arguments cannot be merged, so each response key comes once. */
function onePerKey(fields: readonly string[]): string[] {
  const byKey = new Map(fields.map((field) => [field.split(/[:\s({@]/, 1)[0], field]))
  return [...byKey.values()]
}

function below(
  model: Model,
  field: Field,
  depth: number,
  n: number,
): fc.Arbitrary<(directive: string) => string> {
  if (field.kind === 'value') return fc.constant((directive) => directive)
  const target = entityOf(model, field.target)
  const rows = selection(model, target, depth - 1)
  if (field.kind === 'reference') return rows.map((set) => (directive) => `${directive} ${set}`)
  return fc.tuple(listArguments(model, target, SIZES), rows).map(
    ([args, set]) =>
      (directive) =>
        `${n === 1 ? '' : `(${args})`}${directive} ${set}`,
  )
}

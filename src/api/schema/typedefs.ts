import type { Entity, EnumType, Field, Model } from '../../reads/entities'
import { identityOf } from '../../reads/entities'
import { DEFAULT_PAGE, MAX_OFFSET, MAX_PAGE } from '../limits'
import { orderTerms } from '../sql/order-input'
import type { WhereMember } from '../sql/where-input'
import { whereMembers } from '../sql/where-input'
import { orderDescription, whereDescription } from './descriptions'

/** A description as SDL; nothing for an empty one. */
function doc(text: string, indent = ''): string {
  if (!text) return ''
  return `${indent}"""${text.replaceAll('"""', '\\"""').replace(/"$/, '" ')}"""\n`
}

/** SDL of what is generated from the model: types, inputs, enums, connections and root fields. */
export function entityTypeDefs(model: Model): string {
  const entities = [...model.entities.values()]
  return [
    ...[...model.enums.values()].map(enumDef),
    ...entities.flatMap((entity) => [
      typeDef(entity),
      whereDef(entity),
      orderDef(model, entity),
      connectionDef(entity),
    ]),
    `extend type Query {\n${entities.map(queryDef).join('')}}`,
  ].join('\n\n')
}

function enumDef({ name, description, values }: EnumType): string {
  const lines = values.map((value) => `${doc(value.description, '  ')}  ${value.name}\n`)
  return `${doc(description)}enum ${name} {\n${lines.join('')}}`
}

function typeDef(entity: Entity): string {
  const lines = [...entity.fields.values()].map(
    (field) => `${doc(field.description, '  ')}  ${fieldDef(field)}\n`,
  )
  return `${doc(entity.description)}type ${entity.name} {\n${lines.join('')}}`
}

function fieldDef(field: Field): string {
  if (field.kind === 'reference')
    return `${field.name}: ${field.target}${field.nullable ? '' : '!'}`
  if (field.kind === 'list') {
    return `${field.name}(${listArguments(field.target, MAX_PAGE)}): [${field.target}!]!`
  }
  const type = field.isList ? `[${valueType(field)}!]` : valueType(field)
  return `${field.name}: ${type}${field.nullable ? '' : '!'}`
}

/** Ids are String, as in the API of squids, whose clients declare variables of this type. */
function valueType(field: Field & { kind: 'value' }): string {
  return field.enumName ?? (field.type === 'ID' ? 'String' : field.type)
}

function whereArgument(target: string): string {
  return `"Only rows that fulfil all conditions." where: ${target}WhereInput`
}

function orderArgument(target: string): string {
  return `"Order by the first term, then by the next ones, then by id. Default: by id." orderBy: [${target}OrderByInput!]`
}

const BLOCK =
  '"Block to read at; the same for all fields of an operation. Default: the last indexed block." block: BlockInput'

function listArguments(target: string, defaultLimit: number): string {
  return (
    `${whereArgument(target)} ${orderArgument(target)}` +
    ` "Maximum number of rows, up to ${MAX_PAGE}. Default: ${defaultLimit}." limit: Int` +
    ` "Rows to skip, up to ${MAX_OFFSET}; use the connection to read further." offset: Int`
  )
}

function whereDef(entity: Entity): string {
  const lines = [...whereMembers(entity)].map(
    ([name, member]) => `${doc(whereDescription(member), '  ')}  ${name}: ${memberType(member)}\n`,
  )
  const own = `${entity.name}WhereInput`
  return (
    `${doc(`Conditions on ${entity.name}, all of which must hold. If a column or a value is null, the condition does not hold, except _isNull.`)}` +
    `input ${own} {\n${lines.join('')}` +
    `${doc('Further conditions that must hold.', '  ')}  AND: [${own}!]\n` +
    `${doc('Alternatives to the conditions next to it: {a_eq: 1, OR: [{b_eq: 2}]} is a = 1 or b = 2. Empty ones are ignored.', '  ')}  OR: [${own}!]\n}`
  )
}

function memberType(member: WhereMember): string {
  switch (member.kind) {
    case 'null':
      return 'Boolean'
    case 'one':
    case 'many':
      return `${member.field.target}WhereInput`
    case 'member':
      return `[${valueType(member.field)}!]`
    case 'compare':
      return member.how === 'jsonHasKey' ? 'String' : valueType(member.field)
  }
}

function orderDef(model: Model, entity: Entity): string {
  const lines = [...orderTerms(model, entity)].map(
    ([name, term]) => `${doc(orderDescription(term), '  ')}  ${name}\n`,
  )
  return (
    `${doc(`Order terms of ${entity.name}. Nulls are the largest, unless the term has NULLS.`)}` +
    `enum ${entity.name}OrderByInput {\n${lines.join('')}}`
  )
}

function connectionDef({ name, connectionType }: Entity): string {
  return `${doc(`A page of ${name} rows.`)}type ${connectionType} {
  "The rows, each with its cursor."
  edges: [${name}Edge!]!
  "Position of the page in the list."
  pageInfo: PageInfo!
  "Number of rows in the whole list."
  totalCount: Int!
}

${doc(`A row of a page of ${name} rows.`)}type ${name}Edge {
  "The row."
  node: ${name}!
  "Position in the list: pass it as after or before, with the same where and orderBy."
  cursor: String!
}`
}

function queryDef(entity: Entity): string {
  const { name, query, connectionType } = entity
  const letters = identityOf(entity).type === 'ID' ? 'in any case' : 'as it is written'
  return `  "${name} rows."
  ${query.list}(${listArguments(name, DEFAULT_PAGE)} ${BLOCK}): [${name}!]!
  "One ${name}; null if there is none at the block."
  ${query.one}("Id of the row, ${letters}." id: String! ${BLOCK}): ${name}
  "${name} rows page by page, with cursors that stay valid when rows are added or removed."
  ${query.connection}(${whereArgument(name)} ${orderArgument(name)}
    "Number of rows from the start, or after the cursor, up to ${MAX_PAGE}. Default: ${DEFAULT_PAGE}." first: Int
    "Only rows after this cursor." after: String
    "Number of rows from the end, or before the cursor, up to ${MAX_PAGE}." last: Int
    "Only rows before this cursor." before: String
    ${BLOCK}): ${connectionType}!
`
}

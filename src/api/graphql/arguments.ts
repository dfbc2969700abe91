import type { FieldNode, GraphQLArgument, GraphQLField, GraphQLInputType, ValueNode } from 'graphql'
import {
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  getArgumentValues,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  Kind,
} from 'graphql'

type Field = GraphQLField<unknown, unknown>

/** By node of a document that is kept: the definition, and what is left of it. */
const trimmed = new WeakMap<FieldNode, { of: Field; field: Field }>()

/**
 * Values of the arguments of a field, as graphql-js coerces them.
 *
 * It visits all fields of an input type, of which filters have hundreds. So it gets types with those alone that the document names,
 * that have a default or that are required: the others have no value anyway.
 *
 * @throws GraphQLError as `getArgumentValues`
 */
export function argumentsOf(
  definition: Field,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (definition.args.length === 0) return {}
  const known = trimmed.get(node)
  const field = known?.of === definition ? known.field : trim(definition, node)
  return getArgumentValues(field, node, variables as Record<string, unknown>)
}

function trim(definition: Field, node: FieldNode): Field {
  const given = new Map(node.arguments?.map(({ name, value }) => [name.value, value]))
  const args = definition.args.flatMap((arg): GraphQLArgument[] => {
    const value = given.get(arg.name)
    if (value) return [{ ...arg, type: typeFor(arg.type, [value]) }]
    return isRequiredArgument(arg) || arg.defaultValue !== undefined ? [arg] : []
  })
  const field = { ...definition, args }
  trimmed.set(node, { of: definition, field })
  return field
}

/** A type that takes these values as the given one does. */
function typeFor(type: GraphQLInputType, values: readonly ValueNode[]): GraphQLInputType {
  if (isNonNullType(type)) return new GraphQLNonNull(typeFor(type.ofType, values))
  if (isListType(type)) {
    const items = values.flatMap((one) => (one.kind === Kind.LIST ? one.values : [one]))
    return new GraphQLList(typeFor(type.ofType, items))
  }
  if (!isInputObjectType(type)) return type
  const given = new Map<string, ValueNode[]>()
  for (const value of values) {
    if (value.kind !== Kind.OBJECT) continue
    for (const { name, value: inner } of value.fields) {
      given.set(name.value, [...(given.get(name.value) ?? []), inner])
    }
  }
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const { name, defaultValue } = field
    const inner = given.get(name)
    if (inner) return [[name, { type: typeFor(field.type, inner), defaultValue }] as const]
    const isKept = isRequiredInputField(field) || defaultValue !== undefined
    return isKept ? [[name, { type: field.type, defaultValue }] as const] : []
  })
  return new GraphQLInputObjectType({
    name: type.name,
    isOneOf: type.isOneOf,
    fields: Object.fromEntries(fields),
  })
}

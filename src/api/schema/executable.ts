import {
  buildASTSchema,
  type DocumentNode,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
  Kind,
  parse,
} from 'graphql'
import type { SchemaPart } from '../../metrics/define/part'
import { SCALARS } from './scalars'

/** What the parts declare, and the scalars, as one document. */
export function documentOf(parts: readonly SchemaPart[]): DocumentNode {
  const scalars = Object.values(SCALARS).map(
    ({ name, description }) => `"""${description}"""\nscalar ${name}`,
  )
  const texts = [...scalars, ...parts.map(({ typeDefs }) => typeDefs)]
  const definitions = texts.flatMap((text) => parse(text, { noLocation: true }).definitions)
  return { kind: Kind.DOCUMENT, definitions }
}

/**
 * A schema that answers. Each process and thread builds one at its start, so it is not validated: a test does that once for all.
 * @throws Error if a part resolves what none declares
 */
export function executableSchema(parts: readonly SchemaPart[]): GraphQLSchema {
  const schema = buildASTSchema(documentOf(parts), { assumeValid: true, assumeValidSDL: true })
  for (const scalar of Object.values(SCALARS)) {
    const type = schema.getType(scalar.name)
    if (!isScalarType(type)) throw new Error(`${scalar.name} is no scalar of the schema`)
    const { serialize, parseValue, parseLiteral } = scalar
    Object.assign(type, { serialize, parseValue, parseLiteral })
  }
  for (const { resolvers } of parts)
    for (const [typeName, byField] of Object.entries(resolvers))
      for (const [name, resolve] of Object.entries(byField)) {
        const type = schema.getType(typeName)
        const field = isObjectType(type) ? type.getFields()[name] : undefined
        if (!field) throw new Error(`The schema has no field ${typeName}.${name} to resolve`)
        field.resolve = resolve
      }
  return schema
}

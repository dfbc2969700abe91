import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql'

/** What graphql-js makes from a definition, with the definition as parsed. */
interface Defined {
  astNode?: unknown
  extensionASTNodes?: readonly unknown[]
}

/**
 * Removes the parsed text from a schema: some megabytes in each thread, which graphql-js reads only to say where in its text a schema
 * is wrong.
 */
export function dropSyntax(schema: GraphQLSchema): void {
  for (const one of definedIn(schema)) {
    one.astNode = undefined
    if (one.extensionASTNodes) one.extensionASTNodes = []
  }
}

function* definedIn(schema: GraphQLSchema): Generator<Defined> {
  yield schema
  for (const directive of schema.getDirectives()) {
    yield directive
    yield* directive.args
  }
  for (const type of Object.values(schema.getTypeMap())) {
    yield type
    if (isEnumType(type)) yield* type.getValues()
    if (isInputObjectType(type)) yield* Object.values(type.getFields())
    if (!isObjectType(type) && !isInterfaceType(type)) continue
    for (const field of Object.values(type.getFields())) {
      yield field
      yield* field.args
    }
  }
}

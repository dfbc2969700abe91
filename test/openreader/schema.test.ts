import type { GraphQLField, GraphQLSchema } from 'graphql'
import {
  isEnumType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  specifiedScalarTypes,
} from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../src/api/limits'
import { buildSchema, schemaParts } from '../../src/api/schema/schema'
import { KNOWN_TYPES } from './known-differences'
import { openreaderSchema } from './openreader'

let theirs: GraphQLSchema
const ours = buildSchema(schemaParts(DEFAULT_LIMITS))

beforeAll(async () => {
  theirs = await openreaderSchema()
})

/** Every part of a schema with its type, as `Type.field(argument)`. */
function partsOf(schema: GraphQLSchema): Map<string, string> {
  const parts = new Map<string, string>()
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    parts.set(type.name, type.constructor.name)
    if (isEnumType(type)) {
      for (const { name } of type.getValues()) parts.set(`${type.name}.${name}`, 'value')
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        parts.set(`${type.name}.${field.name}`, `${field.type}`)
    } else if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) addField(parts, type.name, field)
    } else {
      expect(isScalarType(type), type.name).toBe(true)
    }
  }
  return parts
}

function addField(
  parts: Map<string, string>,
  type: string,
  field: GraphQLField<unknown, unknown>,
): void {
  parts.set(`${type}.${field.name}`, `${field.type}`)
  for (const arg of field.args) parts.set(`${type}.${field.name}(${arg.name})`, `${arg.type}`)
}

const isKnown = (part: string, theirType: string, ownType: string) =>
  KNOWN_TYPES.some(
    (known) => known.part.test(part) && known.there.test(theirType) && known.here.test(ownType),
  )

test('every type, field, argument and value of OpenReader is here, with its type', () => {
  const here = partsOf(ours)
  const builtIn = specifiedScalarTypes.map(({ name }) => name)
  const different: string[] = []
  let compared = 0
  for (const [part, type] of partsOf(theirs)) {
    if (builtIn.includes(part)) continue
    compared++
    const own = here.get(part) ?? 'nothing'
    if (own !== type && !isKnown(part, type, own)) different.push(`${part}: ${type}, here ${own}`)
  }
  expect(different).toEqual([])
  expect(compared).toBeGreaterThan(3_000)
})

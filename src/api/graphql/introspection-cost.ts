import type { GraphQLSchema } from 'graphql'
import { isEnumType, isInputObjectType, isObjectType } from 'graphql'
import { fieldsBelow, type Selected, type SelectionScope } from './selection'

/** Values of introspection that cost as much as a row: then the query of clients costs two fifths of what an operation may. */
const VALUES_PER_ROW = 16
/** Values that a description counts as: it is three to four times as long as another one. */
const DESCRIPTION = 4
/** Maximum fields that are visited. */
const MAX_FIELDS = 10_000

/** Number of items in a list, on the average type and in the largest one. */
interface Length {
  readonly mean: number
  readonly largest: number
}

/** Lengths of lists by schema, which never changes. */
const known = new WeakMap<GraphQLSchema, Readonly<Record<string, Length>>>()

/** Rows that `__schema` or `__type` cost: estimated from the lengths of its lists. */
export function introspectionCost(
  schema: GraphQLSchema,
  scope: SelectionScope,
  field: Selected,
): number {
  const lengths = known.get(schema) ?? lengthsOf(schema)
  known.set(schema, lengths)
  let visited = 0
  /** @param isAny whether the parents are of all types, so that means are right; else the largest may be among them */
  const valuesOf = (one: Selected, parents: number, isAny: boolean): number => {
    if (++visited > MAX_FIELDS) return Number.POSITIVE_INFINITY
    const length = lengths[one.name]
    const each = length ? (isAny ? length.mean : length.largest) : one.name === 'ofType' ? 0.5 : 1
    const values = parents * each * (one.name === 'description' ? DESCRIPTION : 1)
    const isAnyBelow = one.name === 'types' || (isAny && length !== undefined)
    return fieldsBelow(scope, one).reduce(
      (sum, below) => sum + valuesOf(below, values, isAnyBelow),
      values,
    )
  }
  return Math.ceil(valuesOf(field, 1, false) / VALUES_PER_ROW)
}

function lengthsOf(schema: GraphQLSchema): Record<string, Length> {
  const types = Object.values(schema.getTypeMap())
  const fields = types.map((type) => (isObjectType(type) ? Object.values(type.getFields()) : []))
  const args = fields.flat().map((field) => field.args.length)
  const directives = schema.getDirectives()
  const values = types.map((type) => (isEnumType(type) ? type.getValues().length : 0))
  const inputs = types.map((type) =>
    isInputObjectType(type) ? Object.keys(type.getFields()).length : 0,
  )
  return {
    types: { mean: types.length, largest: types.length },
    directives: { mean: directives.length, largest: directives.length },
    fields: lengthOf(fields.map(({ length }) => length)),
    args: lengthOf(args),
    inputFields: lengthOf(inputs),
    enumValues: lengthOf(values),
    interfaces: { mean: 0, largest: 0 },
    possibleTypes: { mean: 0, largest: 0 },
  }
}

function lengthOf(lengths: readonly number[]): Length {
  const total = lengths.reduce((sum, length) => sum + length, 0)
  return { mean: total / Math.max(1, lengths.length), largest: Math.max(0, ...lengths) }
}

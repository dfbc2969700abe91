import type { GraphQLScalarTypeConfig, ValueNode } from 'graphql'
import { GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql'
import { apiError } from '../../reads/errors'
import { isBytes, isDateTime, isDecimal, isInteger, isUInt32, MAX_DIGITS } from '../formats'

/** Parses the text of a literal or a JSON value; null: invalid. */
type Read = (text: string) => string | null

function invalid(type: string, value: unknown, hint: string): Error {
  return apiError('BAD_USER_INPUT', `${type} cannot be ${excerpt(value)}.`, { hint })
}

/** The first characters of a value. */
function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}

/** A scalar that is text in responses, and text (or, for numbers, a number literal) in requests. */
function textScalar(
  name: string,
  description: string,
  hint: string,
  read: Read,
  literals: readonly string[],
): GraphQLScalarType {
  const config: GraphQLScalarTypeConfig<string, string> = {
    name,
    description,
    serialize(value) {
      if (typeof value !== 'string')
        throw new Error(`A resolver returned a ${name} that is not text.`)
      return value
    },
    parseValue(value) {
      const isExact = typeof value === 'number' && literals.includes(Kind.INT)
      const text =
        typeof value === 'string' || (isExact && Number.isSafeInteger(value)) ? `${value}` : null
      const parsed = text === null ? null : read(text)
      if (parsed === null) throw invalid(name, value, hint)
      return parsed
    },
    parseLiteral(node) {
      const parsed = literals.includes(node.kind) && 'value' in node ? read(`${node.value}`) : null
      if (parsed === null) throw invalid(name, literalOf(node), hint)
      return parsed
    },
  }
  return new GraphQLScalarType(config)
}

function literalOf(node: ValueNode): unknown {
  return 'value' in node ? node.value : node.kind
}

const bigInt = textScalar(
  'BigInt',
  `Integer of any size up to ${MAX_DIGITS} digits. A decimal string in responses; a string or an integer in requests.`,
  `Write the digits, at most ${MAX_DIGITS}, as a string: "1000". Numbers above 2^53 in variables lose digits.`,
  (text) => (isInteger(text) ? BigInt(text.replace(/^\+/, '')).toString() : null),
  [Kind.STRING, Kind.INT],
)

const bigDecimal = textScalar(
  'BigDecimal',
  'Decimal number of any size, without exponent. A decimal string in responses.',
  'Write the digits as a string: "0.25".',
  (text) => (isDecimal(text) ? text : null),
  [Kind.STRING, Kind.INT, Kind.FLOAT],
)

const bytes = textScalar(
  'Bytes',
  'Bytes as 0x-prefixed hex: addresses, hashes, data. Lower case in responses, any case in requests.',
  'Write 0x and an even number of hex digits: "0x00ff".',
  (text) => (isBytes(text) ? text.toLowerCase() : null),
  [Kind.STRING],
)

const dateTime = textScalar(
  'DateTime',
  'Date and time, ISO 8601. UTC in responses: "2024-05-01T12:00:00.000000Z".',
  'Write date, time and zone: "2024-05-01T12:00:00Z".',
  (text) => (isDateTime(text) ? text : null),
  [Kind.STRING],
)

const unixTime = new GraphQLScalarType<number, number>({
  name: 'UnixTime',
  description: 'Whole seconds since 1970-01-01T00:00:00Z.',
  serialize(value) {
    if (typeof value !== 'number')
      throw new Error('A resolver returned a UnixTime that is not a number.')
    return value
  },
  parseValue: (value) => seconds(value),
  parseLiteral: (node) => seconds(node.kind === Kind.INT ? Number(node.value) : literalOf(node)),
})

function seconds(value: unknown): number {
  // Up to the year 9999, which every date type of Postgres supports.
  if (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= 0 &&
    value < 253_402_300_800
  ) {
    return value
  }
  throw invalid('UnixTime', value, 'Write whole seconds, not milliseconds: 1714564800.')
}

const uint32 = new GraphQLScalarType<number, number>({
  name: 'UInt32',
  description: 'Whole number from 0 to 4294967295 (2^32 - 1), as a JSON number.',
  serialize(value) {
    if (!isUInt32(value)) throw new Error('A resolver returned a UInt32 that is not one.')
    return value
  },
  parseValue: (value) => wholeUInt32(value),
  parseLiteral: (node) =>
    wholeUInt32(node.kind === Kind.INT ? Number(node.value) : literalOf(node)),
})

function wholeUInt32(value: unknown): number {
  if (isUInt32(value)) return value
  throw invalid('UInt32', value, 'Write a whole number from 0 to 4294967295.')
}

const json = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value.',
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
})

/** The scalars of the API by name. */
export const SCALARS = {
  BigInt: bigInt,
  BigDecimal: bigDecimal,
  Bytes: bytes,
  DateTime: dateTime,
  UnixTime: unixTime,
  UInt32: uint32,
  JSON: json,
} as const

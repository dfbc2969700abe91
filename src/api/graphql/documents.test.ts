import { buildSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../limits'
import { Documents } from './documents'
import { shapeOf } from './shape'

const schema = buildSchema(`
  type Query { list(limit: Int, ratio: Float, text: String, where: Where, kind: Kind): Row by(id: ID!): Row }
  type Row { id: ID, list(limit: Int): Row }
  input Where { a: Int, b: [String!] }
  enum Kind { A B }
`)

/** Errors of a document after another one, as text. */
function errorsAfter(first: string, second: string): string[] {
  const documents = new Documents(schema, DEFAULT_LIMITS)
  expect(documents.validate(documents.parse(first))).toEqual([])
  return documents.validate(documents.parse(second)).map(({ message }) => message)
}

const FIRST = '{ list(limit: 1, text: "a", where: {a: 1, b: ["x"]}) { id } }'

test.each([
  ['other values', '{ list(limit: 2, text: "b", where: {a: 7, b: ["#"]}) { id } }'],
  [
    'a number that is too large',
    '{ list(limit: 9999999999, text: "a", where: {a: 1, b: ["x"]}) { id } }',
  ],
  ['a text for a number', '{ list(limit: "1", text: "a", where: {a: 1, b: ["x"]}) { id } }'],
  ['a fraction for a number', '{ list(limit: 1.5, text: "a", where: {a: 1, b: ["x"]}) { id } }'],
  ['another field', '{ list(limit: 1, text: "a", where: {c: 1, b: ["x"]}) { id } }'],
  ['another selection', '{ list(limit: 1, text: "a", where: {a: 1, b: ["x"]}) { no } }'],
])('a document of %s has the errors of graphql-js', (_, text) => {
  const documents = new Documents(schema, DEFAULT_LIMITS)
  const expected = validate(schema, documents.parse(text)).map(({ message }) => message)
  expect(errorsAfter(FIRST, text)).toEqual(expected)
})

test('an error says where in the text it is', () => {
  const text = '{ list(limit: "1") { no }\n by(id: 1.5) { id } }'
  const where = (document: ReturnType<typeof parse>) =>
    validate(schema, document).map(({ locations, positions }) => ({ locations, positions }))
  expect(where(new Documents(schema, DEFAULT_LIMITS).parse(text))).toEqual(where(parse(text)))
})

test.each([
  ['next to each other', '{ a: list(limit: 1) { id } a: list(limit: 1) { id } }'],
  [
    'in a fragment',
    '{ a: list(limit: 1) { id } ...F } fragment F on Query { a: list(limit: 1) { id } }',
  ],
  ['in an inline fragment', '{ a: list(limit: 1) { id } ... { a: list(limit: 1) { id } } }'],
  [
    'below fields of one key',
    '{ by(id: "1") { list(limit: 1) { id } } by(id: "1") { list(limit: 1) { id } } }',
  ],
])('fields of one response key %s must have equal values', (_, text) => {
  expect(errorsAfter(text, text.replace('limit: 1', 'limit: 2')).join()).toContain('conflict')
})

test.each([
  ['values', '{ a(b: 1, c: "x") }', '{ a(b: -22, c: "y\\"") }', true],
  ['what is in texts', '{ a(c: "1 #{") }', '{ a(c: """ "" \\""" }""") }', true],
  ['comments', '{ a } # 1', '{ a } # two', true],
  ['names with digits', '{ a1 }', '{ a2 }', false],
  ['kinds of numbers', '{ a(b: 1) }', '{ a(b: 1e2) }', false],
  ['enum values, booleans and null', '{ a(b: true) }', '{ a(b: null) }', false],
  ['variables', '{ a(b: $b1) }', '{ a(b: $b2) }', false],
])('documents that differ in %s', (_, one, other, isSame) => {
  expect(shapeOf(one) === shapeOf(other)).toBe(isSame)
})

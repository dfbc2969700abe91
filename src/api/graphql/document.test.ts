import { describe, expect, test } from 'vitest'
import { checkNesting, parseDocument } from './document'

const LIMITS = { tokens: 4_000, aliases: 50 }
const refusal = (source: string) => {
  try {
    parseDocument(source, LIMITS)
  } catch (error) {
    return error
  }
  return null
}

describe('levels of a document', () => {
  const nested = (levels: number) => `${'{ a '.repeat(levels)}${'}'.repeat(levels)}`

  test('up to 100 are parsed', () => {
    expect(refusal(nested(100))).toBeNull()
    expect(refusal(nested(101))).toMatchObject({
      message: 'The document has more than 100 levels.',
      extensions: { code: 'LIMIT_EXCEEDED', limit: 100 },
    })
  })

  test('brackets beside each other are no levels', () => {
    expect(refusal(`{ ${'a(b: [{c: 1}]) { d } '.repeat(200)} }`)).toBeNull()
  })

  test('what does not parse is refused as such, where it is', () => {
    const source = `{ ${'a { b } '.repeat(101)} "`
    expect(refusal(source)).toMatchObject({
      extensions: { code: 'GRAPHQL_PARSE_FAILED' },
      positions: [source.length],
    })
  })
})

test('levels of variables are limited, however they are nested', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: [nested(levels - 2)] })
  expect(() => checkNesting(nested(98))).not.toThrow()
  expect(() => checkNesting(nested(102))).toThrow('more than 100 levels')
})

test('texts of variables are Unicode, at any level', () => {
  expect(() => checkNesting({ a: ['é😀'] })).not.toThrow()
  expect(() => checkNesting({ a: [{ b: '\ud83d' }] })).toThrow('not Unicode')
})

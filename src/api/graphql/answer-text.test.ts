import { GraphQLError } from 'graphql'
import { describe, expect, test } from 'vitest'
import { withText } from './answer-text'

const textOf = (result: Parameters<typeof withText>[0], maxBytes = 1_000) => {
  const limited = withText(result, maxBytes)
  const { stringify = JSON.stringify } = limited as { stringify?: (result: object) => string }
  return stringify(limited)
}

describe('the text of an answer', () => {
  test.each([
    { data: { a: [1, 'é"', null, { b: true }] } },
    { data: { a: 1 }, extensions: { cost: { cost: 1, max: 2 } } },
    { data: null, errors: [new GraphQLError('No.')] },
    { errors: [new GraphQLError('No.')] },
  ])('is its JSON', (result) => {
    expect(JSON.parse(textOf(result))).toEqual(JSON.parse(JSON.stringify(result)))
  })

  test('is refused by its bytes, not its characters', () => {
    const data = { a: 'é'.repeat(100) }
    const bytes = Buffer.byteLength(JSON.stringify(data))
    expect(bytes).toBe(208)
    textOf({ data }, bytes)
    expect(() => textOf({ data }, bytes - 1)).toThrow('more than 207 bytes')
  })

  test.each([
    ['numbers', Array.from({ length: 300 }, (_, i) => i)],
    ['texts', ['x'.repeat(300)]],
    ['names', Array.from({ length: 20 }, () => ({ ['x'.repeat(20)]: 1 }))],
  ])('is not made where it would be too large: of %s', (_, a) => {
    const toJSON = () => {
      throw new Error('It was made.')
    }
    const data = { a, toJSON }
    expect(() => textOf({ data }, 200)).toThrow('more than 200 bytes')
  })
})

import { describe, expect, test } from 'vitest'
import { id } from '../../../src/metrics/define/arguments'
import {
  field,
  lazy,
  limited,
  object,
  paged,
  withArguments,
} from '../../../src/metrics/define/object'
import { once } from '../../../src/metrics/define/once'
import { decimal, int, nullable, string } from '../../../src/metrics/define/type'
import { ratio } from '../../../src/risk/math/ratio'

const item = object('Item', 'An item.', { name: field(string, 'Its name.') })
const answer = object('Box', 'A box.', {
  weight: field(nullable(decimal), 'In kg.'),
  items: paged(item, 'Items, by name.'),
  first: limited(string, 'The first ones.', 2),
  sum: lazy(int, 'How many.'),
  find: withArguments({ name: id('Its name.') }, nullable(item), 'The item of a name.'),
})
const { resolvers } = answer.definitions[0]!
const NAMES = ['a', 'b', 'c', 'd']

/** What a field is resolved to. @param values that the metric gives for the object */
const resolve = (key: string, values: object, args: object = {}) =>
  resolvers![key]!(values, args, null as never, null as never)
const PAGE = { limit: 100, offset: 0 }

describe('an object type', () => {
  test('is declared with its fields and their arguments', () => {
    expect(answer.sdl).toBe('Box!')
    expect(answer.definitions[0]!.sdl).toBe(`"A box."
type Box {
  "In kg."
  weight: BigDecimal
  "Items, by name."
  items(
    "How many, 1 to 1000."
    limit: Int! = 100
    "How many to skip."
    offset: Int! = 0
  ): [Item!]!
  "The first ones."
  first(
    "How many, 1 to 1000."
    limit: Int! = 2
  ): [String!]!
  "How many."
  sum: Int!
  "The item of a name."
  find(
    "Its name."
    name: String!
  ): Item
}`)
    expect(answer.definitions[0]!.uses.map(({ name }) => name)).toEqual(['Item', 'Item'])
  })

  test('serves values as their type does', () => {
    expect(resolve('weight', { weight: ratio(1n, 4n) })).toBe('0.25')
    expect(resolve('weight', { weight: null })).toBeNull()
  })

  test('gives the page, or the first items, that are requested', async () => {
    const items = (from: number, to: number) => NAMES.slice(from, to).map((name) => ({ name }))
    expect(resolve('items', { items }, { limit: 2, offset: 1 })).toEqual([
      { name: 'b' },
      { name: 'c' },
    ])
    const first = async (limit: number) => NAMES.slice(0, limit)
    expect(await resolve('first', { first }, { limit: 3 })).toEqual(['a', 'b', 'c'])
  })

  test('computes a field when it is requested, and once if its metric says so', async () => {
    let computed = 0
    const sum = once(async () => ++computed)
    const values = { sum }
    expect(computed).toBe(0)
    expect([await resolve('sum', values), await resolve('sum', values)]).toEqual([1, 1])
    const find = ({ name }: { name: string }) => ({ name: name.toUpperCase() })
    expect(resolve('find', { find }, { name: 'x' })).toEqual({ name: 'X' })
  })
})

describe('an object without values', () => {
  test('has empty lists, 0 for counts, and null where null is possible', () => {
    expect(resolve('weight', {})).toBeNull()
    expect(resolve('items', {}, PAGE)).toEqual([])
    expect(resolve('first', {}, { limit: 2 })).toEqual([])
    expect(resolve('sum', {})).toBe(0)
    expect(resolve('find', {}, { name: 'x' })).toBeNull()
  })

  test('refuses wrong arguments like one with values', () => {
    for (const values of [{}, { items: () => [], first: () => [] }]) {
      expect(() => resolve('items', values, { limit: 0, offset: 0 })).toThrow('limit cannot be 0.')
      expect(() => resolve('items', values, { limit: 1, offset: -1 })).toThrow('offset cannot be')
      expect(() => resolve('first', values, { limit: 1_001 })).toThrow('limit cannot be 1001.')
    }
  })
})

import { describe, expect, test } from 'vitest'
import {
  type ArgumentShape,
  argumentsSdl,
  assumed,
  assumedAs,
  assumptionsOf,
  definitionsOf,
  input,
  listOf,
  optional,
  readArguments,
  refined,
} from '../../../src/metrics/define/argument'
import { amount, count, id, part } from '../../../src/metrics/define/arguments'
import { invalidArgument } from '../../../src/metrics/define/errors'
import { ratio } from '../../../src/risk/math/ratio'

const pointInput = input('PointInput', 'A "point".', {
  x: amount('First.'),
  y: optional(part('Second, in [0, 1].', '1/2')),
})

describe('the SDL of arguments', () => {
  test('has a line for the description and a line for the type and default', () => {
    const shape = {
      limit: count('How many.', { otherwise: 50 }),
      point: pointInput('Where.'),
      points: optional(listOf(pointInput(''), 'Several.')),
      levels: listOf(part(''), 'Several\nlines.', '["0.9"]'),
    }
    expect(argumentsSdl(shape)).toBe(`    "How many."
    limit: Int! = 50
    "Where."
    point: PointInput!
    "Several."
    points: [PointInput!]
    """
Several
lines.
"""
    levels: [String!]! = ["0.9"]
`)
  })

  test('an input type is declared with its members; what may be left out has no default', () => {
    const [definition] = definitionsOf({ point: pointInput('Where.') })
    expect(definition!.sdl).toBe(`"A \\"point\\"."
input PointInput {
    "First."
    x: String!
    "Second, in [0, 1]."
    y: String
}`)
  })
})

describe('reading arguments', () => {
  const read = (shape: ArgumentShape, given: object) => readArguments(shape, { ...given })

  test('gives values by name; null for what is left out', () => {
    const shape = { point: pointInput(''), all: optional(listOf(id(''), '')) }
    expect(read(shape, { point: { x: '2' }, all: ['a'] })).toEqual({
      point: { x: ratio(2n), y: null },
      all: ['a'],
    })
    expect(read(shape, { point: { x: '2', y: '0.5' } })).toEqual({
      point: { x: ratio(2n), y: ratio(1n, 2n) },
      all: null,
    })
  })

  test('names what it refuses by its path', () => {
    const shape = { route: input('Route', 'Way.', { points: listOf(pointInput(''), '') })('') }
    expect(() => read(shape, { route: { points: [{ x: '1' }, { x: 'far' }] } })).toThrow(
      'route.points.x cannot be "far".',
    )
  })

  test('a refined argument has one more rule, and may have another value', () => {
    const even = refined(count(''), (value, name, given) => {
      if (value % 2 === 0) return { half: value / 2 }
      throw invalidArgument(name, given, 'Give an even number.')
    })
    expect(even.read('n', 4 as never)).toEqual({ half: 2 })
    expect(() => even.read('n', 3 as never)).toThrow('n cannot be 3.')
    expect(() => even.read('n', 0 as never)).toThrow('n cannot be 0.')
  })
})

describe('assumptions', () => {
  const rules = input('Rules', 'Rules.', {
    part: assumed(part('')),
    other: optional(assumed(part(''), 'part of others')),
    silent: optional(id('')),
  })
  const shape = {
    rules: optional(rules('')),
    seed: assumed(optional(count(''))),
    names: assumedAs(listOf(id(''), ''), (given: readonly string[]) => [
      { name: 'names', value: given.join(', ') },
    ]),
  }

  test('are repeated in the order of declaration, as they were given, those of inputs in their place', () => {
    const given = { names: ['b', 'a'], seed: 7, rules: { other: '0.50', part: '1/3', silent: 'x' } }
    expect(assumptionsOf(shape, given)).toEqual([
      { name: 'part', value: '1/3' },
      { name: 'part of others', value: '0.50' },
      { name: 'seed', value: '7' },
      { name: 'names', value: 'b, a' },
    ])
  })

  test('what is not given is not repeated', () => {
    expect(assumptionsOf(shape, { names: [] })).toEqual([{ name: 'names', value: '' }])
    expect(assumptionsOf(shape, { names: [], rules: { part: '0' } })).toEqual([
      { name: 'part', value: '0' },
      { name: 'names', value: '' },
    ])
  })

  test('those of a list are repeated item by item', () => {
    const given = { all: [{ part: '1' }, { part: '0' }] }
    expect(assumptionsOf({ all: listOf(rules(''), '') }, given)).toEqual([
      { name: 'part', value: '1' },
      { name: 'part', value: '0' },
    ])
  })
})

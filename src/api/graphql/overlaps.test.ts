import { getIntrospectionQuery, parse } from 'graphql'
import { expect, test } from 'vitest'
import { checkOverlaps } from './overlaps'

const repeat = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ')
const check = (text: string) => () => checkOverlaps(parse(text))
const REFUSED = {
  extensions: expect.objectContaining({
    code: expect.stringMatching(/^(LIMIT|COST)_EXCEEDED$/),
  }),
}

test.each([
  ['introspection of clients', getIntrospectionQuery({ descriptions: true })],
  ['1,000 different fields', `{ ${repeat(1000, (i) => `a${i}`)} }`],
  [
    'a fragment in 50 places',
    `{ ${repeat(50, (i) => `a${i}: operators { ...f }`)} } fragment f on Operator { ${repeat(30, (i) => `b${i}`)} }`,
  ],
  [
    'thirty fragments that select the same twenty fields',
    `{ operators { ${repeat(30, (i) => `...f${i}`)} } } ${repeat(30, (i) => `fragment f${i} on Operator { ${repeat(20, (j) => `b${j}`)} }`)}`,
  ],
  ['fragments in a circle', '{ ...a } fragment a on Query { x { ...b } } fragment b on X { ...a }'],
  ['fragments that are unknown', '{ ...a }'],
])('%s pass', (_, text) => expect(check(text)).not.toThrow())

test.each([
  ['one field 1,300 times', `{ operators { ${repeat(1300, () => 'id')} } }`],
  ['one field with a selection 900 times', `{ ${repeat(900, () => 'operators { id }')} }`],
  [
    'fields that meet only below others',
    `{ ${repeat(20, () => `a { b { ${repeat(15, () => 'c { d }')} } }`)} }`,
  ],
  [
    'fragments that spread each other, doubling',
    `{ ...f0 } ${repeat(30, (i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`)} fragment f30 on Query { a }`,
  ],
  [
    'a long fragment below many fields of one key',
    `{ ${repeat(100, () => 'a { b ...f }')} } fragment f on A { ${repeat(1500, () => 'b')} }`,
  ],
  ['a fragment that nothing spreads', `{ a } fragment f on A { ${repeat(1500, () => 'b')} }`],
  [
    'a fragment at two depths, of which one is inside it',
    `{ ...f a { ...f a { ...f } } } fragment f on A { a { ${repeat(90, () => 'c')} } }  fragment g on A { ${repeat(150, () => 'a { ...f }')} }`,
  ],
])('%s are refused', (_, text) => {
  expect(check(text)).toThrow(expect.objectContaining(REFUSED))
})

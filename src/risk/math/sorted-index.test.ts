import fc from 'fast-check'
import { expect, test } from 'vitest'
import { indexOfSorted } from './sorted-index'

const ids = fc.uniqueArray(fc.string({ maxLength: 3 })).map((list) => list.sort())

test('every id of a sorted list is found at its position', () => {
  fc.assert(
    fc.property(ids, (list) => {
      expect(list.map((id) => indexOfSorted(list, id))).toEqual([...list.keys()])
    }),
  )
})

test('an id is searched with the result of indexOf, -1 if it is absent', () => {
  fc.assert(
    fc.property(ids, fc.string({ maxLength: 3 }), (list, id) => {
      expect(indexOfSorted(list, id)).toBe(list.indexOf(id))
    }),
  )
})

test('nothing is found in an empty list', () => {
  expect(indexOfSorted([], '')).toBe(-1)
})

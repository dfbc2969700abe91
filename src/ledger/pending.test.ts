import { describe, expect, test } from 'vitest'
import { changed, valueAt } from './pending'

const settled = { stored: 'a', pending: null, effectBlock: null }
const pending = { stored: 'a', pending: 'b', effectBlock: 20n }

test('the pending value applies from its effect block on', () => {
  expect([19, 20, 21].map((block) => valueAt(pending, block))).toEqual(['a', 'b', 'b'])
  expect(valueAt(settled, 99)).toBe('a')
})

describe('a change', () => {
  test('without delay takes effect at once', () => {
    const after = { stored: 'c', pending: null, effectBlock: null }
    expect(changed(settled, 'c', 10n, 10)).toEqual(after)
    expect(changed(pending, 'c', 10n, 10)).toEqual(after)
  })

  test('replaces one that is still pending', () => {
    expect(changed(pending, 'c', 30n, 19)).toEqual({ stored: 'a', pending: 'c', effectBlock: 30n })
  })

  test('keeps one that has taken effect', () => {
    expect(changed(pending, 'c', 30n, 20)).toEqual({ stored: 'b', pending: 'c', effectBlock: 30n })
  })
})

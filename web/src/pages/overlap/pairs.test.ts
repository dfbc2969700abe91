import { expect, test } from 'vitest'
import { MOST_ITEMS, pairsOf } from './pairs'

const ids = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `i${String(index).padStart(3, '0')}`,
    name: null,
  }))

/** All pairs, alike if both numbers have the same parity. */
function overlapOf(count: number, most: number) {
  const items = ids(count)
  const all = items.flatMap((a, i) =>
    items.slice(i + 1).map((b, j) => ({
      a: { id: a.id },
      b: { id: b.id },
      value: (j % 2 === 1 ? 0.8 : 0.1).toFixed(1),
      forcedShared: null,
      possibleShared: null,
    })),
  )
  const sorted = all.sort((x, y) => Number(y.value) - Number(x.value)).slice(0, most)
  return {
    items,
    pairs: sorted.slice(0, 1000),
    more: sorted.slice(1000),
    pairCount: all.length,
    meta: {},
  } as unknown as Parameters<typeof pairsOf>[0]
}

test('pairs are found in both directions, and clusters stand together', () => {
  const pairs = pairsOf(overlapOf(8, 1000))
  expect(pairs.likenessOf('i000', 'i002')).toBe('0.8')
  expect(pairs.likenessOf('i002', 'i000')).toBe('0.8')
  expect(pairs.likenessOf('i000', 'i001')).toBe('0.1')
  const parity = pairs.items.map(({ id }) => Number(id.at(-1)) % 2)
  expect(parity.filter((one, index) => index > 0 && one !== parity[index - 1])).toHaveLength(1)
  expect(pairs.isComplete).toBe(true)
})

test('of many, those of the most alike pairs are drawn, and it says that pairs are missing', () => {
  const pairs = pairsOf(overlapOf(100, 2000))
  expect(pairs.items).toHaveLength(MOST_ITEMS)
  expect(pairs.count).toBe(100)
  expect(pairs.isComplete).toBe(false)
})

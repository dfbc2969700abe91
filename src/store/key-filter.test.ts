import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyFilter } from './key-filter'

test('a key that was added is always found', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (keys) => {
      const filter = new KeyFilter()
      for (const key of keys) filter.add('stake', key)
      expect(keys.every((key) => filter.mayContain('stake', key))).toBe(true)
    }),
    { numRuns: 30 },
  )
})

test('with 200,000 addresses there are few false positives', () => {
  const address = (i: number) =>
    `0x${(BigInt(i) * 0x9e3779b97f4a7c15n).toString(16).padStart(40, '0')}`
  const filter = new KeyFilter()
  for (let i = 0; i < 200_000; i++) filter.add('staker', address(i))
  let falsePositives = 0
  for (let i = 200_000; i < 300_000; i++)
    if (filter.mayContain('staker', address(i))) falsePositives++
  for (let i = 0; i < 100_000; i++) if (filter.mayContain('pod', address(i))) falsePositives++
  expect(falsePositives).toBeLessThan(100)
})

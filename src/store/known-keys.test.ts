import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KnownKeys } from './known-keys'

test('a key that was added is always known', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (keys) => {
      const known = new KnownKeys()
      for (const key of keys) known.add('stake', key)
      expect(keys.every((key) => known.mayHave('stake', key))).toBe(true)
    }),
    { numRuns: 30 },
  )
})

test('of 200,000 known addresses, few others are taken for known', () => {
  const address = (at: number) =>
    `0x${(BigInt(at) * 0x9e3779b97f4a7c15n).toString(16).padStart(40, '0')}`
  const known = new KnownKeys()
  for (let at = 0; at < 200_000; at++) known.add('staker', address(at))
  let wrong = 0
  for (let at = 200_000; at < 300_000; at++) if (known.mayHave('staker', address(at))) wrong++
  for (let at = 0; at < 100_000; at++) if (known.mayHave('pod', address(at))) wrong++
  expect(wrong).toBeLessThan(100)
})

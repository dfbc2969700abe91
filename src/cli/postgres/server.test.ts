import { expect, test } from 'vitest'
import { sharedBuffers } from './server'

test.each([
  [0.5, '128MB'],
  [2, '256MB'],
  [4, '512MB'],
  [8, '1024MB'],
  [256, '1024MB'],
])('of %d GB of memory the server keeps %s of its pages', (gigabytes, expected) => {
  expect(sharedBuffers(gigabytes * 2 ** 30)).toBe(expected)
})

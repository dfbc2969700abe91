import { expect, test } from 'vitest'
import { sharedBuffers } from './server'

test.each([
  [0.5, '128MB'],
  [2, '256MB'],
  [4, '512MB'],
  [8, '1024MB'],
  [256, '1024MB'],
])('with %d GB of memory shared_buffers is %s', (gigabytes, expected) => {
  expect(sharedBuffers(gigabytes * 2 ** 30)).toBe(expected)
})

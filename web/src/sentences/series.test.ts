import { expect, test } from 'vitest'
import { plain } from '../data/measure'
import { seriesSentence } from './series'

const ETH = plain('ETH')

const rows = (...values: (string | null)[]) =>
  values.map((value, index) => ({ block: index, time: null, value }))

test('a figure went from its first value to its last one, and had its most between', () => {
  expect(seriesSentence('Stake', rows(null, '10', '20'), ETH)).toBe(
    'Stake went from 10 ETH at block 1 to 20 ETH at block 2 (+100.0 %).',
  )
  expect(seriesSentence('Stake', rows('10', '30', '20'), ETH)).toMatch(
    /; the most was 30 ETH at block 1\.$/,
  )
})

test('a figure that ends as it began is not said to have gone anywhere', () => {
  expect(seriesSentence('Members', rows('1', '1', '1'), plain(''))).toBe(
    'Members was 1 at block 0 and is 1 at block 2.',
  )
  expect(seriesSentence('Members', rows('1', '3', '1'), plain(''))).toBe(
    'Members was 1 at block 0 and is 1 at block 2; the most was 3 at block 1.',
  )
})

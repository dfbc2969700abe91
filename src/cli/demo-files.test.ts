import { expect, test } from 'vitest'
import { readLabels } from '../reads/files/labels'
import { readPriceFile } from '../reads/files/prices'
import { withDemoFiles } from './demo-files'

test('the demo has prices and names that say that they are invented', () => {
  const { LINCHPIN_PRICES, LINCHPIN_LABELS, LINCHPIN_CORS } = withDemoFiles({})
  expect(LINCHPIN_CORS).toBe('open')
  const price = readPriceFile(LINCHPIN_PRICES!).book.at(`0x${'0'.repeat(40)}`, 'USD', 1, null)
  expect(price).toMatchObject({ source: 'invented for the demo' })
  const { names } = readLabels([LINCHPIN_LABELS!])(31337)
  expect([...names.values()].filter((name) => !name.startsWith('Demo '))).toEqual([])
})

test('files of the user come first, and stay closed to pages of others', () => {
  const env = withDemoFiles({ LINCHPIN_PRICES: 'mine.csv', LINCHPIN_LABELS: 'mine.json' })
  expect(env).toEqual({
    LINCHPIN_PRICES: 'mine.csv',
    LINCHPIN_LABELS: 'mine.json',
    LINCHPIN_CORS: 'auto',
  })
})

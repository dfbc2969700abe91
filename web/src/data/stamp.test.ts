import { describe, expect, test } from 'vitest'
import { freshnessOf, type Standing, stampLines } from './stamp'
import type { StampFragment } from './types.generated'

const META: StampFragment['_meta'] & Standing = {
  block: { number: 100, timestamp: 1_700_000_000, nullReason: null },
  head: 100,
  lag: 0,
  age: 9,
  finalized: 90,
  digest: '0x4f2a0000111122223333',
  provenTo: 80,
  source: 'RPC',
  network: 'mainnet',
  chainId: 1,
  updatedAt: 1_700_000_001,
  hasIndexingErrors: false,
  indexingError: null,
  missingContracts: [],
  explorer: null,
}

const linesOf = (meta: typeof META) => Object.fromEntries(stampLines({ _meta: meta }, null))

describe('the stamp', () => {
  test('is that of a fresh index only at the head', () => {
    expect(freshnessOf(META)).toBe('fresh')
    expect(freshnessOf({ ...META, lag: 6 })).toBe('behind')
    expect(freshnessOf({ ...META, age: 61 })).toBe('behind')
    expect(freshnessOf({ ...META, lag: null })).toBe('behind')
    expect(freshnessOf({ ...META, lag: 6, hasIndexingErrors: true })).toBe('invalid')
  })

  test('says block, finality, lag and proof', () => {
    expect(linesOf(META)).toMatchObject({
      block: '100',
      time: '2023-11-14 22:13 UTC',
      finality: 'not final (final to 90)',
      index: 'at the head, 9 s old',
      digest: '0x4f2a0000',
      'proven to': '80',
      network: 'mainnet (1)',
    })
    expect(linesOf({ ...META, lag: 7, finalized: 100, provenTo: null })).toMatchObject({
      finality: 'final',
      index: '7 blocks behind, 9 s old',
      'proven to': 'not proven',
    })
  })

  test('has the reason why the index stopped', () => {
    const stopped = { ...META, hasIndexingErrors: true, indexingError: 'LP2004: block 7' }
    expect(linesOf(stopped).index).toBe('stopped: LP2004: block 7')
  })
})

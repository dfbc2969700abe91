import { describe, expect, test } from 'vitest'
import { type AdapterHoldings, adapterAssets, vaultAssets } from './assets'

const NONE: AdapterHoldings = {
  assets: 0n,
  operator: null,
  source: null,
  sourceShares: 0n,
  reportedAssets: null,
  reportedAtBlock: null,
  polled: null,
}
const source = { assets: 1_099n, shares: 999n, isPriced: true }

describe('the assets of an adapter', () => {
  test('that guarantees stake are what it holds', () => {
    expect(adapterAssets({ ...NONE, operator: '0x1', assets: 7n, reportedAssets: 5n }, 9)).toBe(7n)
  })

  test('in another vault are worth its price, rounded down, beside what it holds', () => {
    // 100 * (1099 + 1) / (999 + 1)
    expect(adapterAssets({ ...NONE, source, sourceShares: 100n, assets: 3n }, 9)).toBe(113n)
  })

  test('without a price are unknown, but in the block in which it reported them', () => {
    const unpriced = { ...source, isPriced: false }
    const adapter = { ...NONE, source: unpriced, sourceShares: 100n, assets: 3n }
    const reported = { ...adapter, reportedAssets: 110n, reportedAtBlock: 9 }
    expect(adapterAssets(adapter, 9)).toBeNull()
    expect([8, 9, 10].map((block) => adapterAssets(reported, block))).toEqual([null, 110n, null])
    expect(adapterAssets({ ...adapter, sourceShares: 0n }, 9)).toBe(3n)
  })

  test('that it answered a poll count from that block on, until it reports others', () => {
    const polled = { assets: 130n, block: 10 }
    const adapter = { ...NONE, source: { ...source, isPriced: false }, sourceShares: 100n, polled }
    expect(adapterAssets(adapter, 12)).toBe(130n)
    const before = { ...adapter, reportedAssets: 110n, reportedAtBlock: 10 }
    expect(adapterAssets(before, 12)).toBe(130n)
    const later = { ...adapter, reportedAssets: 90n, reportedAtBlock: 11 }
    expect(adapterAssets(later, 12)).toBe(90n)
    expect(adapterAssets({ ...before, polled: { assets: null, block: 10 } }, 12)).toBeNull()
  })

  test('are unknown while nobody answered what it had before it was found, but for its own answers', () => {
    const adapter = { ...NONE, operator: '0x1', assets: null }
    expect(adapterAssets(adapter, 9)).toBeNull()
    expect(adapterAssets({ ...adapter, polled: { assets: 7n, block: 9 } }, 9)).toBe(7n)
    expect(adapterAssets({ ...NONE, source, sourceShares: 100n, assets: null }, 9)).toBeNull()
  })

  test('that a log tells are not those of a poll', () => {
    const polled = { assets: 1n, block: 8 }
    expect(adapterAssets({ ...NONE, operator: '0x1', assets: 7n, polled }, 9)).toBe(7n)
    expect(adapterAssets({ ...NONE, source, sourceShares: 100n, polled }, 9)).toBe(110n)
  })

  test('of an unknown family are unknown as soon as it reported some', () => {
    expect(adapterAssets({ ...NONE, assets: 3n }, 9)).toBe(3n)
    expect(adapterAssets({ ...NONE, reportedAssets: 0n, reportedAtBlock: 5 }, 9)).toBe(0n)
    expect(adapterAssets({ ...NONE, reportedAssets: 4n, reportedAtBlock: 5 }, 9)).toBeNull()
  })
})

test('the assets of a vault are known if those of all its adapters are', () => {
  const held = { ...NONE, operator: '0x1', assets: 7n }
  const lent = { ...NONE, reportedAssets: 4n, reportedAtBlock: 5 }
  expect(vaultAssets(10n, [held, lent], 5)).toEqual({ known: 21n, isAll: true })
  expect(vaultAssets(10n, [held, lent], 6)).toEqual({ known: 17n, isAll: false })
})

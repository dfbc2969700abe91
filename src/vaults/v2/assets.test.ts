import { describe, expect, test } from 'vitest'
import { type AdapterHoldings, adapterAssets, vaultAssets } from './assets'

const NONE: AdapterHoldings = {
  assets: 0n,
  operator: null,
  source: null,
  sourceShares: 0n,
  reportedAssets: null,
  reportedAtBlock: null,
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

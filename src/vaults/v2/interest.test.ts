import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  assetsFor,
  feeSharesToCome,
  type InterestTerms,
  limitBounds,
  limitOf,
  virtualShares,
} from './interest'

const WAD = 10n ** 18n
const NONE: InterestTerms = {
  storedTotalAssets: 0n,
  totalShares: 0n,
  lastUpdate: 0n,
  managementFee: 0n,
  managementFeeReceiver: null,
  performanceFee: 0n,
  performanceFeeReceiver: null,
  protocolFeeReceiver: null,
  protocolManagementFee: 0n,
  protocolPerformanceFee: 0n,
}

describe('fee shares to come', () => {
  test('of a recorded vault are those of getAccrueInterest (symbiotic-v2-a, block 1500)', () => {
    const terms: InterestTerms = {
      storedTotalAssets: 1485988931n,
      totalShares: 3679458402668503307259n,
      lastUpdate: 1769881176n,
      managementFee: 445780728n,
      managementFeeReceiver: '0x9e',
      performanceFee: 14525316600000000n,
      performanceFeeReceiver: '0xca',
      protocolFeeReceiver: '0x94',
      protocolManagementFee: 148716494n,
      protocolPerformanceFee: 32587439950000000n,
    }
    const shares = feeSharesToCome(terms, 1485988931n, virtualShares(6), 1769881224n)
    expect(shares.management).toBe(76759127342442n)
    const total = shares.management + shares.performance + shares.protocol
    expect(terms.totalShares + total).toBe(3679458504188639469843n)
  })

  test('a fee without a receiver is none', () => {
    const fees = { managementFee: WAD / 100n, performanceFee: WAD / 10n }
    const terms = { ...NONE, ...fees, totalShares: WAD, protocolManagementFee: WAD / 100n }
    expect(feeSharesToCome(terms, 1_000n, 1n, 5n)).toEqual({
      management: 0n,
      performance: 0n,
      protocol: 0n,
    })
  })

  test('the performance fee is of interest alone: a loss costs nothing', () => {
    const terms = { ...NONE, performanceFee: WAD / 10n, performanceFeeReceiver: '0x1' }
    const gained = { ...terms, storedTotalAssets: 900n, totalShares: 1_000n }
    const lost = { ...gained, storedTotalAssets: 1_100n }
    // 10 of 100 assets: 10 * (1000 + 1) / (990 + 1) shares.
    expect(feeSharesToCome(gained, 1_000n, 1n, 0n).performance).toBe(10n)
    expect(feeSharesToCome(lost, 1_000n, 1n, 0n).performance).toBe(0n)
  })
})

test('virtual shares make up for decimals that a token lacks', () => {
  expect([18, 6, 8, 24].map(virtualShares)).toEqual([1n, 10n ** 12n, 10n ** 10n, 1n])
})

test('a share is never worth more than it was after rounding', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 30n })
  fc.assert(
    fc.property(amount, amount, amount, (shares, totalAssets, more) => {
      const price = { totalAssets, totalSupply: shares + more, virtualShares: 1n }
      expect(assetsFor(shares, price)).toBeLessThanOrEqual(totalAssets + 1n)
    }),
  )
})

describe('the limit of an adapter', () => {
  test('is the smaller of an amount and a share of the assets', () => {
    expect(limitOf({ absoluteLimit: 500n, shareLimit: WAD / 4n }, 1_000n)).toBe(250n)
    expect(limitOf({ absoluteLimit: 200n, shareLimit: WAD / 4n }, 1_000n)).toBe(200n)
  })

  test('lies within its bounds, whatever the assets that are unknown', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 24n })
    fc.assert(
      fc.property(amount, fc.bigInt({ min: 0n, max: WAD }), amount, amount, (a, s, known, rest) => {
        const limits = { absoluteLimit: a, shareLimit: s }
        const { least, most } = limitBounds(limits, known, rest === 0n)
        const limit = limitOf(limits, known + rest)
        expect(limit >= least && limit <= most).toBe(true)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { claimableOf, type FillSum } from '../support/vaults/queue'

const FILLS = [
  { shares: 100n, assets: 50n },
  { shares: 300n, assets: 350n },
]

describe('what a request can claim', () => {
  test('is paid at the price of the fill that paid it', () => {
    const first = { shares: 100n, sharesClaimed: 0n, sharesBefore: 0n }
    expect(claimableOf(first, FILLS)).toEqual({ shares: 100n, assets: 50n })
    const across = { shares: 100n, sharesClaimed: 0n, sharesBefore: 50n }
    expect(claimableOf(across, FILLS)).toEqual({ shares: 100n, assets: 25n + 75n })
  })

  test('is nothing before a fill, and the rest after a claim', () => {
    const last = { shares: 100n, sharesClaimed: 0n, sharesBefore: 250n }
    expect(claimableOf(last, [])).toEqual({ shares: 0n, assets: 0n })
    expect(claimableOf(last, FILLS)).toEqual({ shares: 50n, assets: 75n })
    expect(claimableOf({ ...last, sharesClaimed: 50n }, FILLS)).toEqual({ shares: 0n, assets: 0n })
  })
})

const positive = fc.bigInt({ min: 1n, max: 10n ** 24n })
const sums = (parts: readonly { shares: bigint; assets: bigint }[]): FillSum[] => {
  let [shares, assets] = [0n, 0n]
  return parts.map((part) => {
    shares += part.shares
    assets += part.assets
    return { shares, assets }
  })
}

test('requests that follow each other claim together what was paid, whatever the fills', () => {
  const fills = fc.array(fc.record({ shares: positive, assets: positive }), { maxLength: 8 })
  fc.assert(
    fc.property(fills, fc.array(positive, { maxLength: 8 }), (parts, requests) => {
      const paid = sums(parts)
      let sharesBefore = 0n
      let [shares, assets] = [0n, 0n]
      for (const asked of requests) {
        const one = claimableOf({ shares: asked, sharesClaimed: 0n, sharesBefore }, paid)
        shares += one.shares
        assets += one.assets
        sharesBefore += asked
      }
      const filled = paid.at(-1) ?? { shares: 0n, assets: 0n }
      expect(shares).toBe(sharesBefore < filled.shares ? sharesBefore : filled.shares)
      if (sharesBefore >= filled.shares) expect(assets).toBe(filled.assets)
      expect(assets).toBeLessThanOrEqual(filled.assets)
    }),
  )
})

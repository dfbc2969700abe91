import fc from 'fast-check'
import { expect, test } from 'vitest'
import { activeBalanceOf, slashableBalanceOf, totalStakeOf, withdrawalOf } from './balances'

const VAULT = { activeStake: 1_000n, activeShares: 3_000n }
const EPOCHS = new Map([
  [4n, { assets: 7n, shares: 7n }],
  [5n, { assets: 50n, shares: 100n }],
  [6n, { assets: 20n, shares: 20n }],
])

test('a balance has one virtual share and asset, and is rounded down (ERC4626Math.previewRedeem)', () => {
  // 100 * 1001 / 3001
  expect(activeBalanceOf(100n, VAULT)).toBe(33n)
  // 10 * 51 / 101
  expect(withdrawalOf(10n, EPOCHS.get(5n))).toBe(5n)
  expect(withdrawalOf(10n, undefined)).toBe(0n)
})

test('total stake has the withdrawals of this epoch and the next one', () => {
  expect(totalStakeOf(VAULT, EPOCHS, 5n)).toBe(1_070n)
  expect(totalStakeOf(VAULT, EPOCHS, 6n)).toBe(1_020n)
  expect(totalStakeOf(VAULT, undefined, 5n)).toBe(1_000n)
})

test('the slashable balance has those of the account', () => {
  const own = new Map([
    [4n, 7n],
    [5n, 10n],
    [6n, 20n],
  ])
  expect(slashableBalanceOf(100n, own, VAULT, EPOCHS, 5n)).toBe(33n + 5n + 20n)
})

test('an unknown active stake makes them unknown', () => {
  const vault = { ...VAULT, activeStake: null }
  expect(activeBalanceOf(1n, vault)).toBeNull()
  expect(totalStakeOf(vault, EPOCHS, 5n)).toBeNull()
  expect(totalStakeOf(VAULT, EPOCHS, null)).toBeNull()
  expect(slashableBalanceOf(1n, new Map(), vault, EPOCHS, 5n)).toBeNull()
})

test('accounts never have more than the vault together', () => {
  const amount = fc.bigInt({ min: 0n, max: 2n ** 200n })
  fc.assert(
    fc.property(amount, fc.array(amount, { minLength: 1 }), (activeStake, shares) => {
      const activeShares = shares.reduce((sum, one) => sum + one, 0n)
      const balances = shares.map((one) => activeBalanceOf(one, { activeStake, activeShares })!)
      const total = balances.reduce((sum, one) => sum + one, 0n)
      // The virtual asset can be anybody's.
      expect(total).toBeLessThanOrEqual(activeStake + 1n)
    }),
  )
})

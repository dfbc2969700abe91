import { expect, test } from 'vitest'
import { splitReward } from './reward-fee'

// Amounts of a recorded DistributeRewards: both-a, block 1225, at the fee of block 934 (1778 of 10000).
test('the fee that the contract took of a recorded payment', () => {
  const stakers = 0x6d704acn
  const admin = 0x17aa7f6n
  expect(splitReward(stakers + admin, 1778)).toEqual({ amount: stakers, adminFee: admin })
})

test.each([
  [0n, 10_000, 0n, 0n],
  [1n, 9_999, 1n, 0n],
  [10_001n, 1, 10_000n, 1n],
  [7n, 10_000, 0n, 7n],
])(
  '%d at %d of 10000: %d for stakers, %d for the admin, rounded down',
  (total, fee, amount, admin) => {
    expect(splitReward(total, fee)).toEqual({ amount, adminFee: admin })
  },
)

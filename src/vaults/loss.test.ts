import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { captureEpoch, epochAt, epochStart } from './epoch'
import { afterLoss } from './loss'

// Expected values: Vault.onSlash and VaultStorage of symbioticfi/core v1.0.3, computed by hand.

describe('a loss', () => {
  test('of stake of the current epoch spares withdrawals that can be claimed when it ends', () => {
    // 10 * 70 / 100 = 7 of the stake, the rest of the withdrawals of the next epoch.
    const after = afterLoss({ active: 70n, current: 50n, next: 30n }, 10n, 'CURRENT')
    expect(after).toEqual({ active: 63n, current: 50n, next: 27n })
  })

  test('of stake of the epoch before takes of all, rounded down for all but the last', () => {
    // 100 * 7 / 17 = 41, 100 * 5 / 17 = 29, rest 30 (of 50).
    const after = afterLoss({ active: 70n, current: 50n, next: 50n }, 100n, 'PREVIOUS')
    expect(after).toEqual({ active: 29n, current: 20n, next: 21n })
  })

  test('takes of the next epoch what rounding leaves for a current one that has too little', () => {
    // Of 4: 4 * 1 / 5 = 0, 4 * 3 / 5 = 2, rest 2 of 1: 1 more of the next.
    const after = afterLoss({ active: 1n, current: 1n, next: 3n }, 4n, 'PREVIOUS')
    expect(after).toEqual({ active: 1n, current: 0n, next: 0n })
  })

  test('of more than there is, is none that the contract can have done', () => {
    expect(afterLoss({ active: 5n, current: 9n, next: 1n }, 7n, 'CURRENT')).toBeNull()
    expect(afterLoss({ active: 0n, current: 0n, next: 0n }, 1n, 'PREVIOUS')).toBeNull()
    const nothing = { active: 0n, current: 0n, next: 0n }
    expect(afterLoss(nothing, 0n, 'PREVIOUS')).toEqual(nothing)
  })

  test('takes exactly what was lost, and nothing below zero, whatever the amounts', () => {
    const amount = fc.bigInt(0n, 10n ** 30n)
    const captured = fc.constantFrom('CURRENT' as const, 'PREVIOUS' as const)
    fc.assert(
      fc.property(amount, amount, amount, amount, captured, (active, current, next, x, epoch) => {
        const total = active + next + (epoch === 'PREVIOUS' ? current : 0n)
        const lost = x > total ? total : x
        const after = afterLoss({ active, current, next }, lost, epoch)!
        expect(after.active + after.current + after.next).toBe(active + current + next - lost)
        for (const left of Object.values(after)) expect(left >= 0n).toBe(true)
        if (epoch === 'CURRENT') expect(after.current).toBe(current)
      }),
    )
  })
})

describe('epochs', () => {
  const clock = { start: 1_000n, duration: 100n }

  test('begin with the vault, and have their first second, not their last', () => {
    expect([999n, 1_000n, 1_099n, 1_100n].map((time) => epochAt(clock, time))).toEqual([
      null,
      0n,
      0n,
      1n,
    ])
    expect(epochStart(clock, 3n)).toBe(1_300n)
  })

  test('whose stake can be slashed are the current one and the one before it', () => {
    const captured = [1_099n, 1_199n, 1_200n, 1_250n, 1_300n, 500n]
    expect(captured.map((time) => captureEpoch(clock, time, 1_250n))).toEqual([
      null,
      'PREVIOUS',
      'CURRENT',
      'CURRENT',
      null,
      null,
    ])
  })
})

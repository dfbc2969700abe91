import { describe, expect, test } from 'vitest'
import { nextAllocation } from './magnitudes'

// State machine of AllocationManager, by the cases of AllocationUpdated in AllocationManager.sol (modifyAllocations,
// _slashOperator).
const none = { storedMagnitude: 0n, storedDiff: 0n, storedEffectBlock: 0n }

describe('AllocationUpdated', () => {
  test('an increase is pending until its effect block', () => {
    const allocation = nextAllocation(none, { magnitude: 50n, effectBlock: 20n }, 10)
    expect(allocation).toEqual({ storedMagnitude: 0n, storedDiff: 50n, storedEffectBlock: 20n })
  })

  test('an increase without delay takes effect at once', () => {
    const allocation = nextAllocation(none, { magnitude: 50n, effectBlock: 10n }, 10)
    expect(allocation).toEqual({ storedMagnitude: 50n, storedDiff: 0n, storedEffectBlock: 0n })
  })

  test('a pending change that took effect is applied before the next one', () => {
    const pending = { storedMagnitude: 10n, storedDiff: 40n, storedEffectBlock: 20n }
    const allocation = nextAllocation(pending, { magnitude: 30n, effectBlock: 99n }, 20)
    expect(allocation).toEqual({ storedMagnitude: 50n, storedDiff: -20n, storedEffectBlock: 99n })
  })

  test('a slashing during a pending increase leaves the increase pending', () => {
    const pending = { storedMagnitude: 40n, storedDiff: 60n, storedEffectBlock: 20n }
    const allocation = nextAllocation(pending, { magnitude: 20n, effectBlock: 15n }, 15)
    expect(allocation).toEqual({ storedMagnitude: 20n, storedDiff: 60n, storedEffectBlock: 20n })
  })

  test('a slashing during a pending deallocation emits the new target, then the remaining magnitude', () => {
    const pending = { storedMagnitude: 40n, storedDiff: -20n, storedEffectBlock: 20n }
    const target = nextAllocation(pending, { magnitude: 10n, effectBlock: 20n }, 15)
    const slashed = nextAllocation(target, { magnitude: 20n, effectBlock: 15n }, 15)
    expect(slashed).toEqual({ storedMagnitude: 20n, storedDiff: -10n, storedEffectBlock: 20n })
  })
})

import { describe, expect, test } from 'vitest'
import { nextAllocation } from './magnitudes'

// State machine of AllocationManager, by the cases of its own event: SEMANTICS of AllocationUpdated in
// AllocationManager.sol (modifyAllocations, _slashOperator).
const none = { currentMagnitude: 0n, pendingDiff: 0n, effectBlock: 0 }

describe('AllocationUpdated', () => {
  test('an increase is pending until its effect block', () => {
    const allocation = nextAllocation(none, { magnitude: 50n, effectBlock: 20 }, 10)
    expect(allocation).toEqual({ currentMagnitude: 0n, pendingDiff: 50n, effectBlock: 20 })
  })

  test('an increase without delay holds at once', () => {
    const allocation = nextAllocation(none, { magnitude: 50n, effectBlock: 10 }, 10)
    expect(allocation).toEqual({ currentMagnitude: 50n, pendingDiff: 0n, effectBlock: 0 })
  })

  test('a change that matured is folded in before the next one', () => {
    const pending = { currentMagnitude: 10n, pendingDiff: 40n, effectBlock: 20 }
    const allocation = nextAllocation(pending, { magnitude: 30n, effectBlock: 99 }, 20)
    expect(allocation).toEqual({ currentMagnitude: 50n, pendingDiff: -20n, effectBlock: 99 })
  })

  test('a slash during a pending increase leaves the increase as it was', () => {
    const pending = { currentMagnitude: 40n, pendingDiff: 60n, effectBlock: 20 }
    const allocation = nextAllocation(pending, { magnitude: 20n, effectBlock: 15 }, 15)
    expect(allocation).toEqual({ currentMagnitude: 20n, pendingDiff: 60n, effectBlock: 20 })
  })

  test('a slash during a pending deallocation restates the target, then the magnitude left', () => {
    const pending = { currentMagnitude: 40n, pendingDiff: -20n, effectBlock: 20 }
    const target = nextAllocation(pending, { magnitude: 10n, effectBlock: 20 }, 15)
    const slashed = nextAllocation(target, { magnitude: 20n, effectBlock: 15 }, 15)
    expect(slashed).toEqual({ currentMagnitude: 20n, pendingDiff: -10n, effectBlock: 20 })
  })
})

import { describe, expect, test } from 'vitest'
import { resolverAt } from './resolver'

describe('VetoSlasher.resolverAt', () => {
  const row = {
    storedResolver: '0xa',
    hasPending: true,
    storedPendingResolver: null,
    storedPendingFrom: 500n,
  }

  test('a pending resolver takes its place at its time', () => {
    expect(resolverAt(row, 499n)).toBe('0xa')
    expect(resolverAt(row, 500n)).toBeNull()
  })

  test('without a pending one it stays', () => {
    expect(resolverAt({ ...row, hasPending: false }, 999n)).toBe('0xa')
  })

  test('if the time of the change is unknown, so is the resolver, unless it is the same', () => {
    expect(resolverAt({ ...row, storedPendingFrom: null }, 499n)).toBeUndefined()
    const same = { ...row, storedPendingResolver: '0xa', storedPendingFrom: null }
    expect(resolverAt(same, 499n)).toBe('0xa')
  })
})

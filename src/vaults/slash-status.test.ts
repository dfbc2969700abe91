import { describe, expect, test } from 'vitest'
import { resolverAt } from './resolver'
import { canBeVetoed, slashStatus } from './slash-status'

const REQUEST = {
  captureTimestamp: 1_000n,
  vetoDeadline: 1_060n,
  vetoed: false,
  resolvedAtBlock: null,
}

test.each([
  ['an open request is requested for an epoch', REQUEST, 1_100n, 'REQUESTED'],
  ['a second later it has expired, without a log', REQUEST, 1_101n, 'EXPIRED'],
  ['an executed one stays executed', { ...REQUEST, resolvedAtBlock: 7 }, 9_999n, 'EXECUTED'],
  ['a vetoed one stays vetoed', { ...REQUEST, resolvedAtBlock: 7, vetoed: true }, 9_999n, 'VETOED'],
  [
    'one without a capture time is executed at once',
    { ...REQUEST, captureTimestamp: null, vetoDeadline: null },
    1n,
    'EXECUTED',
  ],
] as const)('%s', (_, request, now, status) => {
  expect(slashStatus(request, 100n, now)).toBe(status)
})

test('without the duration of an epoch it is unknown whether a request has expired', () => {
  expect(slashStatus(REQUEST, null, 1_001n)).toBeNull()
  expect(slashStatus({ ...REQUEST, vetoed: true }, null, 1_001n)).toBe('VETOED')
})

describe('VetoSlasher.vetoSlash', () => {
  const both = { atCapture: '0xr', aSecondAgo: '0xr2' }

  test('before the deadline, with a resolver then and now', () => {
    expect(canBeVetoed(REQUEST, 1_059n, both)).toBe(true)
    expect(canBeVetoed(REQUEST, 1_060n, both)).toBe(false)
    expect(canBeVetoed(REQUEST, 1_059n, { ...both, atCapture: null })).toBe(false)
    expect(canBeVetoed(REQUEST, 1_059n, { ...both, aSecondAgo: null })).toBe(false)
    expect(canBeVetoed({ ...REQUEST, resolvedAtBlock: 3 }, 1_059n, both)).toBe(false)
  })
})

describe('VetoSlasher.resolverAt', () => {
  const row = { resolver: '0xa', hasPending: true, pendingResolver: null, pendingFrom: 500n }

  test('a pending resolver takes its place at its time', () => {
    expect(resolverAt(row, 499n)).toBe('0xa')
    expect(resolverAt(row, 500n)).toBeNull()
  })

  test('without a pending one it stays', () => {
    expect(resolverAt({ ...row, hasPending: false }, 999n)).toBe('0xa')
  })

  test('if the time of the change is unknown, so is the resolver, unless it is the same', () => {
    expect(resolverAt({ ...row, pendingFrom: null }, 499n)).toBeUndefined()
    const same = { ...row, pendingResolver: '0xa', pendingFrom: null }
    expect(resolverAt(same, 499n)).toBe('0xa')
  })
})

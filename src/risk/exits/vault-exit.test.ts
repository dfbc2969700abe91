import { describe, expect, test } from 'vitest'
import { resolverExitGap, vaultExitGap, withdrawalEnd } from './vault-exit'

const WEEK = 604_800n
// Created on 2026-01-01 00:00 UTC.
const clock = { start: 1_767_225_600n, duration: WEEK }

describe('a withdrawal', () => {
  test('is slashable until the start of the second epoch after its own', () => {
    expect(withdrawalEnd(clock, clock.start)).toBe(clock.start + 2n * WEEK)
    expect(withdrawalEnd(clock, clock.start + WEEK - 1n)).toBe(clock.start + 2n * WEEK)
    expect(withdrawalEnd(clock, clock.start + WEEK)).toBe(clock.start + 3n * WEEK)
  })
})

describe('the exit gap', () => {
  test('of a resolver at the smallest delay of the contract, 3 epochs of a week, is -7 days: stake can leave first', () => {
    expect(resolverExitGap(WEEK, 3n)).toBe(-WEEK)
    // The same, from both ends: announced in the middle of the second epoch.
    const announced = clock.start + (3n * WEEK) / 2n
    const effect = clock.start + WEEK + 3n * WEEK
    expect(vaultExitGap(clock, announced, effect)).toBe(-WEEK)
  })

  test('is positive for stake that begins to leave only when the change is near', () => {
    const effect = clock.start + 4n * WEEK
    expect(vaultExitGap(clock, effect - 1n, effect)).toBe(WEEK)
  })

  test('of new middleware, which is in effect at once, is the whole way out', () => {
    expect(vaultExitGap(clock, clock.start + 1n, clock.start + 1n)).toBe(2n * WEEK - 1n)
  })
})

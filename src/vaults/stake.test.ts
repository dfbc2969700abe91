import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DelegatorType } from '../facts/enums.generated'
import { type StakeTerms, stakeOf } from './stake'

const OPERATOR = '0xo1'
const NETWORK = '0xn1'
const LIMIT = { maxNetworkLimit: 1_000n, networkLimit: 70n, totalOperatorShares: 3n }

function terms(type: DelegatorType | null, change: Partial<StakeTerms> = {}): StakeTerms {
  return {
    vault: {
      activeStake: 100n,
      delegatorType: type,
      specificOperator: OPERATOR,
      specificNetwork: NETWORK,
    },
    operator: OPERATOR,
    network: NETWORK,
    isOptedIn: true,
    limit: LIMIT,
    operatorLimit: { stakeLimit: 60n, shares: 2n },
    ...change,
  }
}

const TYPES: DelegatorType[] = [
  'NETWORK_RESTAKE',
  'FULL_RESTAKE',
  'OPERATOR_SPECIFIC',
  'OPERATOR_NETWORK_SPECIFIC',
]

describe('BaseDelegator.stake', () => {
  test.each([
    // floor(shares * min(A, networkLimit) / totalShares)
    ['NETWORK_RESTAKE', 46n],
    // min(A, networkLimit, operatorNetworkLimit)
    ['FULL_RESTAKE', 60n],
    // min(A, networkLimit)
    ['OPERATOR_SPECIFIC', 70n],
    // min(A, maxNetworkLimit)
    ['OPERATOR_NETWORK_SPECIFIC', 100n],
  ] as const)('%s: the formula of SEMANTICS.md', (type, stake) => {
    expect(stakeOf(terms(type))).toBe(stake)
  })

  test.each(TYPES)('%s: an operator that did not opt in to both has 0', (type) => {
    expect(stakeOf(terms(type, { isOptedIn: false }))).toBe(0n)
  })

  test.each(TYPES)('%s: a subnetwork without a limit has 0', (type) => {
    expect(stakeOf(terms(type, { limit: undefined }))).toBe(0n)
  })

  test('no shares at all are no division by zero', () => {
    const limit = { ...LIMIT, totalOperatorShares: 0n }
    expect(stakeOf(terms('NETWORK_RESTAKE', { limit, operatorLimit: undefined }))).toBe(0n)
  })

  test.each(['OPERATOR_SPECIFIC', 'OPERATOR_NETWORK_SPECIFIC'] as const)(
    '%s: another operator has 0',
    (type) => {
      expect(stakeOf(terms(type, { operator: '0xo2' }))).toBe(0n)
    },
  )

  test('OPERATOR_NETWORK_SPECIFIC: another network has 0', () => {
    expect(stakeOf(terms('OPERATOR_NETWORK_SPECIFIC', { network: '0xn2' }))).toBe(0n)
  })

  test('what depends on an unknown constant is unknown', () => {
    const unknown = { ...terms(null).vault, specificOperator: null }
    expect(stakeOf(terms(null))).toBeNull()
    expect(
      stakeOf(terms(null, { vault: { ...unknown, delegatorType: 'OPERATOR_SPECIFIC' } })),
    ).toBeNull()
    const noStake = { ...terms('FULL_RESTAKE').vault, activeStake: null }
    expect(stakeOf(terms('FULL_RESTAKE', { vault: noStake }))).toBeNull()
  })

  test('what does not depend on it is known', () => {
    expect(stakeOf(terms(null, { isOptedIn: false }))).toBe(0n)
    const zero = { ...LIMIT, networkLimit: 0n }
    const vault = { ...terms('OPERATOR_SPECIFIC').vault, activeStake: null, specificOperator: null }
    expect(stakeOf(terms('OPERATOR_SPECIFIC', { vault, limit: zero }))).toBe(0n)
  })
})

const amount = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })

test('stake is never above the active stake, nor above the limit of the network', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...TYPES),
      amount,
      amount,
      amount,
      amount,
      amount,
      (type, active, limit, max, own, others) => {
        const stake = stakeOf(
          terms(type, {
            vault: { ...terms(type).vault, activeStake: active },
            limit: {
              networkLimit: limit,
              maxNetworkLimit: max,
              totalOperatorShares: own + others,
            },
            operatorLimit: { shares: own, stakeLimit: own },
          }),
        )!
        expect(stake).toBeLessThanOrEqual(active)
        expect(stake).toBeLessThanOrEqual(type === 'OPERATOR_NETWORK_SPECIFIC' ? max : limit)
      },
    ),
  )
})

test('operators of a NETWORK_RESTAKE delegator share the limit: together they have no more', () => {
  fc.assert(
    fc.property(amount, amount, fc.array(amount, { maxLength: 6 }), (active, cap, shares) => {
      const totalOperatorShares = shares.reduce((sum, one) => sum + one, 0n)
      const stakes = shares.map((one) => {
        return stakeOf(
          terms('NETWORK_RESTAKE', {
            vault: { ...terms('NETWORK_RESTAKE').vault, activeStake: active },
            limit: { ...LIMIT, networkLimit: cap, totalOperatorShares },
            operatorLimit: { shares: one, stakeLimit: 0n },
          }),
        )!
      })
      const whole = active < cap ? active : cap
      expect(stakes.reduce((sum, one) => sum + one, 0n)).toBeLessThanOrEqual(whole)
    }),
  )
})

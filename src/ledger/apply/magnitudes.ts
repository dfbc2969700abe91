import type { FactOf } from '../../facts/facts'
import { allocationKey, operatorPoolKey, operatorSetKey } from '../../facts/ids'
import { WAD } from '../math'
import type { AllocationRow } from '../rows'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import {
  operatorRef,
  poolRef,
  seenOperator,
  seenOperatorSet,
  seenPool,
  setRefs,
} from './first-seen'

/** Note of the max magnitude before the slashing that is under way. */
export const maxBeforeNote = (operatorPoolKey: string) => `max before ${operatorPoolKey}`

const magnitudeTouches = (fact: { operator: string; pool: string }) => [
  operatorRef(fact.operator),
  poolRef(fact.pool),
  { table: 'operatorMagnitude' as const, key: operatorPoolKey(fact.operator, fact.pool) },
]

/** Magnitudes of an operator in a pool: 1e18 and nothing encumbered until an event says otherwise. */
function magnitudesOf(state: LedgerState, operator: string, pool: string, block: number) {
  seenOperator(state, operator, block)
  seenPool(state, pool, block)
  const key = operatorPoolKey(operator, pool)
  const known = state.get('operatorMagnitude', key)
  return known ?? { key, operator, pool, max: WAD, storedEncumbered: 0n }
}

/** How much of an operator's stake operator sets may slash. */
export const magnitudeRules: Rules<'allocated' | 'maxMagnitude' | 'encumberedMagnitude'> = {
  allocated: {
    touches: (fact) => [
      operatorRef(fact.operator),
      poolRef(fact.pool),
      ...setRefs(fact.set),
      { table: 'allocation', key: allocationKey(fact.operator, fact.set, fact.pool) },
    ],
    apply(state, fact, at) {
      seenOperator(state, fact.operator, at.block)
      seenOperatorSet(state, fact.set, at.block)
      seenPool(state, fact.pool, at.block)
      const key = allocationKey(fact.operator, fact.set, fact.pool)
      const before = state.get('allocation', key) ?? {
        key,
        operator: fact.operator,
        operatorSet: operatorSetKey(fact.set),
        pool: fact.pool,
        storedMagnitude: 0n,
        storedDiff: 0n,
        storedEffectBlock: 0n,
      }
      state.put('allocation', { ...before, ...nextAllocation(before, fact, at.block) })
    },
  },

  maxMagnitude: {
    touches: magnitudeTouches,
    apply(state, fact, at) {
      const row = magnitudesOf(state, fact.operator, fact.pool, at.block)
      // Only a slashing changes it, and its own event, which follows, wants to know both.
      state.note(maxBeforeNote(row.key), row.max)
      state.put('operatorMagnitude', { ...row, max: fact.magnitude })
    },
  },

  encumberedMagnitude: {
    touches: magnitudeTouches,
    apply(state, fact, at) {
      const row = magnitudesOf(state, fact.operator, fact.pool, at.block)
      state.put('operatorMagnitude', { ...row, storedEncumbered: fact.magnitude })
    },
  },
}

type Allocation = Pick<AllocationRow, 'storedMagnitude' | 'storedDiff' | 'storedEffectBlock'>

/** The allocation with a change that has taken effect by `block` folded in (AllocationManager._getUpdatedAllocation). */
export function matured<T extends Allocation>(allocation: T, block: number): T {
  if (allocation.storedDiff === 0n || block < allocation.storedEffectBlock) return allocation
  const storedMagnitude = allocation.storedMagnitude + allocation.storedDiff
  return { ...allocation, storedMagnitude, storedDiff: 0n, storedEffectBlock: 0n }
}

/**
 * AllocationUpdated says which magnitude holds from `effectBlock` on. The contract allows one pending change, so an
 * event while one is pending comes from a slashing:
 * - pending deallocation: first (new target, old effect block), then (magnitude left, this block);
 * - pending increase: only (magnitude left, this block), and the increase itself stays as it was.
 */
export function nextAllocation(
  before: Allocation,
  fact: Pick<FactOf<'allocated'>, 'magnitude' | 'effectBlock'>,
  block: number,
): Allocation {
  const held = matured(before, block)
  const { magnitude, effectBlock } = fact
  if (effectBlock > block) {
    return { ...held, storedDiff: magnitude - held.storedMagnitude, storedEffectBlock: effectBlock }
  }
  if (held.storedDiff < 0n) {
    const target = held.storedMagnitude + held.storedDiff
    return { ...held, storedMagnitude: magnitude, storedDiff: target - magnitude }
  }
  return { ...held, storedMagnitude: magnitude }
}

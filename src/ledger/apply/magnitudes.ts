import type { FactOf } from '../../facts/facts'
import { allocationKey, operatorPoolKey, operatorSetKey } from '../../facts/ids'
import { WAD } from '../math'
import type { AllocationRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import {
  ensureOperator,
  ensureOperatorSet,
  ensurePool,
  operatorRef,
  operatorSetRefs,
  poolRef,
} from './first-seen'

/** Name of the note with the max magnitude before the current slashing. */
export const maxBeforeNote = (operatorPoolKey: string) => `max before ${operatorPoolKey}`

const magnitudeTouches = (fact: { operator: string; pool: string }) => [
  operatorRef(fact.operator),
  poolRef(fact.pool),
  { table: 'operatorMagnitude' as const, key: operatorPoolKey(fact.operator, fact.pool) },
]

/** Magnitudes of an operator in a pool; without an event, max is 1e18 and nothing is encumbered. */
function magnitudesOf(state: LedgerState, operator: string, pool: string, block: number) {
  ensureOperator(state, operator, block)
  ensurePool(state, pool, block)
  const key = operatorPoolKey(operator, pool)
  const known = state.get('operatorMagnitude', key)
  return known ?? { key, operator, pool, max: WAD, storedEncumbered: 0n }
}

/** Magnitudes of operators, and how much of them operator sets may slash. */
export const magnitudeRules: Rules<'allocated' | 'maxMagnitude' | 'encumberedMagnitude'> = {
  allocated: {
    touches: (fact) => [
      operatorRef(fact.operator),
      poolRef(fact.pool),
      ...operatorSetRefs(fact.set),
      { table: 'allocation', key: allocationKey(fact.operator, fact.set, fact.pool) },
    ],
    apply(state, fact, at) {
      ensureOperator(state, fact.operator, at.block)
      ensureOperatorSet(state, fact.set, at.block)
      ensurePool(state, fact.pool, at.block)
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
      // Only a slashing changes it. OperatorSlashed, which follows, is stored with both values.
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

/** The allocation at `block`: a pending change is applied if it has taken effect (AllocationManager._getUpdatedAllocation). */
function matured<T extends Allocation>(allocation: T, block: number): T {
  if (allocation.storedDiff === 0n || block < allocation.storedEffectBlock) return allocation
  const storedMagnitude = allocation.storedMagnitude + allocation.storedDiff
  return { ...allocation, storedMagnitude, storedDiff: 0n, storedEffectBlock: 0n }
}

/**
 * The allocation after AllocationUpdated, which carries the magnitude from `effectBlock` on. The contract allows one
 * pending change, so an event while one is pending comes from a slashing:
 * - pending deallocation: first (new target, old effect block), then (remaining magnitude, this block);
 * - pending increase: only (remaining magnitude, this block); the increase stays pending.
 */
export function nextAllocation(
  before: Allocation,
  fact: Pick<FactOf<'allocated'>, 'magnitude' | 'effectBlock'>,
  block: number,
): Allocation {
  const current = matured(before, block)
  const { magnitude, effectBlock } = fact
  if (effectBlock > block) {
    return {
      ...current,
      storedDiff: magnitude - current.storedMagnitude,
      storedEffectBlock: effectBlock,
    }
  }
  if (current.storedDiff < 0n) {
    const target = current.storedMagnitude + current.storedDiff
    return { ...current, storedMagnitude: magnitude, storedDiff: target - magnitude }
  }
  return { ...current, storedMagnitude: magnitude }
}

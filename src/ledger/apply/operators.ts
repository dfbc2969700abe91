import { operatorPoolKey } from '../../facts/ids'
import { changed } from '../pending'
import type { Rules } from '../rule'
import {
  ensureOperator,
  ensurePool,
  ensureStaker,
  operatorRef,
  poolRef,
  stakerRef,
} from './first-seen'

/** Operators, and the stakers and shares delegated to them. */
export const operatorRules: Rules<
  | 'operatorRegistered'
  | 'delegationApprover'
  | 'operatorMetadata'
  | 'allocationDelay'
  | 'delegated'
  | 'undelegated'
  | 'operatorShares'
> = {
  operatorRegistered: {
    touches: (fact) => [operatorRef(fact.operator)],
    apply(state, fact, at) {
      const operator = ensureOperator(state, fact.operator, at.block)
      const { delegationApprover } = fact
      state.put('operator', { ...operator, registeredAtBlock: at.block, delegationApprover })
    },
  },

  delegationApprover: {
    touches: (fact) => [operatorRef(fact.operator)],
    apply(state, fact, at) {
      const operator = ensureOperator(state, fact.operator, at.block)
      state.put('operator', { ...operator, delegationApprover: fact.delegationApprover })
    },
  },

  operatorMetadata: {
    touches: (fact) => [operatorRef(fact.operator)],
    apply(state, fact, at) {
      const operator = ensureOperator(state, fact.operator, at.block)
      state.put('operator', { ...operator, metadataURI: fact.uri })
    },
  },

  allocationDelay: {
    touches: (fact) => [operatorRef(fact.operator)],
    apply(state, fact, at) {
      const operator = ensureOperator(state, fact.operator, at.block)
      const before = {
        stored: operator.storedDelay,
        pending: operator.storedPendingDelay,
        effectBlock: operator.storedDelayEffectBlock,
      }
      const delay = changed(before, fact.delay, fact.effectBlock, at.block)
      state.put('operator', {
        ...operator,
        storedDelay: delay.stored,
        storedPendingDelay: delay.pending,
        storedDelayEffectBlock: delay.effectBlock,
      })
    },
  },

  delegated: {
    touches: (fact) => [
      stakerRef(fact.staker),
      operatorRef(fact.operator),
      { table: 'delegation', key: fact.staker },
    ],
    apply(state, fact, at) {
      ensureStaker(state, fact.staker, at.block)
      ensureOperator(state, fact.operator, at.block)
      const { staker, operator } = fact
      state.put('delegation', { key: staker, staker, operator })
    },
  },

  undelegated: {
    touches: (fact) => [
      stakerRef(fact.staker),
      operatorRef(fact.operator),
      { table: 'delegation', key: fact.staker },
    ],
    apply(state, fact, at) {
      ensureStaker(state, fact.staker, at.block)
      ensureOperator(state, fact.operator, at.block)
      state.remove('delegation', fact.staker)
    },
  },

  operatorShares: {
    touches: (fact) => [
      operatorRef(fact.operator),
      poolRef(fact.pool),
      { table: 'operatorStake', key: operatorPoolKey(fact.operator, fact.pool) },
    ],
    apply(state, fact, at) {
      ensureOperator(state, fact.operator, at.block)
      ensurePool(state, fact.pool, at.block)
      const key = operatorPoolKey(fact.operator, fact.pool)
      const { operator, pool, delta } = fact
      const shares = (state.get('operatorStake', key)?.shares ?? 0n) + delta
      state.put('operatorStake', { key, operator, pool, shares })
    },
  },
}

import { stakeKey } from '../../facts/ids'
import { WAD } from '../math'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { ensurePool, ensureStaker, poolRef, stakerRef } from './first-seen'

/** The current stake; a staker that never deposited in the pool has no shares, at factor 1. */
export function stakeOf(state: LedgerState, staker: string, pool: string) {
  const key = stakeKey(staker, pool)
  return state.get('stake', key) ?? { key, staker, pool, depositShares: 0n, scalingFactor: WAD }
}

const touches = (fact: { staker: string; pool: string }) => [
  stakerRef(fact.staker),
  poolRef(fact.pool),
  { table: 'stake' as const, key: stakeKey(fact.staker, fact.pool) },
]

/** Deposits of stakers, and the factors that slashing applies to them. */
export const stakeRules: Rules<
  'deposited' | 'nativeShares' | 'scalingFactor' | 'beaconChainFactor'
> = {
  deposited: {
    touches,
    apply(state, fact, at) {
      ensureStaker(state, fact.staker, at.block)
      ensurePool(state, fact.pool, at.block)
      const stake = stakeOf(state, fact.staker, fact.pool)
      state.put('stake', { ...stake, depositShares: stake.depositShares + fact.shares })
    },
  },

  nativeShares: {
    touches,
    apply(state, fact, at) {
      ensureStaker(state, fact.staker, at.block)
      ensurePool(state, fact.pool, at.block)
      const stake = stakeOf(state, fact.staker, fact.pool)
      state.put('stake', { ...stake, depositShares: fact.total })
    },
  },

  scalingFactor: {
    touches,
    apply(state, fact, at) {
      ensureStaker(state, fact.staker, at.block)
      ensurePool(state, fact.pool, at.block)
      const stake = stakeOf(state, fact.staker, fact.pool)
      state.put('stake', { ...stake, scalingFactor: fact.factor })
    },
  },

  beaconChainFactor: {
    touches: (fact) => [stakerRef(fact.staker)],
    apply(state, fact, at) {
      const staker = ensureStaker(state, fact.staker, at.block)
      state.put('staker', { ...staker, beaconChainSlashingFactor: fact.factor })
    },
  },
}

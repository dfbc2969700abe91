import { stakeKey } from '../../facts/ids'
import { WAD } from '../math'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { poolRef, seenPool, seenStaker, stakerRef } from './first-seen'

/** The stake as of now; a staker that never deposited in the pool has none of it, at factor 1. */
export function stakeOf(state: LedgerState, staker: string, pool: string) {
  const key = stakeKey(staker, pool)
  return state.get('stake', key) ?? { key, staker, pool, depositShares: 0n, scalingFactor: WAD }
}

const touches = (fact: { staker: string; pool: string }) => [
  stakerRef(fact.staker),
  poolRef(fact.pool),
  { table: 'stake' as const, key: stakeKey(fact.staker, fact.pool) },
]

/** What stakers deposited, and the factors that slashing leaves on it. */
export const stakeRules: Rules<
  'deposited' | 'nativeShares' | 'scalingFactor' | 'beaconChainFactor'
> = {
  deposited: {
    touches,
    apply(state, fact, at) {
      seenStaker(state, fact.staker, at.block)
      seenPool(state, fact.pool, at.block)
      const stake = stakeOf(state, fact.staker, fact.pool)
      state.put('stake', { ...stake, depositShares: stake.depositShares + fact.shares })
    },
  },

  nativeShares: {
    touches,
    apply(state, fact, at) {
      seenStaker(state, fact.staker, at.block)
      seenPool(state, fact.pool, at.block)
      const stake = stakeOf(state, fact.staker, fact.pool)
      state.put('stake', { ...stake, depositShares: fact.total })
    },
  },

  scalingFactor: {
    touches,
    apply(state, fact, at) {
      seenStaker(state, fact.staker, at.block)
      seenPool(state, fact.pool, at.block)
      const stake = stakeOf(state, fact.staker, fact.pool)
      state.put('stake', { ...stake, scalingFactor: fact.factor })
    },
  },

  beaconChainFactor: {
    touches: (fact) => [stakerRef(fact.staker)],
    apply(state, fact, at) {
      const staker = seenStaker(state, fact.staker, at.block)
      state.put('staker', { ...staker, beaconChainSlashingFactor: fact.factor })
    },
  },
}

import type { RowRef } from '../rows'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { seenStaker, stakerRef } from './first-seen'

const podRef = (pod: string): RowRef => ({ table: 'pod', key: pod })

/** The pod's row; a pod that no event told yet has nothing. */
function podOf(state: LedgerState, pod: string) {
  const known = state.get('pod', pod)
  const none = { staker: null, activeValidators: 0, openCheckpoint: null, lastCheckpoint: null }
  return known ?? { key: pod, address: pod, ...none }
}

/** Pods, their validators and checkpoints. */
export const podRules: Rules<'podDeployed' | 'podValidators' | 'podCheckpoint'> = {
  podDeployed: {
    touches: (fact) => [stakerRef(fact.staker), podRef(fact.pod)],
    apply(state, fact, at) {
      const staker = seenStaker(state, fact.staker, at.block)
      state.put('staker', { ...staker, pod: fact.pod })
      state.put('pod', { ...podOf(state, fact.pod), staker: fact.staker })
    },
  },

  podValidators: {
    touches: (fact) => [podRef(fact.pod)],
    apply(state, fact) {
      const pod = podOf(state, fact.pod)
      // Validators restaked before the first block of the index can leave after it.
      const activeValidators = Math.max(pod.activeValidators + fact.delta, 0)
      state.put('pod', { ...pod, activeValidators })
    },
  },

  podCheckpoint: {
    touches: (fact) => [podRef(fact.pod)],
    apply(state, { pod: address, timestamp, finalized }) {
      const pod = podOf(state, address)
      if (finalized) {
        return state.put('pod', { ...pod, openCheckpoint: null, lastCheckpoint: timestamp })
      }
      // A pod without validators is finalized before it says CheckpointCreated (EigenPod._startCheckpoint); a time is
      // used for one checkpoint only.
      if (timestamp === pod.lastCheckpoint) return
      state.put('pod', { ...pod, openCheckpoint: timestamp })
    },
  },
}

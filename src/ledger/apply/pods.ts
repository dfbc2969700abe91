import { validatorKey } from '../../facts/ids'
import type { RowRef } from '../rows'
import type { PodRow, ValidatorRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { ensureStaker, stakerRef } from './first-seen'

const podRef = (pod: string): RowRef => ({ table: 'pod', key: pod })

/** The pod's row; with nothing known yet if there is none. */
function podOf(state: LedgerState, pod: string): PodRow {
  const known = state.get('pod', pod)
  const none = { staker: null, activeValidators: 0, openCheckpoint: null, lastCheckpoint: null }
  return known ?? { key: pod, address: pod, ...none }
}

/** Pods, their validators and checkpoints. */
export const podRules: Rules<
  'podDeployed' | 'validator' | 'podCheckpoint' | 'podRetired' | 'retiredPodWithdrawn'
> = {
  podDeployed: {
    touches: (fact) => [stakerRef(fact.staker), podRef(fact.pod)],
    apply(state, fact, at) {
      const staker = ensureStaker(state, fact.staker, at.block)
      state.put('staker', { ...staker, pod: fact.pod })
      state.put('pod', { ...podOf(state, fact.pod), staker: fact.staker })
    },
  },

  validator: {
    touches: (fact) => [
      podRef(fact.pod),
      { table: 'validator', key: validatorKey(fact.pod, fact.validator) },
    ],
    apply(state, { pod, validator, change, gwei, provenAt }, at) {
      const key = validatorKey(pod, validator)
      const owner = podOf(state, pod)
      const delta = change === 'RESTAKED' ? 1 : change === 'WITHDRAWN' ? -1 : 0
      // A validator that was restaked before the first block of the index can be withdrawn after it.
      const activeValidators = Math.max(owner.activeValidators + delta, 0)
      state.put('pod', { ...owner, activeValidators })
      const known: ValidatorRow = state.get('validator', key) ?? {
        key,
        pod,
        validator,
        status: 'ACTIVE',
        restakedGwei: null,
        provenAt: null,
        restakedAtBlock: null,
        withdrawnAtBlock: null,
      }
      const row = { ...known, provenAt: provenAt ?? known.provenAt }
      if (change === 'RESTAKED') {
        return state.put('validator', { ...row, status: 'ACTIVE', restakedAtBlock: at.block })
      }
      if (change === 'WITHDRAWN') {
        const status = 'WITHDRAWN'
        return state.put('validator', {
          ...row,
          status,
          restakedGwei: 0n,
          withdrawnAtBlock: at.block,
        })
      }
      state.put('validator', { ...row, restakedGwei: gwei ?? row.restakedGwei })
    },
  },

  podCheckpoint: {
    touches: (fact) => [podRef(fact.pod)],
    apply(state, { pod: address, timestamp, finalized }) {
      const pod = podOf(state, address)
      if (finalized) {
        return state.put('pod', { ...pod, openCheckpoint: null, lastCheckpoint: timestamp })
      }
      // Without validators, CheckpointFinalized is emitted before CheckpointCreated (EigenPod._startCheckpoint). Each
      // checkpoint has another timestamp.
      if (timestamp === pod.lastCheckpoint) return
      state.put('pod', { ...pod, openCheckpoint: timestamp })
    },
  },

  // EigenPod.disableRestaking. The pod's own event says it; EigenPodManager.PodRestakingDisabled repeats it.
  podRetired: {
    touches: ({ pod }) => [podRef(pod), { table: 'retiredPod', key: pod }],
    apply(state, { pod }, at) {
      state.put('pod', podOf(state, pod))
      state.put('retiredPod', { key: pod, pod, retiredAtBlock: at.block, withdrawnWei: 0n })
    },
  },

  retiredPodWithdrawn: {
    touches: ({ pod }) => [{ table: 'retiredPod', key: pod }],
    apply(state, { pod, wei }) {
      const row = state.get('retiredPod', pod)
      // Retired before the first block of the index: since when is unknown.
      if (row) state.put('retiredPod', { ...row, withdrawnWei: row.withdrawnWei + wei })
    },
  },
}

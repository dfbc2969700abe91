import type { RewardFact } from '../../facts/facts'
import { logId, operatorSetKey, rewardSplitKey } from '../../facts/ids'
import type { RowRef } from '../rows'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { avsRef, operatorRef, seenAvs, seenOperator, seenOperatorSet, setRefs } from './first-seen'
import { protocolRef, protocolRow } from './protocol'

/** Rewards: what is paid, what is claimed, and the share that operators keep. */
export const rewardRules: Rules<RewardFact['kind']> = {
  rewardSubmitted: {
    touches: ({ terms, ...service }) => [
      ...serviceRefs(service),
      ...(terms.operators ?? []).map(({ operator }) => operatorRef(operator)),
    ],
    apply(state, fact, at) {
      const { pools, operators, ...terms } = fact.terms
      const service = seenService(state, fact, at.block)
      for (const { operator } of operators ?? []) seenOperator(state, operator, at.block)
      state.append('rewardSubmission', {
        id: logId(at.block, at.logIndex),
        block: at.block,
        logIndex: at.logIndex,
        blockTime: at.timestamp,
        transactionHash: at.transactionHash,
        kind: fact.earners,
        submitter: fact.submitter,
        ...service,
        submissionNonce: fact.nonce,
        submissionHash: fact.hash,
        ...terms,
        // Amounts in JSON are text: readers of JSON round numbers above 2^53.
        pools: pools.map(({ pool, multiplier }) => ({ pool, multiplier: `${multiplier}` })),
        operators:
          operators?.map(({ operator, amount }) => ({ operator, amount: `${amount}` })) ?? null,
      })
    },
  },

  rewardClaimed: {
    touches: () => [],
    apply(state, { kind: _, ...claim }, at) {
      state.append('rewardClaim', {
        id: logId(at.block, at.logIndex),
        block: at.block,
        logIndex: at.logIndex,
        blockTime: at.timestamp,
        transactionHash: at.transactionHash,
        ...claim,
      })
    },
  },

  distributionRoot: {
    touches: ({ rootIndex }) => [rootRef(rootIndex)],
    apply(state, { kind: _, ...root }) {
      state.put('distributionRoot', { key: `${root.rootIndex}`, ...root, disabled: false })
    },
  },

  distributionRootDisabled: {
    touches: ({ rootIndex }) => [rootRef(rootIndex)],
    apply(state, { rootIndex }) {
      const root = state.get('distributionRoot', `${rootIndex}`)
      // Submitted before the first block of the index: nothing is known of it.
      if (root) state.put('distributionRoot', { ...root, disabled: true })
    },
  },

  rewardSplit: {
    touches: ({ operator, avs, setId }) => [
      operatorRef(operator),
      ...serviceRefs({ avs, setId }),
      { table: 'rewardSplit', key: rewardSplitKey(operator, avs, setId) },
    ],
    apply(state, fact, at) {
      const { operator, oldBips, newBips, activatedAt } = fact
      seenOperator(state, operator, at.block)
      state.put('rewardSplit', {
        key: rewardSplitKey(operator, fact.avs, fact.setId),
        kind: fact.avs === null ? 'PROGRAMMATIC' : fact.setId === null ? 'AVS' : 'OPERATOR_SET',
        operator,
        ...seenService(state, fact, at.block),
        oldBips,
        newBips,
        activatedAt,
      })
    },
  },

  rewardsActivationDelay: {
    touches: protocolRef,
    apply(state, { delay }) {
      state.put('protocol', { ...protocolRow(state), rewardsActivationDelay: delay })
    },
  },

  defaultSplit: {
    touches: protocolRef,
    apply(state, { bips }) {
      state.put('protocol', { ...protocolRow(state), defaultSplitBips: bips })
    },
  },
}

/** An AVS, one of its operator sets, or (`avs` null) neither. */
interface Service {
  avs: string | null
  setId: bigint | null
}

const rootRef = (rootIndex: bigint): RowRef => ({ table: 'distributionRoot', key: `${rootIndex}` })

function serviceRefs({ avs, setId }: Service): RowRef[] {
  if (avs === null) return []
  return setId === null ? [avsRef(avs)] : setRefs({ avs, setId })
}

/** References to what a reward or split is for, made if this is the first time it is named. */
function seenService(state: LedgerState, { avs, setId }: Service, block: number) {
  if (avs === null) return { avs: null, operatorSet: null }
  if (setId === null) {
    seenAvs(state, avs, block)
    return { avs, operatorSet: null }
  }
  seenOperatorSet(state, { avs, setId }, block)
  return { avs, operatorSet: operatorSetKey({ avs, setId }) }
}

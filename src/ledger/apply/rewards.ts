import { logId, operatorSetKey, rewardSplitKey } from '../../facts/ids'
import type { RewardFact } from '../../facts/rewards'
import type { RowRef } from '../rows'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import {
  avsRef,
  ensureAvs,
  ensureOperator,
  ensureOperatorSet,
  operatorRef,
  operatorSetRefs,
} from './first-seen'
import { protocolRef, protocolRow } from './protocol'

/** Rewards: submissions, claims, roots, and the splits of operators. */
export const rewardRules: Rules<RewardFact['kind']> = {
  rewardSubmitted: {
    touches: ({ terms, ...target }) => [
      ...targetRefs(target),
      ...(terms.operators ?? []).map(({ operator }) => operatorRef(operator)),
    ],
    apply(state, fact, at) {
      const { pools, operators, ...terms } = fact.terms
      const target = ensureTarget(state, fact, at.block)
      for (const { operator } of operators ?? []) ensureOperator(state, operator, at.block)
      state.append('rewardSubmission', {
        id: logId(at.block, at.logIndex),
        block: at.block,
        logIndex: at.logIndex,
        blockTime: at.timestamp,
        transactionHash: at.transactionHash,
        kind: fact.rewardKind,
        submitter: fact.submitter,
        ...target,
        submissionNonce: fact.nonce,
        submissionHash: fact.hash,
        ...terms,
        // Amounts in JSON are text, because JSON parsers round numbers above 2^53.
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
      // A root that was submitted before the first block of the index is unknown, and stays so.
      if (root) state.put('distributionRoot', { ...root, disabled: true })
    },
  },

  rewardSplit: {
    touches: ({ operator, avs, setId }) => [
      operatorRef(operator),
      ...targetRefs({ avs, setId }),
      { table: 'rewardSplit', key: rewardSplitKey(operator, avs, setId) },
    ],
    apply(state, fact, at) {
      const { operator, oldBips, newBips, activatedAt } = fact
      ensureOperator(state, operator, at.block)
      state.put('rewardSplit', {
        key: rewardSplitKey(operator, fact.avs, fact.setId),
        kind: fact.avs === null ? 'PROGRAMMATIC' : fact.setId === null ? 'AVS' : 'OPERATOR_SET',
        operator,
        ...ensureTarget(state, fact, at.block),
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

/** An AVS, one of its operator sets, or (`avs` null) all AVSs. */
interface Target {
  avs: string | null
  setId: bigint | null
}

const rootRef = (rootIndex: bigint): RowRef => ({ table: 'distributionRoot', key: `${rootIndex}` })

function targetRefs({ avs, setId }: Target): RowRef[] {
  if (avs === null) return []
  return setId === null ? [avsRef(avs)] : operatorSetRefs({ avs, setId })
}

/** References to the AVS and operator set, created if this log is the first to name them. */
function ensureTarget(state: LedgerState, { avs, setId }: Target, block: number) {
  if (avs === null) return { avs: null, operatorSet: null }
  if (setId === null) {
    ensureAvs(state, avs, block)
    return { avs, operatorSet: null }
  }
  ensureOperatorSet(state, { avs, setId }, block)
  return { avs, operatorSet: operatorSetKey({ avs, setId }) }
}

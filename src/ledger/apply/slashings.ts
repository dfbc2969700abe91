import type { FactOf, LogPosition, SlashedPart } from '../../facts/facts'
import { childId, logId, operatorPoolKey, operatorSetKey, slashedSharesKey } from '../../facts/ids'
import { WAD } from '../math'
import type { RowRef } from '../rows'
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
import { maxBeforeNote } from './magnitudes'

/** Slashings, and what they took until it is burned or redistributed. */
export const slashingRules: Rules<'slashed' | 'slashedShares' | 'burnableShares'> = {
  slashed: {
    touches: ({ operator, set, pools }) => [
      operatorRef(operator),
      ...setRefs(set),
      ...pools.flatMap(({ pool }): RowRef[] => {
        const key = operatorPoolKey(operator, pool)
        return [poolRef(pool), { table: 'operatorMagnitude', key }, { table: 'operatorStake', key }]
      }),
    ],
    apply(state, fact, at) {
      seenOperator(state, fact.operator, at.block)
      const set = seenOperatorSet(state, fact.set, at.block)
      const slashId = fact.slashId === 'NONE' ? null : (fact.slashId ?? set.slashCount + 1n)
      if (slashId !== null) state.put('operatorSet', { ...set, slashCount: slashId })
      const id = logId(at.block, at.logIndex)
      state.append('slashing', {
        id,
        block: at.block,
        logIndex: at.logIndex,
        blockTime: at.timestamp,
        transactionHash: at.transactionHash,
        operator: fact.operator,
        operatorSet: set.key,
        slashId,
        redistributionRecipient: set.storedRecipient,
        description: fact.description,
      })
      fact.pools.forEach((part, position) => {
        appendPart(state, fact, at, { ...part, id: childId(id, position), position, slashing: id })
      })
    },
  },

  slashedShares: {
    touches: ({ set, slashId, pool }) => [
      ...setRefs(set),
      poolRef(pool),
      { table: 'slashedShares', key: slashedSharesKey(set, slashId, pool) },
    ],
    apply(state, { set, slashId, pool, delta }, at) {
      seenOperatorSet(state, set, at.block)
      seenPool(state, pool, at.block)
      const key = slashedSharesKey(set, slashId, pool)
      const shares = (state.get('slashedShares', key)?.shares ?? 0n) + delta
      // An empty entry may wait in the contract too, but nothing tells when that is cleared: only shares are kept.
      if (shares <= 0n) return state.remove('slashedShares', key)
      state.put('slashedShares', { key, operatorSet: operatorSetKey(set), slashId, pool, shares })
    },
  },

  burnableShares: {
    touches: ({ pool }) => [poolRef(pool)],
    apply(state, fact, at) {
      const pool = seenPool(state, fact.pool, at.block)
      state.put('pool', { ...pool, burnableShares: pool.burnableShares + fact.delta })
    },
  },
}

type Part = SlashedPart & { id: string; position: number; slashing: string }

/** The magnitudes and shares that the slashing took have events of their own, which came before. */
function appendPart(
  state: LedgerState,
  { operator }: FactOf<'slashed'>,
  at: LogPosition,
  { id, position, slashing, pool, wadSlashed, sharesTaken, queuedSharesTaken }: Part,
): void {
  seenPool(state, pool, at.block)
  const key = operatorPoolKey(operator, pool)
  const maxMagnitudeAfter = state.get('operatorMagnitude', key)?.max ?? WAD
  const sharesAfter = state.get('operatorStake', key)?.shares ?? 0n
  state.append('slashedPool', {
    id,
    block: at.block,
    position,
    slashing,
    pool,
    wadSlashed,
    maxMagnitudeBefore: state.takeNote(maxBeforeNote(key)) ?? maxMagnitudeAfter,
    maxMagnitudeAfter,
    sharesBefore: sharesAfter + sharesTaken,
    sharesAfter,
    queuedSharesSlashed: queuedSharesTaken,
  })
}

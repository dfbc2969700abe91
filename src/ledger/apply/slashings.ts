import type { FactOf, PoolSlashing } from '../../facts/facts'
import { childId, logId, operatorPoolKey, operatorSetKey, slashedSharesKey } from '../../facts/ids'
import type { LogPosition } from '../../facts/log-position'
import { WAD } from '../math'
import type { RowRef } from '../rows'
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
import { maxBeforeNote } from './magnitudes'

/** Slashings, and slashed shares until they are burned or redistributed. */
export const slashingRules: Rules<'slashed' | 'slashedShares' | 'burnableShares'> = {
  slashed: {
    touches: ({ operator, set, pools }) => [
      operatorRef(operator),
      ...operatorSetRefs(set),
      ...pools.flatMap(({ pool }): RowRef[] => {
        const key = operatorPoolKey(operator, pool)
        return [poolRef(pool), { table: 'operatorMagnitude', key }, { table: 'operatorStake', key }]
      }),
    ],
    apply(state, fact, at) {
      ensureOperator(state, fact.operator, at.block)
      const set = ensureOperatorSet(state, fact.set, at.block)
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
      fact.pools.forEach((slashed, position) => {
        appendPool(state, fact, at, {
          ...slashed,
          id: childId(id, position),
          position,
          slashing: id,
        })
      })
    },
  },

  slashedShares: {
    touches: ({ set, slashId, pool }) => [
      ...operatorSetRefs(set),
      poolRef(pool),
      { table: 'slashedShares', key: slashedSharesKey(set, slashId, pool) },
    ],
    apply(state, { set, slashId, pool, delta }, at) {
      ensureOperatorSet(state, set, at.block)
      ensurePool(state, pool, at.block)
      const key = slashedSharesKey(set, slashId, pool)
      const shares = (state.get('slashedShares', key)?.shares ?? 0n) + delta
      // The contract may keep an entry without shares, but emits nothing when it clears one: only shares are stored.
      if (shares <= 0n) return state.remove('slashedShares', key)
      state.put('slashedShares', { key, operatorSet: operatorSetKey(set), slashId, pool, shares })
    },
  },

  burnableShares: {
    touches: ({ pool }) => [poolRef(pool)],
    apply(state, fact, at) {
      const pool = ensurePool(state, fact.pool, at.block)
      state.put('pool', { ...pool, burnableShares: pool.burnableShares + fact.delta })
    },
  },
}

type SlashedPool = PoolSlashing & { id: string; position: number; slashing: string }

/** Appends the row of one pool. Its magnitudes and shares were changed by other events of the slashing, which came before. */
function appendPool(
  state: LedgerState,
  { operator }: FactOf<'slashed'>,
  at: LogPosition,
  { id, position, slashing, pool, wadSlashed, sharesTaken, queuedSharesTaken }: SlashedPool,
): void {
  ensurePool(state, pool, at.block)
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

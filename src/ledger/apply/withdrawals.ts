import type { WithdrawalStatus } from '../../facts/enums.generated'
import type { FactOf } from '../../facts/facts'
import { childId, stakeKey } from '../../facts/ids'
import { ceilDiv, WAD } from '../math'
import type { RowRef } from '../rows'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { ensurePool, ensureStaker, operatorRef, poolRef, stakerRef } from './first-seen'
import { stakeOf } from './stakes'

const withdrawalRef = ({ root }: { root: string }): RowRef[] => [{ table: 'withdrawal', key: root }]

/** The withdrawal queue. */
export const withdrawalRules: Rules<
  'withdrawalQueued' | 'withdrawalCompleted' | 'withdrawalMigrated' | 'withdrawalCleared'
> = {
  withdrawalQueued: {
    touches(fact) {
      const refs: RowRef[] = [{ table: 'withdrawal', key: fact.root }, stakerRef(fact.staker)]
      if (fact.operator) refs.push(operatorRef(fact.operator))
      for (const { pool } of fact.items) {
        refs.push(poolRef(pool), { table: 'stake', key: stakeKey(fact.staker, pool) })
      }
      return refs
    },
    apply(state, fact, at) {
      ensureStaker(state, fact.staker, at.block)
      for (const { pool } of fact.items) ensurePool(state, pool, at.block)
      // A root includes a nonce, so it can be queued only once; a second log of it changes nothing.
      if (state.get('withdrawal', fact.root)) return
      takeDeposits(state, fact)
      const { root, staker, operator, withdrawer, nonce, startBlock } = fact
      state.put('withdrawal', {
        key: root,
        root,
        staker,
        operator,
        withdrawer,
        nonce,
        status: 'QUEUED',
        startBlock,
        queuedAtBlock: at.block,
        completedAtBlock: null,
      })
      fact.items.forEach(({ pool, scaledShares, sharesAtQueue }, position) => {
        state.append('withdrawalItem', {
          id: childId(root, position),
          block: at.block,
          position,
          withdrawal: root,
          pool,
          scaledShares,
          sharesAtQueue,
        })
      })
    },
  },

  withdrawalCompleted: {
    touches: withdrawalRef,
    apply: (state, { root }, at) => leaveQueue(state, root, 'COMPLETED', at.block),
  },

  withdrawalMigrated: {
    touches: withdrawalRef,
    apply: (state, { root }, at) => leaveQueue(state, root, 'MIGRATED', at.block),
  },

  // DelegationManager.clearQueuedWithdrawalsForDisabledPod: shares and delegation changed when it was queued.
  withdrawalCleared: {
    touches: withdrawalRef,
    apply: (state, { root }, at) => leaveQueue(state, root, 'CLEARED', at.block),
  },
}

/** Ends a withdrawal. One that was queued before the first block of the index is unknown, and stays so. */
function leaveQueue(
  state: LedgerState,
  root: string,
  status: Exclude<WithdrawalStatus, 'QUEUED'>,
  block: number,
): void {
  const withdrawal = state.get('withdrawal', root)
  if (withdrawal?.status !== 'QUEUED') return
  state.put('withdrawal', { ...withdrawal, status, completedAtBlock: block })
}

/**
 * Removes the deposit shares of a withdrawal, which are in no event. They follow from scaledShares =
 * floor(removed * factor / 1e18): the smallest `removed` that gives it, which is unique while factor >= 1e18.
 * If the deposit fell to zero, all of it was removed.
 */
function takeDeposits(state: LedgerState, fact: FactOf<'withdrawalQueued'>): void {
  for (const { pool, scaledShares, emptied, takesDeposit } of fact.items) {
    const stake = stakeOf(state, fact.staker, pool)
    const removed = emptied ? stake.depositShares : ceilDiv(scaledShares * WAD, stake.scalingFactor)
    state.put('stake', {
      ...stake,
      depositShares: takesDeposit ? stake.depositShares - removed : stake.depositShares,
      scalingFactor: emptied ? WAD : stake.scalingFactor,
    })
  }
}

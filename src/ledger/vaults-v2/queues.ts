import { logId, queueRequestKey } from '../../facts/ids'
import { ensureStaker, stakerRef } from '../apply/first-seen'
import type { RowRef } from '../rows'
import type { Rules } from '../rule'
import { accountRef, changeAccount, orNull } from './rows'

const queueRef = (queue: string): RowRef => ({ table: 'vaultQueue', key: queue })
const requestRef = (queue: string, tokenId: bigint): RowRef => ({
  table: 'queueRequest',
  key: queueRequestKey(queue, tokenId),
})

/** Withdrawal queues: requests in their order, fills, claims. */
export const queueRules: Rules<
  'vaultQueue' | 'redeemRequested' | 'queueFilled' | 'queueClaimed' | 'queueTokenMoved'
> = {
  vaultQueue: {
    touches: ({ vault, queue }) => [accountRef(vault), queueRef(queue)],
    apply(state, { vault, queue }) {
      changeAccount(state, vault, () => ({ queue }))
      if (state.get('vaultQueue', queue)) return
      state.put('vaultQueue', {
        key: queue,
        queue,
        vault,
        requestedShares: 0n,
        filledShares: 0n,
        filledAssets: 0n,
        requestCount: 0,
      })
    },
  },

  redeemRequested: {
    touches: ({ queue, tokenId, owner }) => [
      queueRef(queue),
      requestRef(queue, tokenId),
      stakerRef(owner),
    ],
    apply(state, { queue, tokenId, requester, owner, shares }, at) {
      const row = state.get('vaultQueue', queue)
      if (!row) return
      ensureStaker(state, owner, at.block)
      state.put('queueRequest', {
        key: queueRequestKey(queue, tokenId),
        queue,
        tokenId,
        requester,
        owner,
        shares,
        sharesClaimed: 0n,
        sharesBefore: row.requestedShares,
      })
      const requestedShares = row.requestedShares + shares
      state.put('vaultQueue', { ...row, requestedShares, requestCount: row.requestCount + 1 })
    },
  },

  queueFilled: {
    touches: ({ queue }) => [queueRef(queue)],
    apply(state, { queue, assets, shares }, at) {
      const row = state.get('vaultQueue', queue)
      if (!row) return
      const filledShares = row.filledShares + shares
      const filledAssets = row.filledAssets + assets
      state.put('vaultQueue', { ...row, filledShares, filledAssets })
      state.append('queueFill', {
        id: logId(at.block, at.logIndex),
        block: at.block,
        logIndex: at.logIndex,
        queue,
        assets,
        shares,
        filledAssets,
        filledShares,
      })
    },
  },

  queueClaimed: {
    touches: ({ queue, tokenId }) => [requestRef(queue, tokenId)],
    apply(state, { queue, tokenId, shares }) {
      const row = state.get('queueRequest', queueRequestKey(queue, tokenId))
      if (!row) return
      state.put('queueRequest', { ...row, sharesClaimed: row.sharesClaimed + shares })
    },
  },

  queueTokenMoved: {
    touches: ({ queue, tokenId, to }) => [requestRef(queue, tokenId), stakerRef(to)],
    apply(state, { queue, tokenId, to }, at) {
      const row = state.get('queueRequest', queueRequestKey(queue, tokenId))
      if (!row) return
      const owner = orNull(to)
      if (owner) ensureStaker(state, owner, at.block)
      state.put('queueRequest', { ...row, owner })
    },
  },
}

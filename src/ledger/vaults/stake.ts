import { vaultAccountKey, vaultEpochKey, vaultWithdrawalKey } from '../../facts/ids'
import { captureEpoch, type EpochClock, epochAt } from '../../vaults/epoch'
import { afterLoss } from '../../vaults/loss'
import { ensureStaker, stakerRef } from '../apply/first-seen'
import type { RowRef } from '../rows'
import type { VaultEpochTotalRow, VaultRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { vaultOf, vaultRef } from './first-seen'

/** Stake of vaults of versions 1 and 2: deposits, withdrawals by epoch, claims, losses. Version 3 counts otherwise. */
export const vaultStakeRules: Rules<
  'vaultDeposited' | 'vaultWithdrawn' | 'vaultClaimed' | 'vaultLoss' | 'vaultSharesMoved'
> = {
  vaultDeposited: {
    touches: ({ vault, account }) => [vaultRef(vault), ...positionRefs(vault, account)],
    apply(state, { vault, account, amount, shares }, at) {
      const row = epochVault(state, vault)
      if (!row) return
      ensureStaker(state, account, at.block)
      addShares(state, vault, account, shares)
      changeActive(state, row, amount, shares)
    },
  },

  vaultWithdrawn: {
    touches: ({ vault, account, claimer }) => [
      vaultRef(vault),
      ...positionRefs(vault, account),
      stakerRef(claimer),
    ],
    touchesToo(state, { vault, claimer }, at): RowRef[] {
      const epoch = epochOf(epochVault(state, vault), at.timestamp)
      return epoch === null ? [] : withdrawalRefs(vault, epoch + 1n, claimer)
    },
    apply(state, fact, at) {
      const { vault, account, claimer, amount, burnedShares, mintedShares } = fact
      const row = epochVault(state, vault)
      if (!row) return
      ensureStaker(state, account, at.block)
      ensureStaker(state, claimer, at.block)
      addShares(state, vault, account, -burnedShares)
      changeActive(state, row, -amount, -burnedShares)
      const current = epochOf(row, at.timestamp)
      // The log does not say the epoch. Without the duration nobody knows it.
      if (current === null) return
      const epoch = current + 1n
      const total = totalOf(state, vault, epoch)
      state.put('vaultEpochTotal', {
        ...total,
        assets: total.assets + amount,
        shares: total.shares + mintedShares,
      })
      const key = vaultWithdrawalKey(vault, epoch, claimer)
      const before = state.get('vaultWithdrawal', key)?.shares ?? 0n
      state.put('vaultWithdrawal', {
        key,
        vault,
        epoch,
        staker: claimer,
        shares: before + mintedShares,
        claimed: false,
      })
    },
  },

  vaultClaimed: {
    touches: ({ vault, claimer, epochs }): RowRef[] =>
      epochs.map((epoch) => ({
        table: 'vaultWithdrawal',
        key: vaultWithdrawalKey(vault, epoch, claimer),
      })),
    apply(state, { vault, claimer, epochs }) {
      for (const epoch of epochs) {
        const row = state.get('vaultWithdrawal', vaultWithdrawalKey(vault, epoch, claimer))
        if (row) state.put('vaultWithdrawal', { ...row, claimed: true })
      }
    },
  },

  vaultLoss: {
    touches: ({ vault }) => [vaultRef(vault)],
    touchesToo(state, { vault }, at): RowRef[] {
      const epoch = epochOf(epochVault(state, vault), at.timestamp)
      return epoch === null ? [] : [totalRef(vault, epoch), totalRef(vault, epoch + 1n)]
    },
    apply(state, { vault, captureTimestamp, lost }, at) {
      const row = epochVault(state, vault)
      if (!row || lost === 0n) return
      const clock = clockOf(row)
      const now = BigInt(at.timestamp)
      const captured = clock && captureEpoch(clock, captureTimestamp, now)
      const epoch = clock && epochAt(clock, now)
      // Who lost what is unknown: the stake is, too.
      const unknown = () => state.put('vault', { ...row, activeStake: null })
      if (epoch === null || !captured || row.activeStake === null) return unknown()
      const current = totalOf(state, vault, epoch)
      const next = totalOf(state, vault, epoch + 1n)
      const before = { active: row.activeStake, current: current.assets, next: next.assets }
      const after = afterLoss(before, lost, captured)
      if (!after) return unknown()
      state.put('vault', { ...row, activeStake: after.active })
      if (after.current !== before.current) {
        state.put('vaultEpochTotal', { ...current, assets: after.current })
      }
      if (after.next !== before.next) state.put('vaultEpochTotal', { ...next, assets: after.next })
    },
  },

  vaultSharesMoved: {
    touches: ({ vault, from, to }) => [
      vaultRef(vault),
      ...positionRefs(vault, from),
      ...positionRefs(vault, to),
    ],
    apply(state, { vault, from, to, shares }, at) {
      if (!epochVault(state, vault)) return
      ensureStaker(state, from, at.block)
      ensureStaker(state, to, at.block)
      addShares(state, vault, from, -shares)
      addShares(state, vault, to, shares)
    },
  },
}

/** A vault that has epochs; null: version 3, or the factory did not make it. */
function epochVault(state: LedgerState, vault: string): VaultRow | null {
  const row = vaultOf(state, vault)
  return row?.version === 3 ? null : row
}

/** When its epochs begin; null: the duration is unknown. */
export function clockOf({ epochStart: start, epochDuration }: VaultRow): EpochClock | null {
  return epochDuration === null ? null : { start, duration: epochDuration }
}

function epochOf(vault: VaultRow | null, timestamp: number): bigint | null {
  const clock = vault && clockOf(vault)
  return clock && epochAt(clock, BigInt(timestamp))
}

function positionRefs(vault: string, account: string): RowRef[] {
  const key = vaultAccountKey(vault, account)
  return [stakerRef(account), { table: 'vaultPosition', key }]
}

const totalRef = (vault: string, epoch: bigint): RowRef => {
  return { table: 'vaultEpochTotal', key: vaultEpochKey(vault, epoch) }
}

function withdrawalRefs(vault: string, epoch: bigint, claimer: string): RowRef[] {
  const key = vaultWithdrawalKey(vault, epoch, claimer)
  return [totalRef(vault, epoch), { table: 'vaultWithdrawal', key }]
}

function totalOf(state: LedgerState, vault: string, epoch: bigint): VaultEpochTotalRow {
  const key = vaultEpochKey(vault, epoch)
  return state.get('vaultEpochTotal', key) ?? { key, vault, epoch, assets: 0n, shares: 0n }
}

/** Adds shares, negative ones if they are taken. An account without shares has no row. */
function addShares(state: LedgerState, vault: string, account: string, delta: bigint): void {
  const key = vaultAccountKey(vault, account)
  const shares = (state.get('vaultPosition', key)?.shares ?? 0n) + delta
  if (shares === 0n) state.remove('vaultPosition', key)
  else state.put('vaultPosition', { key, vault, staker: account, shares })
}

function changeActive(state: LedgerState, row: VaultRow, assets: bigint, shares: bigint): void {
  const { activeStake, activeShares } = row
  state.put('vault', {
    ...row,
    activeStake: activeStake === null ? null : activeStake + assets,
    activeShares: (activeShares ?? 0n) + shares,
  })
}

import { vaultAccountKey } from '../../facts/ids'
import { SHARE_DECIMALS } from '../../vaults/v2/interest'
import { ensureStaker, stakerRef } from '../apply/first-seen'
import type { RowRef } from '../rows'
import type { VaultAccountRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { vaultRef } from '../vaults/first-seen'
import { takeBalance } from './before'
import { accountRef, changeAccount, orNull } from './rows'

const positionRef = (vault: string, account: string): RowRef => ({
  table: 'vaultPosition',
  key: vaultAccountKey(vault, account),
})

/** Assets, shares and fees of vaults of version 3. */
export const accountRules: Rules<
  | 'vaultAccountOpened'
  | 'tokenDecimals'
  | 'interestAccrued'
  | 'countedAssets'
  | 'vaultShares'
  | 'managementFee'
  | 'performanceFee'
  | 'vaultProtocolFee'
> = {
  vaultAccountOpened: {
    touches: ({ vault, asset, depositor }) => [
      vaultRef(vault),
      accountRef(vault),
      { table: 'asset', key: asset },
      { table: 'pool', key: vault },
      { table: 'vaultDepositor', key: vaultAccountKey(vault, depositor) },
    ],
    touchesToo(state, { asset }): RowRef[] {
      // Shares of another vault.
      const inner = state.has(accountRef(asset)) && state.get('vaultAccount', asset)
      return inner ? [{ table: 'asset', key: inner.asset }] : [accountRef(asset)]
    },
    apply(state, fact, at) {
      const { vault, asset, depositor } = fact
      const row = state.get('vault', vault)
      // A contract of another factory, which only has the event.
      if (!row || state.get('vaultAccount', vault)) return
      const decimals = state.get('asset', asset)?.decimals ?? shareDecimals(state, asset)
      state.put('asset', { key: asset, address: asset, decimals })
      const { depositWhitelist, isDepositLimit, depositLimit } = fact
      state.put('vault', {
        ...row,
        collateral: asset,
        depositWhitelist,
        isDepositLimit,
        depositLimit,
        activeStake: null,
        activeShares: null,
      })
      const pool = state.get('pool', vault)
      if (pool) state.put('pool', { ...pool, asset })
      if (orNull(depositor)) {
        const key = vaultAccountKey(vault, depositor)
        state.put('vaultDepositor', { key, vault, account: depositor })
      }
      const account = newAccount(vault, asset, BigInt(at.timestamp))
      state.put('vaultAccount', { ...account, freeAssets: takeBalance(state, vault, asset) })
    },
  },

  tokenDecimals: {
    touches: ({ token }) => [{ table: 'asset', key: token }],
    apply(state, { token, decimals }) {
      const known = state.get('asset', token)
      if (known?.decimals == null) state.put('asset', { key: token, address: token, decimals })
    },
  },

  interestAccrued: {
    touches: ({ vault }) => [accountRef(vault)],
    apply(state, { vault, totalAssets }, at) {
      const lastUpdate = BigInt(at.timestamp)
      changeAccount(state, vault, () => ({ storedTotalAssets: totalAssets, lastUpdate }))
    },
  },

  countedAssets: {
    touches: ({ vault }) => [accountRef(vault)],
    apply(state, { vault, delta }) {
      changeAccount(state, vault, ({ storedTotalAssets }) => {
        return { storedTotalAssets: storedTotalAssets + delta }
      })
    },
  },

  vaultShares: {
    touches: ({ vault, from, to }) => [
      accountRef(vault),
      stakerRef(from),
      stakerRef(to),
      positionRef(vault, from),
      positionRef(vault, to),
    ],
    apply(state, { vault, from, to, shares }, at) {
      if (!state.get('vaultAccount', vault)) return
      const [payer, receiver] = [orNull(from), orNull(to)]
      if (payer) moveShares(state, vault, payer, -shares, at.block)
      if (receiver) moveShares(state, vault, receiver, shares, at.block)
      const minted = (payer ? 0n : shares) - (receiver ? 0n : shares)
      if (minted !== 0n) {
        changeAccount(state, vault, ({ totalShares }) => ({ totalShares: totalShares + minted }))
      }
    },
  },

  managementFee: {
    touches: ({ vault }) => [accountRef(vault)],
    apply(state, { vault, fee, receiver }) {
      changeAccount(state, vault, () => {
        return { managementFee: fee, managementFeeReceiver: orNull(receiver) }
      })
    },
  },

  performanceFee: {
    touches: ({ vault }) => [accountRef(vault)],
    apply(state, { vault, fee, receiver }) {
      changeAccount(state, vault, () => {
        return { performanceFee: fee, performanceFeeReceiver: orNull(receiver) }
      })
    },
  },

  vaultProtocolFee: {
    touches: ({ vault }) => [accountRef(vault)],
    apply(state, { vault, receiver, managementFee, performanceFee }) {
      changeAccount(state, vault, () => ({
        protocolFeeReceiver: orNull(receiver),
        protocolManagementFee: managementFee,
        protocolPerformanceFee: performanceFee,
      }))
    },
  },
}

/** Decimals of the shares of a vault of version 3 (VaultV2.decimals); null: unknown, or it is no such vault. */
function shareDecimals(state: LedgerState, vault: string): number | null {
  const account = state.get('vaultAccount', vault)
  const decimals = account && state.get('asset', account.asset)?.decimals
  return decimals == null ? null : Math.max(SHARE_DECIMALS, decimals)
}

function newAccount(vault: string, asset: string, lastUpdate: bigint): VaultAccountRow {
  return {
    key: vault,
    vault,
    asset,
    storedTotalAssets: 0n,
    totalShares: 0n,
    freeAssets: 0n,
    lastUpdate,
    managementFee: 0n,
    managementFeeReceiver: null,
    performanceFee: 0n,
    performanceFeeReceiver: null,
    protocolFeeReceiver: null,
    protocolManagementFee: 0n,
    protocolPerformanceFee: 0n,
    queue: null,
    adapters: [],
    autoAllocateAdapters: [],
    adaptersWithPending: [],
  }
}

function moveShares(
  state: LedgerState,
  vault: string,
  account: string,
  delta: bigint,
  block: number,
): void {
  ensureStaker(state, account, block)
  const key = vaultAccountKey(vault, account)
  const shares = (state.get('vaultPosition', key)?.shares ?? 0n) + delta
  if (shares === 0n) state.remove('vaultPosition', key)
  else state.put('vaultPosition', { key, vault, staker: account, shares })
}

import type { FactOf } from '../../facts/facts'
import type { RowRef } from '../rows'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { noteBalance, notePriced, noteShares, noteUnknown } from './before'
import { accountRef, adapterRef, changeAccount, changeAdapter, sourceRef } from './rows'

type Role = FactOf<'balanceChanged'>['role']

/** What followed contracts have of the tokens that they are for, and shares of yield sources that exist. */
export const balanceRules: Rules<'balanceChanged' | 'balancesBefore' | 'sourceShares'> = {
  balanceChanged: {
    touches: ({ holder, role }) => [holderRef(holder, role)],
    touchesToo: (state, { holder, role }) => accountOfAdapter(state, holder, role),
    apply(state, { holder, role, token, delta }) {
      const isCounted = changeBalance(state, holder, role, token, delta)
      if (!isCounted) noteBalance(state, holder, token, delta)
    },
  },

  balancesBefore: {
    touches: () => [],
    apply(state, { holder, balances, shares, isPriced }) {
      if (balances === null) noteUnknown(state, holder)
      for (const { token, amount } of balances ?? []) noteBalance(state, holder, token, amount)
      noteShares(state, holder, shares)
      if (isPriced) notePriced(state, holder)
    },
  },

  sourceShares: {
    touches: ({ source }) => [sourceRef(source)],
    apply(state, { source, delta }) {
      const row = state.get('adapterSource', source)
      if (row) state.put('adapterSource', { ...row, shares: row.shares + delta })
      else noteShares(state, source, delta)
    },
  },
}

function holderRef(holder: string, role: Role): RowRef {
  if (role === 'VAULT') return accountRef(holder)
  return role === 'ADAPTER' ? adapterRef(holder) : sourceRef(holder)
}

/** The account that says which token the assets of an adapter are. */
function accountOfAdapter(state: LedgerState, holder: string, role: Role): RowRef[] {
  if (role !== 'ADAPTER' || !state.has(adapterRef(holder))) return []
  const vault = state.get('vaultAdapter', holder)?.vault
  return vault ? [accountRef(vault)] : []
}

/** @returns whether it is known for which token the contract is */
function changeBalance(
  state: LedgerState,
  holder: string,
  role: Role,
  token: string,
  delta: bigint,
): boolean {
  if (role === 'VAULT') {
    const account = state.get('vaultAccount', holder)
    if (account?.asset === token) {
      changeAccount(state, holder, ({ freeAssets }) => ({ freeAssets: freeAssets + delta }))
    }
    return account !== null
  }
  if (role === 'YIELD_SOURCE') {
    const row = state.get('adapterSource', holder)
    if (row?.asset === token) state.put('adapterSource', { ...row, assets: row.assets + delta })
    return row !== null
  }
  const row = state.get('vaultAdapter', holder)
  const account = row?.vault ? state.get('vaultAccount', row.vault) : null
  if (!row || !account) return false
  if (token === account.asset) {
    // What comes and goes does not tell what was there before.
    changeAdapter(state, holder, { assets: row.assets === null ? null : row.assets + delta })
  }
  if (token === row.source) {
    changeAdapter(state, holder, { sourceShares: row.sourceShares + delta })
  }
  return token === account.asset || token === row.source
}

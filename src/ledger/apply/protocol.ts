import type { RowRef } from '../rows'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'

const PROTOCOL = 'EIGENLAYER'
/** Reference to the protocol's row. */
export const protocolRef = (): RowRef[] => [{ table: 'protocol', key: PROTOCOL }]

/** The protocol's row; made if this is the first time it is named. */
export function protocolRow(state: LedgerState) {
  const known = state.get('protocol', PROTOCOL)
  return (
    known ?? {
      key: PROTOCOL,
      name: PROTOCOL,
      minWithdrawalDelayBlocks: null,
      deallocationDelayBlocks: null,
      version: null,
      rewardsActivationDelay: null,
      defaultSplitBips: null,
      burnableNativeShares: 0n,
    }
  )
}

/** What the protocol has once, not per operator or pool. */
export const protocolRules: Rules<'protocolConstants' | 'burnableNativeShares'> = {
  protocolConstants: {
    touches: protocolRef,
    apply(state, { minWithdrawalDelayBlocks, deallocationDelayBlocks }) {
      const row = protocolRow(state)
      state.put('protocol', { ...row, minWithdrawalDelayBlocks, deallocationDelayBlocks })
    },
  },

  burnableNativeShares: {
    touches: protocolRef,
    apply(state, { shares }) {
      const row = protocolRow(state)
      const burnableNativeShares = row.burnableNativeShares + shares
      state.put('protocol', { ...row, burnableNativeShares })
    },
  },
}

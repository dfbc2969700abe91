import type { ProtocolName } from '../../facts/enums.generated'
import type { RowRef } from '../rows'
import type { ProtocolRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'

/** The protocol that is indexed. */
export const PROTOCOL: ProtocolName = 'EIGENLAYER'

/** Reference to the protocol's row. */
export const protocolRef = (): RowRef[] => [{ table: 'protocol', key: PROTOCOL }]

/** The protocol's row; with nothing known yet if there is none. */
export function protocolRow(state: LedgerState): ProtocolRow {
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

/** Values that the protocol has once, not per operator or pool. */
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

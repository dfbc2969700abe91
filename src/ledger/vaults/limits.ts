import { networkLimitKey, operatorLimitKey, subnetworkKey } from '../../facts/ids'
import type { SubnetworkRef } from '../../facts/vaults'
import type { RowRef } from '../rows'
import type { NetworkLimitRow, OperatorLimitRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import {
  ensureProfiledOperator,
  ensureSubnetwork,
  profiledOperatorRefs,
  subnetworkRefs,
} from './first-seen'

/** How much of a vault its delegator promises to subnetworks and operators. */
export const limitRules: Rules<
  'maxNetworkLimit' | 'networkLimit' | 'operatorNetworkLimit' | 'operatorNetworkShares'
> = {
  maxNetworkLimit: {
    touches: (fact) => networkLimitRefs(fact.delegator, fact.subnetwork),
    apply(state, { delegator, subnetwork, limit }, at) {
      ensureSubnetwork(state, subnetwork, at.block)
      const row = networkLimitOf(state, delegator, subnetwork)
      // BaseDelegator.setMaxNetworkLimit cuts a higher networkLimit without a log. Raising it again does not restore it.
      const networkLimit = row.networkLimit < limit ? row.networkLimit : limit
      state.put('networkLimit', { ...row, maxNetworkLimit: limit, networkLimit })
    },
  },

  networkLimit: {
    touches: (fact) => networkLimitRefs(fact.delegator, fact.subnetwork),
    apply(state, { delegator, subnetwork, limit }, at) {
      ensureSubnetwork(state, subnetwork, at.block)
      const row = networkLimitOf(state, delegator, subnetwork)
      state.put('networkLimit', { ...row, networkLimit: limit })
    },
  },

  operatorNetworkLimit: {
    touches: (fact) => operatorLimitRefs(fact),
    apply(state, fact, at) {
      ensureSubnetwork(state, fact.subnetwork, at.block)
      ensureProfiledOperator(state, fact.operator, at.block)
      state.put('operatorLimit', { ...operatorLimitOf(state, fact), stakeLimit: fact.limit })
    },
  },

  operatorNetworkShares: {
    touches: (fact) => [
      ...operatorLimitRefs(fact),
      ...networkLimitRefs(fact.delegator, fact.subnetwork),
    ],
    apply(state, fact, at) {
      const { delegator, subnetwork, operator, shares } = fact
      ensureSubnetwork(state, subnetwork, at.block)
      ensureProfiledOperator(state, operator, at.block)
      const before = operatorLimitOf(state, fact)
      state.put('operatorLimit', { ...before, shares })
      // NetworkRestakeDelegator.setOperatorNetworkShares changes the total without a log.
      const row = networkLimitOf(state, delegator, subnetwork)
      const totalOperatorShares = row.totalOperatorShares + shares - before.shares
      state.put('networkLimit', { ...row, totalOperatorShares })
    },
  },
}

interface OperatorInSubnetwork {
  delegator: string
  subnetwork: SubnetworkRef
  operator: string
}

function networkLimitRefs(delegator: string, subnetwork: SubnetworkRef): RowRef[] {
  const key = networkLimitKey(delegator, subnetwork)
  return [...subnetworkRefs(subnetwork), { table: 'networkLimit', key }]
}

function operatorLimitRefs({ delegator, subnetwork, operator }: OperatorInSubnetwork): RowRef[] {
  const key = operatorLimitKey(delegator, subnetwork, operator)
  return [
    ...subnetworkRefs(subnetwork),
    ...profiledOperatorRefs(operator),
    { table: 'operatorLimit', key },
  ]
}

function networkLimitOf(
  state: LedgerState,
  delegator: string,
  subnetwork: SubnetworkRef,
): NetworkLimitRow {
  const key = networkLimitKey(delegator, subnetwork)
  const none = { maxNetworkLimit: 0n, networkLimit: 0n, totalOperatorShares: 0n }
  const operatorSet = subnetworkKey(subnetwork)
  return state.get('networkLimit', key) ?? { key, delegator, operatorSet, ...none }
}

function operatorLimitOf(
  state: LedgerState,
  { delegator, subnetwork, operator }: OperatorInSubnetwork,
): OperatorLimitRow {
  const key = operatorLimitKey(delegator, subnetwork, operator)
  const operatorSet = subnetworkKey(subnetwork)
  const none = { stakeLimit: 0n, shares: 0n }
  return state.get('operatorLimit', key) ?? { key, delegator, operatorSet, operator, ...none }
}

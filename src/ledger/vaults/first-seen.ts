import type { ProtocolName } from '../../facts/enums.generated'
import { profileKey, subnetworkKey } from '../../facts/ids'
import type { SubnetworkRef } from '../../facts/vaults'
import { avsRef, newAvs, newOperator, newOperatorSet, operatorRef } from '../apply/first-seen'
import type { RowRef } from '../rows'
import type { AvsProfileRow, OperatorProfileRow, OperatorSetRow, VaultRow } from '../rows.generated'
import type { LedgerState } from '../state'

/** Protocol of the rows. */
export const SYMBIOTIC: ProtocolName = 'SYMBIOTIC'

export const vaultRef = (vault: string): RowRef => ({ table: 'vault', key: vault })

/** Rows of `ensureProfiledOperator`. */
export const profiledOperatorRefs = (operator: string): RowRef[] => [
  operatorRef(operator),
  { table: 'operatorProfile', key: profileKey(operator) },
]

/** Rows of `ensureNetwork`. */
export const networkRefs = (network: string): RowRef[] => [
  avsRef(network),
  { table: 'avsProfile', key: profileKey(network) },
]

/** Rows of `ensureSubnetwork`. */
export const subnetworkRefs = (ref: SubnetworkRef): RowRef[] => [
  ...networkRefs(ref.network),
  { table: 'operatorSet', key: subnetworkKey(ref) },
]

/** The vault's row; null: the factory did not make it. */
export function vaultOf(state: LedgerState, vault: string | null): VaultRow | null {
  return vault === null ? null : state.get('vault', vault)
}

/** What Symbiotic says of an operator; its row and the operator's are created if this log is the first to name it. */
export function ensureProfiledOperator(
  state: LedgerState,
  operator: string,
  block: number,
): OperatorProfileRow {
  const key = profileKey(operator)
  const known = state.get('operatorProfile', key)
  if (known) return known
  if (!state.get('operator', operator)) {
    state.put('operator', newOperator(operator, SYMBIOTIC, block))
  }
  const row: OperatorProfileRow = {
    key,
    operator,
    protocol: SYMBIOTIC,
    registeredAtBlock: null,
    metadataURI: null,
  }
  state.put('operatorProfile', row)
  return row
}

/** What Symbiotic says of a network; its row and that of the service are created if this log is the first to name it. */
export function ensureNetwork(state: LedgerState, network: string, block: number): AvsProfileRow {
  const key = profileKey(network)
  const known = state.get('avsProfile', key)
  if (known) return known
  if (!state.get('avs', network)) {
    state.put('avs', newAvs(network, SYMBIOTIC, block))
  }
  const row: AvsProfileRow = {
    key,
    avs: network,
    protocol: SYMBIOTIC,
    registeredAtBlock: null,
    metadataURI: null,
    middleware: null,
  }
  state.put('avsProfile', row)
  return row
}

/** The subnetwork's row, created with that of its network if this log is the first to name it: none says it is created. */
export function ensureSubnetwork(
  state: LedgerState,
  ref: SubnetworkRef,
  block: number,
): OperatorSetRow {
  ensureNetwork(state, ref.network, block)
  const key = subnetworkKey(ref)
  const known = state.get('operatorSet', key)
  if (known) return known
  const row = newOperatorSet(key, { avs: ref.network, setId: ref.identifier }, block)
  state.put('operatorSet', row)
  return row
}

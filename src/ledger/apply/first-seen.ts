import type { SetRef } from '../../facts/facts'
import { operatorSetKey } from '../../facts/ids'
import { WAD } from '../math'
import type { RowRef } from '../rows'
import type { LedgerState } from '../state'

/*
 * Things exist from the first log that names them, whatever that log is: StakerDelegated(op, op) comes before
 * OperatorRegistered, AVSs register operators without ever publishing metadata, and a slashing may name an operator
 * whose registration lies before the first block of the index.
 */

export const operatorRef = (operator: string): RowRef => ({ table: 'operator', key: operator })
export const stakerRef = (staker: string): RowRef => ({ table: 'staker', key: staker })
export const poolRef = (pool: string): RowRef => ({ table: 'pool', key: pool })
export const avsRef = (avs: string): RowRef => ({ table: 'avs', key: avs })
export const setRefs = (set: SetRef): RowRef[] => [
  avsRef(set.avs),
  { table: 'operatorSet', key: operatorSetKey(set) },
]

/** The operator's row; made if this is the first time it is named. */
export function seenOperator(state: LedgerState, operator: string, block: number) {
  const known = state.get('operator', operator)
  if (known) return known
  const row = {
    key: operator,
    address: operator,
    protocol: 'EIGENLAYER',
    registeredAtBlock: null,
    delegationApprover: null,
    metadataURI: null,
    storedDelay: null,
    storedPendingDelay: null,
    storedDelayEffectBlock: null,
    firstSeenBlock: block,
  }
  state.put('operator', row)
  return row
}

/** The staker's row; made if this is the first time it is named. */
export function seenStaker(state: LedgerState, staker: string, block: number) {
  const known = state.get('staker', staker)
  if (known) return known
  const row = {
    key: staker,
    address: staker,
    beaconChainSlashingFactor: WAD,
    pod: null,
    firstSeenBlock: block,
  }
  state.put('staker', row)
  return row
}

/** The pool's row; made if this is the first time it is named. */
export function seenPool(state: LedgerState, pool: string, block: number) {
  const known = state.get('pool', pool)
  if (known) return known
  const row = {
    key: pool,
    address: pool,
    protocol: 'EIGENLAYER',
    asset: null,
    whitelisted: false,
    exchangeRate: null,
    burnableShares: 0n,
    firstSeenBlock: block,
  }
  state.put('pool', row)
  return row
}

/** The AVS's row; made if this is the first time it is named. */
export function seenAvs(state: LedgerState, avs: string, block: number) {
  const known = state.get('avs', avs)
  if (known) return known
  const row = {
    key: avs,
    address: avs,
    protocol: 'EIGENLAYER',
    metadataURI: null,
    registrar: null,
    firstSeenBlock: block,
  }
  state.put('avs', row)
  return row
}

/** The operator set's row, and its AVS's; made if this is the first time they are named. */
export function seenOperatorSet(state: LedgerState, set: SetRef, block: number) {
  seenAvs(state, set.avs, block)
  const key = operatorSetKey(set)
  const known = state.get('operatorSet', key)
  if (known) return known
  const row = {
    key,
    avs: set.avs,
    setId: set.setId,
    createdAtBlock: null,
    storedRecipient: null,
    storedSlasher: null,
    storedPendingSlasher: null,
    storedSlasherEffectBlock: null,
    slashCount: 0n,
    firstSeenBlock: block,
  }
  state.put('operatorSet', row)
  return row
}

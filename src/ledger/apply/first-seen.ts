import type { ProtocolName } from '../../facts/enums.generated'
import type { OperatorSetRef } from '../../facts/facts'
import { operatorSetKey } from '../../facts/ids'
import { WAD } from '../math'
import type { RowRef } from '../rows'
import type { AvsRow, OperatorRow, OperatorSetRow, PoolRow, StakerRow } from '../rows.generated'
import type { LedgerState } from '../state'
import { PROTOCOL } from './protocol'

/*
 * A row is created by the first log that names the thing, whatever that log is: StakerDelegated(op, op) comes before
 * OperatorRegistered, AVSs register operators without ever publishing metadata, and a slashing may name an operator
 * whose registration is before the first block of the index.
 */

export const operatorRef = (operator: string): RowRef => ({ table: 'operator', key: operator })
export const stakerRef = (staker: string): RowRef => ({ table: 'staker', key: staker })
export const poolRef = (pool: string): RowRef => ({ table: 'pool', key: pool })
export const avsRef = (avs: string): RowRef => ({ table: 'avs', key: avs })
export const operatorSetRefs = (set: OperatorSetRef): RowRef[] => [
  avsRef(set.avs),
  { table: 'operatorSet', key: operatorSetKey(set) },
]

/** The operator's row, created if this log is the first to name it. A row of another protocol becomes one of EigenLayer. */
export function ensureOperator(state: LedgerState, operator: string, block: number): OperatorRow {
  const known = state.get('operator', operator)
  if (known?.protocol === PROTOCOL) return known
  const row = known ? { ...known, protocol: PROTOCOL } : newOperator(operator, PROTOCOL, block)
  state.put('operator', row)
  return row
}

/** The row of an operator of which nothing is known. */
export function newOperator(operator: string, protocol: ProtocolName, block: number): OperatorRow {
  return {
    key: operator,
    address: operator,
    protocol,
    registeredAtBlock: null,
    delegationApprover: null,
    metadataURI: null,
    storedDelay: null,
    storedPendingDelay: null,
    storedDelayEffectBlock: null,
    firstSeenBlock: block,
  }
}

/** The staker's row, created if this log is the first to name it. */
export function ensureStaker(state: LedgerState, staker: string, block: number): StakerRow {
  const known = state.get('staker', staker)
  if (known) return known
  const row: StakerRow = {
    key: staker,
    address: staker,
    beaconChainSlashingFactor: WAD,
    pod: null,
    firstSeenBlock: block,
  }
  state.put('staker', row)
  return row
}

/**
 * The pool's row, created if this log is the first to name it. A vault that an AVS lists as a strategy stays a vault: anybody
 * can list any address.
 */
export function ensurePool(state: LedgerState, pool: string, block: number): PoolRow {
  const known = state.get('pool', pool)
  if (known) return known
  const row = newPool(pool, PROTOCOL, block)
  state.put('pool', row)
  return row
}

/** The row of a pool of which nothing is known. */
export function newPool(pool: string, protocol: ProtocolName, block: number): PoolRow {
  return {
    key: pool,
    address: pool,
    protocol,
    asset: null,
    whitelisted: false,
    exchangeRate: null,
    burnableShares: 0n,
    firstSeenBlock: block,
  }
}

/** The AVS's row, created if this log is the first to name it. A row of another protocol becomes one of EigenLayer. */
export function ensureAvs(state: LedgerState, avs: string, block: number): AvsRow {
  const known = state.get('avs', avs)
  if (known?.protocol === PROTOCOL) return known
  const row = known ? { ...known, protocol: PROTOCOL } : newAvs(avs, PROTOCOL, block)
  state.put('avs', row)
  return row
}

/** The row of a service of which nothing is known. */
export function newAvs(avs: string, protocol: ProtocolName, block: number): AvsRow {
  return {
    key: avs,
    address: avs,
    protocol,
    metadataURI: null,
    registrar: null,
    firstSeenBlock: block,
  }
}

/** The operator set's row, created with its AVS's row if this log is the first to name them. */
export function ensureOperatorSet(
  state: LedgerState,
  set: OperatorSetRef,
  block: number,
): OperatorSetRow {
  ensureAvs(state, set.avs, block)
  const key = operatorSetKey(set)
  const known = state.get('operatorSet', key)
  if (known) return known
  const row = newOperatorSet(key, set, block)
  state.put('operatorSet', row)
  return row
}

/** The row of an operator set of which nothing is known. */
export function newOperatorSet(key: string, set: OperatorSetRef, block: number): OperatorSetRow {
  return {
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
}

import type { FactOf } from '../../facts/facts'
import { adminKey, appointeeKey, logId, operatorSetKey } from '../../facts/ids'
import type { LogPosition } from '../../facts/log-position'
import { valueAt } from '../pending'
import type { RowRef } from '../rows'
import type { GovernanceChangeRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { slasherOf } from './avs'
import { ensureOperatorSet, operatorSetRefs } from './first-seen'
import { protocolRef, protocolRow } from './protocol'

const contractRef = ({ contract }: { contract: string }): RowRef[] => [
  { table: 'contract', key: contract },
]

/**
 * The row of a contract that emitted an event.
 * @throws if there is none: contracts are followed from genesis on, or from the fact that reveals them
 */
function contractOf(state: LedgerState, address: string) {
  const row = state.get('contract', address)
  if (!row) throw new Error(`contract ${address} emitted an event but was never found`)
  return row
}

type Change = Omit<
  GovernanceChangeRow,
  'id' | keyof LogPosition | 'blockTime' | 'effectBlock' | 'effectTime'
> &
  Partial<Pick<GovernanceChangeRow, 'effectBlock' | 'effectTime'>>

/** A change of who or what controls a contract; without a block or time of its effect it is in effect at once. */
export function appendChange(state: LedgerState, at: LogPosition, change: Change): void {
  const { block, logIndex, timestamp: blockTime, transactionHash } = at
  state.append('governanceChange', {
    id: logId(block, logIndex),
    block,
    logIndex,
    blockTime,
    transactionHash,
    effectBlock: null,
    effectTime: null,
    ...change,
  })
}

/** Who or what controls the contracts: the state, and every change of it. */
export const governanceRules: Rules<
  | 'upgraded'
  | 'pausedFunctions'
  | 'ownerChanged'
  | 'slasherChanged'
  | 'governanceChange'
  | 'admin'
  | 'appointee'
  | 'protocolVersion'
> = {
  upgraded: {
    touches: contractRef,
    apply(state, { contract, event, beacon, implementation }, at) {
      const row = contractOf(state, contract)
      state.put('contract', { ...row, implementation })
      appendChange(state, at, {
        contract,
        event,
        kind: beacon ? 'BEACON_UPGRADE' : 'UPGRADE',
        subject: null,
        before: row.implementation,
        after: implementation,
      })
    },
  },

  pausedFunctions: {
    touches: contractRef,
    apply(state, { contract, event, paused, status }, at) {
      const row = contractOf(state, contract)
      state.put('contract', { ...row, pausedStatus: status })
      appendChange(state, at, {
        contract,
        event,
        kind: paused ? 'PAUSE' : 'UNPAUSE',
        subject: null,
        before: row.pausedStatus === null ? null : `${row.pausedStatus}`,
        after: `${status}`,
      })
    },
  },

  ownerChanged: {
    touches: contractRef,
    apply(state, { contract, event, before, owner }, at) {
      state.put('contract', { ...contractOf(state, contract), owner })
      const values = { subject: null, before, after: owner }
      appendChange(state, at, { contract, event, kind: 'OWNER', ...values })
    },
  },

  slasherChanged: {
    touches: (fact) => operatorSetRefs(fact.set),
    apply(state, { contract, event, set, slasher, effectBlock }, at) {
      appendChange(state, at, {
        contract,
        event,
        kind: 'SLASHER',
        subject: operatorSetKey(set),
        before: slasherBefore(state, set, at.block),
        after: slasher,
        effectBlock: effectBlock > at.block ? effectBlock : null,
      })
    },
  },

  governanceChange: {
    touches: () => [],
    apply(state, { contract, event, change, subject, before, after }, at) {
      appendChange(state, at, {
        contract,
        event,
        kind: change,
        subject,
        before,
        after,
      })
    },
  },

  admin: {
    touches: (fact) => [{ table: 'admin', key: adminKey(fact.account, fact.admin) }],
    apply(state, { account, admin, standing }) {
      const key = adminKey(account, admin)
      if (standing === 'NONE') return state.remove('admin', key)
      // One row for both: acceptAdmin emits AdminSet, and no event for the pending admin.
      state.put('admin', { key, account, admin, pending: standing === 'PENDING' })
    },
  },

  appointee: {
    touches: (fact) => [{ table: 'appointee', key: keyOfAppointee(fact) }],
    apply(state, fact) {
      const key = keyOfAppointee(fact)
      if (!fact.appointed) return state.remove('appointee', key)
      const { account, appointee, target, selector } = fact
      state.put('appointee', { key, account, appointee, target, selector })
    },
  },

  protocolVersion: {
    touches: protocolRef,
    apply(state, { version }) {
      state.put('protocol', { ...protocolRow(state), version })
    },
  },
}

function keyOfAppointee({ account, appointee, target, selector }: FactOf<'appointee'>): string {
  return appointeeKey(account, appointee, target, selector)
}

/** Slasher before the change (AllocationManager.getSlasher); null if none was emitted. */
function slasherBefore(
  state: LedgerState,
  { avs, setId }: FactOf<'slasherChanged'>['set'],
  block: number,
): string | null {
  const set = ensureOperatorSet(state, { avs, setId }, block)
  return valueAt(slasherOf(set), block)
}

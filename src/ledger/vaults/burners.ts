import { burnerReceiverKey, logId } from '../../facts/ids'
import type { BurnerFact, ReceiverScope } from '../../facts/vault-powers'
import { appendChange } from '../apply/governance'
import type { RowRef } from '../rows'
import type { BurnerReceiverRow, BurnerRouterRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import {
  ensureNetwork,
  ensureProfiledOperator,
  networkRefs,
  profiledOperatorRefs,
} from './first-seen'
import { NOBODY } from './nobody'

const orNull = (address: string) => (address === NOBODY ? null : address)

const routerRef = (router: string): RowRef => ({ table: 'burnerRouter', key: router })

function receiverRefs(router: string, { network, operator }: ReceiverScope): RowRef[] {
  return [
    routerRef(router),
    { table: 'burnerReceiver', key: burnerReceiverKey(router, network, operator) },
    ...(network === null ? [] : networkRefs(network)),
    ...(operator === null ? [] : profiledOperatorRefs(operator)),
  ]
}

/** Slashings that have no receiver of their own. */
const ALL: ReceiverScope = { network: null, operator: null }

/** The router's row: what it was made with is in no event. */
function routerOf(state: LedgerState, router: string): BurnerRouterRow {
  const unknown = { collateral: null, delay: null, pendingDelay: null, pendingDelayFrom: null }
  return state.get('burnerRouter', router) ?? { key: router, ...unknown }
}

/** BurnerRouter._tryAcceptDelay: a pending delay whose time has come takes effect with the next change. */
function withDelayDue(row: BurnerRouterRow, now: number): BurnerRouterRow {
  if (row.pendingDelay === null || row.pendingDelayFrom === null) return row
  if (row.pendingDelayFrom > BigInt(now)) return row
  return { ...row, delay: row.pendingDelay, pendingDelay: null, pendingDelayFrom: null }
}

function receiverOf(
  state: LedgerState,
  router: string,
  { network, operator }: ReceiverScope,
): BurnerReceiverRow {
  const key = burnerReceiverKey(router, network, operator)
  const known = state.get('burnerReceiver', key)
  if (known) return known
  return {
    key,
    router,
    avs: network,
    operator,
    isKnown: false,
    receiver: null,
    hasPending: false,
    pendingReceiver: null,
    pendingFrom: null,
  }
}

const NONE_PENDING = { hasPending: false, pendingReceiver: null, pendingFrom: null }

/** A pending receiver takes its place. */
function acceptedReceiver(row: BurnerReceiverRow): BurnerReceiverRow {
  return { ...row, ...NONE_PENDING, isKnown: true, receiver: row.pendingReceiver }
}

/** BurnerRouter._setReceiver: a pending receiver that is due is accepted, one that is not is replaced. */
function withNewReceiver(
  row: BurnerReceiverRow,
  receiver: string | null,
  now: number,
  delay: bigint | null,
): BurnerReceiverRow {
  const isDue = row.pendingFrom !== null && row.pendingFrom <= BigInt(now)
  const current = row.hasPending && isDue ? acceptedReceiver(row) : row
  // Setting the receiver that is in effect only cancels the pending one.
  if (current.isKnown && current.receiver === receiver) return { ...current, ...NONE_PENDING }
  const pendingFrom = delay === null ? null : BigInt(now) + delay
  return { ...current, hasPending: true, pendingReceiver: receiver, pendingFrom }
}

const subjectOf = ({ network, operator }: ReceiverScope) =>
  operator === null ? network : `${operator}-${network}`

/** Burner routers: who receives slashed stake. */
export const burnerRules: Rules<BurnerFact['kind']> = {
  burnerRouterFound: {
    touches: ({ router }) => [routerRef(router)],
    apply(state, { router }) {
      state.put('burnerRouter', routerOf(state, router))
    },
  },

  burnerRouterConstants: {
    touches: ({ router }) => receiverRefs(router, ALL),
    apply(state, { router, collateral, delay, receiver }) {
      const row = routerOf(state, router)
      state.put('burnerRouter', {
        ...row,
        collateral: row.collateral ?? collateral,
        delay: row.delay ?? delay,
      })
      const before = receiverOf(state, router, ALL)
      // An answer that came late is older than what logs said since.
      if (receiver === null || before.isKnown || before.hasPending) return
      state.put('burnerReceiver', { ...before, isKnown: true, receiver: orNull(receiver) })
    },
  },

  burnerReceiver: {
    touches: ({ contract, ...scope }) => receiverRefs(contract, scope),
    apply(state, { contract, event, network, operator, receiver }, at) {
      const scope = { network, operator }
      if (network !== null) ensureNetwork(state, network, at.block)
      if (operator !== null) ensureProfiledOperator(state, operator, at.block)
      const router = withDelayDue(routerOf(state, contract), at.timestamp)
      state.put('burnerRouter', router)
      const before = receiverOf(state, contract, scope)
      const row = withNewReceiver(before, orNull(receiver), at.timestamp, router.delay)
      state.put('burnerReceiver', row)
      appendChange(state, at, {
        contract,
        event,
        kind: 'BURNER',
        subject: subjectOf(scope),
        before: before.receiver,
        after: orNull(receiver) ?? '',
        effectTime: row.pendingFrom,
      })
    },
  },

  burnerReceiverAccepted: {
    touches: ({ contract, ...scope }) => receiverRefs(contract, scope),
    apply(state, { contract, event, network, operator }, at) {
      const scope = { network, operator }
      if (network !== null) ensureNetwork(state, network, at.block)
      if (operator !== null) ensureProfiledOperator(state, operator, at.block)
      const before = receiverOf(state, contract, scope)
      // What was pending was set before the first block of the index.
      if (!before.hasPending) return
      const row = acceptedReceiver(before)
      state.put('burnerReceiver', row)
      appendChange(state, at, {
        contract,
        event,
        kind: 'BURNER',
        subject: subjectOf(scope),
        before: before.receiver,
        after: row.receiver ?? '',
        effectTime: null,
      })
    },
  },

  burnerDelay: {
    touches: ({ router }) => [routerRef(router)],
    apply(state, { router, delay }, at) {
      const row = withDelayDue(routerOf(state, router), at.timestamp)
      const isBack = delay === row.delay
      const from = row.delay === null ? null : BigInt(at.timestamp) + row.delay
      state.put('burnerRouter', {
        ...row,
        pendingDelay: isBack ? null : delay,
        pendingDelayFrom: isBack ? null : from,
      })
    },
  },

  burnerDelayAccepted: {
    touches: ({ router }) => [routerRef(router)],
    apply(state, { router }) {
      const row = routerOf(state, router)
      const delay = row.pendingDelay ?? row.delay
      state.put('burnerRouter', { ...row, delay, pendingDelay: null, pendingDelayFrom: null })
    },
  },

  burnerTransfer: {
    touches: () => [],
    apply(state, { router, receiver, amount }, at) {
      const { block, logIndex, timestamp: blockTime, transactionHash } = at
      const id = logId(block, logIndex)
      const place = { id, block, logIndex, blockTime, transactionHash }
      state.append('burnerTransfer', { ...place, router, receiver, amount })
    },
  },
}

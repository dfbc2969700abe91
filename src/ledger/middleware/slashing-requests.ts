import {
  logId,
  operatorSetKey,
  operatorSetPoolKey,
  quorumKey,
  requestPoolKey,
  slashingRequestKey,
} from '../../facts/ids'
import type { MiddlewareFact } from '../../facts/middleware'
import type { RowRef } from '../rows'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { middlewareOf, middlewareRef } from './rows'

type Kind = Extract<
  MiddlewareFact['kind'],
  'slashingRequested' | 'slashingCancelled' | 'slashingFulfilled'
>
type Requested = Extract<MiddlewareFact, { kind: 'slashingRequested' }>

const requestRef = ({ slasher, requestId }: { slasher: string; requestId: bigint }): RowRef => ({
  table: 'slashingRequest',
  key: slashingRequestKey(slasher, requestId),
})

const poolRefs = (request: string, count: number): RowRef[] =>
  Array.from({ length: count }, (_, position) => ({
    table: 'slashingRequestPool',
    key: requestPoolKey(request, position),
  }))

/** The quorum with the number of the operator set. */
const quorumOf = ({ middleware, operatorSetId }: Requested) =>
  quorumKey(middleware, Number(operatorSetId))

/** Requests of slashings that can be vetoed, from the request to its end. */
export const slashingRequestRules: Rules<Kind> = {
  slashingRequested: {
    touches: (fact) => [
      middlewareRef(fact.middleware),
      { table: 'quorum', key: quorumOf(fact) },
      requestRef(fact),
      ...poolRefs(requestRef(fact).key, fact.wads.length),
    ],
    touchesToo: (state, fact) => acceptedRefs(state, fact),
    apply(state, fact, at) {
      const { middleware: of, slasher, requestId, operator, operatorSetId, wads } = fact
      const middleware = middlewareOf(state, of)
      if (!middleware) return
      const { avs, vetoPeriod } = middleware
      const { key } = requestRef(fact)
      const requestedAt = BigInt(at.timestamp)
      state.put('slashingRequest', {
        key,
        middleware: of,
        slasher,
        requestId,
        operator,
        setId: operatorSetId,
        operatorSet: avs === null ? null : operatorSetKey({ avs, setId: operatorSetId }),
        description: fact.description,
        status: 'REQUESTED',
        requestedAtBlock: at.block,
        requestedAt,
        vetoDeadline: vetoPeriod === null ? null : requestedAt + vetoPeriod,
        resolvedAtBlock: null,
        slashing: null,
      })
      const pools = poolsOf(state, fact)
      putPools(state, key, wads, pools)
    },
  },

  slashingCancelled: {
    touches: (fact) => [requestRef(fact)],
    apply(state, fact, at) {
      const row = state.get('slashingRequest', requestRef(fact).key)
      // Of an unknown request nobody knows what it asked for; the log is stored.
      if (!row) return
      state.put('slashingRequest', { ...row, status: 'CANCELLED', resolvedAtBlock: at.block })
    },
  },

  slashingFulfilled: {
    touches: (fact) => [
      requestRef(fact),
      ...poolRefs(requestRef(fact).key, fact.slashing?.pools.length ?? 0),
    ],
    apply(state, { slashing, ...fact }, at) {
      const { key } = requestRef(fact)
      const row = state.get('slashingRequest', key)
      if (!row) return
      state.put('slashingRequest', {
        ...row,
        status: 'FULFILLED',
        resolvedAtBlock: at.block,
        slashing: slashing && logId(at.block, slashing.logIndex),
      })
      slashing?.pools.forEach((pool, position) => {
        const asked = state.get('slashingRequestPool', requestPoolKey(key, position))
        if (asked) state.put('slashingRequestPool', { ...asked, pool })
      })
    },
  },
}

function putPools(
  state: LedgerState,
  request: string,
  wads: readonly bigint[],
  pools: readonly string[] | null,
): void {
  wads.forEach((wad, position) => {
    const key = requestPoolKey(request, position)
    const pool = pools?.[position] ?? null
    state.put('slashingRequestPool', { key, request, position, pool, wad })
  })
}

/** The quorum's strategies by address, as the core takes them. */
function strategies(state: LedgerState, fact: Requested): readonly string[] {
  const key = quorumOf(fact)
  const quorum = state.has({ table: 'quorum', key }) ? state.get('quorum', key) : null
  return quorum?.strategyOrder.toSorted() ?? []
}

/** Whether the core's operator set has each strategy of the quorum. */
function acceptedRefs(state: LedgerState, fact: Requested): RowRef[] {
  const ref = middlewareRef(fact.middleware)
  const avs = state.has(ref) ? middlewareOf(state, fact.middleware)?.avs : null
  if (!avs) return []
  const set = { avs, setId: fact.operatorSetId }
  return strategies(state, fact).map((pool) => ({
    table: 'operatorSetPool',
    key: operatorSetPoolKey(set, pool),
  }))
}

/**
 * The strategies of a request, which its log does not list: all of the quorum, where it has as many and the core's operator set
 * has each. They are in order of their addresses, because the core takes no other order. Null: not known.
 */
function poolsOf(state: LedgerState, fact: Requested): readonly string[] | null {
  const pools = strategies(state, fact)
  if (pools.length !== fact.wads.length) return null
  const accepted = acceptedRefs(state, fact)
  const isWhole =
    accepted.length > 0 && accepted.every(({ key }) => state.get('operatorSetPool', key))
  return isWhole ? pools : null
}

import type { MiddlewareSource } from '../../facts/enums.generated'
import { operatorSetKey } from '../../facts/ids'
import type { MiddlewareFact } from '../../facts/middleware'
import type { RowRef } from '../rows'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { middlewareOf, middlewareRef, quorumRefs, quorumsOf } from './rows'

type Kind = Extract<
  MiddlewareFact['kind'],
  'middlewareFound' | 'middlewareContract' | 'middlewareAvs' | 'middlewareValues'
>

/** Contracts of AVSs on eigenlayer-middleware, and whose they are. */
export const middlewareContractRules: Rules<Kind> = {
  middlewareFound: {
    touches: ({ middleware }) => [middlewareRef(middleware)],
    apply(state, { middleware, by }) {
      if (middlewareOf(state, middleware)) return
      state.put('avsMiddleware', {
        key: middleware,
        coordinator: middleware,
        kind: by,
        avs: null,
        avsFoundBy: null,
        quorumCount: 0,
        ejector: null,
        churnApprover: null,
        ejectionCooldown: null,
        vetoPeriod: null,
        vetoCommittee: null,
      })
    },
  },

  middlewareContract: {
    touches: ({ address }) => [{ table: 'middlewareContract', key: address }],
    apply(state, { address, contractKind: kind, middleware, foundBy }) {
      state.put('middlewareContract', { key: address, address, kind, middleware, foundBy })
    },
  },

  middlewareAvs: {
    touches: ({ middleware }) => [middlewareRef(middleware)],
    touchesToo: (state, { middleware }) => quorumRefs(state, middleware),
    apply: (state, { middleware, avs, foundBy }) => setAvs(state, middleware, { avs, foundBy }),
  },

  middlewareValues: {
    touches: ({ middleware }) => [middlewareRef(middleware)],
    apply(state, { middleware, values }) {
      const row = middlewareOf(state, middleware)
      if (row) state.put('avsMiddleware', { ...row, ...values })
    },
  },
}

/** Rows that `registrarSet` reads or writes. */
export const registrarRefs = (state: LedgerState, registrar: string): RowRef[] =>
  quorumRefs(state, registrar)

/** An AVS made a contract its registrar, which may be a coordinator. */
export function registrarSet(state: LedgerState, avs: string, registrar: string): void {
  setAvs(state, registrar, { avs, foundBy: 'REGISTRAR' })
}

/**
 * How much it says. Anybody can register an operator and name any registrar: that counts until the contract itself, or the deployment,
 * says whose it is.
 */
const WEIGHT: Readonly<Record<MiddlewareSource, number>> = {
  REGISTRAR: 0,
  OPERATOR_SET: 1,
  LISTED: 2,
  OWN_EVENT: 2,
}

/** The newest of those that say most counts. */
function setAvs(
  state: LedgerState,
  middleware: string,
  { avs, foundBy }: Pick<Extract<MiddlewareFact, { kind: 'middlewareAvs' }>, 'avs' | 'foundBy'>,
): void {
  const row = middlewareOf(state, middleware)
  if (!row) return
  const known = row.avsFoundBy === null ? -1 : WEIGHT[row.avsFoundBy]
  if (WEIGHT[foundBy] < known || (WEIGHT[foundBy] === known && row.avs === avs)) return
  state.put('avsMiddleware', { ...row, avs, avsFoundBy: foundBy })
  if (row.avs === avs) return
  for (const quorum of quorumsOf(state, middleware)) {
    const operatorSet = operatorSetKey({ avs, setId: BigInt(quorum.number) })
    state.put('quorum', { ...quorum, avs, operatorSet })
  }
}

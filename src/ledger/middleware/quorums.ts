import { ejectionLimitKey, inQuorumKey, operatorSetKey, quorumKey } from '../../facts/ids'
import type { MiddlewareFact, QuorumRef } from '../../facts/middleware'
import type { RowRef } from '../rows'
import type { QuorumRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { middlewareOf, middlewareRef, quorumRef, quorumRefs, quorumsOf } from './rows'

type Kind = Extract<
  MiddlewareFact['kind'],
  | 'quorumValues'
  | 'ejectionLimit'
  | 'quorumLookAhead'
  | 'quorumStrategy'
  | 'quorumMultiplier'
  | 'quorumStrategies'
>

const quorumAnd = (quorum: QuorumRef, pools: readonly string[] = []): RowRef[] => [
  middlewareRef(quorum.middleware),
  quorumRef(quorum),
  ...pools.map((pool) => strategyRef(quorum, pool)),
]

const strategyRef = ({ middleware, number }: QuorumRef, pool: string): RowRef => ({
  table: 'quorumStrategy',
  key: inQuorumKey(quorumKey(middleware, number), pool),
})

/** What quorums count, and their parameters. */
export const quorumRules: Rules<Kind> = {
  quorumValues: {
    touches: ({ quorum }) => quorumAnd(quorum),
    apply(state, { quorum, values }) {
      const row = ensureQuorum(state, quorum)
      if (row) state.put('quorum', { ...row, ...values })
    },
  },

  ejectionLimit: {
    touches: ({ manager, quorum }) => [
      { table: 'ejectionLimit', key: ejectionLimitKey(manager, quorum.number) },
    ],
    apply(state, { manager, quorum: { middleware, number }, rateLimitWindow, ejectableStakeBips }) {
      const key = ejectionLimitKey(manager, number)
      const limit = { rateLimitWindow, ejectableStakeBips }
      state.put('ejectionLimit', { key, middleware, manager, number, ...limit })
    },
  },

  quorumLookAhead: {
    touches: ({ middleware }) => [middlewareRef(middleware)],
    touchesToo: (state, { middleware }) => quorumRefs(state, middleware),
    apply(state, { middleware, before, lookAhead }) {
      const slashable = quorumsOf(state, middleware).filter(
        ({ stakeType }) => stakeType !== 'TOTAL_DELEGATED',
      )
      const equal = slashable.filter((quorum) => quorum.lookAhead === before)
      const unknown = slashable.filter((quorum) => quorum.lookAhead === null)
      // The quorum is one of these. Of one alone it is certain; of several it may be each, or none of the others.
      const possible = [...equal, ...unknown]
      const certain = possible.length === 1 ? lookAhead : null
      for (const quorum of possible) state.put('quorum', { ...quorum, lookAhead: certain })
    },
  },

  quorumStrategy: {
    touches: ({ quorum, pool }) => quorumAnd(quorum, [pool]),
    apply(state, { quorum, pool, counts }) {
      const row = ensureQuorum(state, quorum)
      if (!row) return
      const order = row.strategyOrder
      const { key } = strategyRef(quorum, pool)
      if (counts) {
        if (!order.includes(pool)) {
          state.put('quorum', { ...row, strategyOrder: [...order, pool] })
        }
        const multiplier = state.get('quorumStrategy', key)?.multiplier ?? 0n
        return state.put('quorumStrategy', { key, quorum: row.key, pool, multiplier })
      }
      state.put('quorum', { ...row, strategyOrder: withoutSwapped(order, pool) })
      state.remove('quorumStrategy', key)
    },
  },

  quorumMultiplier: {
    touches: ({ quorum, pool }) => quorumAnd(quorum, [pool]),
    apply(state, { quorum, pool, multiplier }) {
      // A strategy that was removed has the multiplier 0 logged.
      const row = state.get('quorumStrategy', strategyRef(quorum, pool).key)
      if (row) state.put('quorumStrategy', { ...row, multiplier })
    },
  },

  quorumStrategies: {
    touches: ({ quorum, before, strategies }) =>
      quorumAnd(quorum, [...before, ...strategies.map(({ pool }) => pool)]),
    apply(state, { quorum, before, strategies }) {
      const row = ensureQuorum(state, quorum)
      if (!row) return
      for (const pool of before) state.remove('quorumStrategy', strategyRef(quorum, pool).key)
      for (const { pool, multiplier } of strategies) {
        const { key } = strategyRef(quorum, pool)
        state.put('quorumStrategy', { key, quorum: row.key, pool, multiplier })
      }
      state.put('quorum', { ...row, strategyOrder: strategies.map(({ pool }) => pool) })
    },
  },
}

/** The list as the contract keeps it: the last one takes the place of the removed one. */
function withoutSwapped(order: readonly string[], pool: string): string[] {
  const at = order.indexOf(pool)
  if (at < 0) return [...order]
  const rest = order.slice(0, -1)
  if (at < rest.length) rest[at] = order.at(-1)!
  return rest
}

/** The row of a quorum, created by the first log that names it; null: its middleware is not followed. */
function ensureQuorum(state: LedgerState, ref: QuorumRef): QuorumRow | null {
  const middleware = middlewareOf(state, ref.middleware)
  if (!middleware) return null
  const { key } = quorumRef(ref)
  const known = state.get('quorum', key)
  if (known) return known
  const { avs } = middleware
  const row: QuorumRow = {
    key,
    middleware: middleware.key,
    avs,
    operatorSet: avs === null ? null : operatorSetKey({ avs, setId: BigInt(ref.number) }),
    number: ref.number,
    // The contract's value until it logs another.
    stakeType: 'TOTAL_DELEGATED',
    lookAhead: 0n,
    minimumStake: null,
    maxOperatorCount: null,
    kickBipsOfOperatorStake: null,
    kickBipsOfTotalStake: null,
    updatedAtBlock: null,
    thresholdWeight: null,
    loggedTotal: null,
    strategyOrder: [],
  }
  state.put('quorum', row)
  const quorumCount = Math.max(middleware.quorumCount, ref.number + 1)
  state.put('avsMiddleware', { ...middleware, quorumCount })
  return row
}

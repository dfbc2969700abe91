import type { FactOf } from '../../facts/facts'
import { escrowDelayKey, operatorSetKey, slashDelayKey } from '../../facts/ids'
import type { RowRef } from '../rows'
import type { SlashDelayRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { ensureOperatorSet, operatorSetRefs } from './first-seen'

type Slash = Pick<FactOf<'slashResolution'>, 'set' | 'slashId'>

const slashRefs = ({ set, slashId }: Slash): RowRef[] => [
  ...operatorSetRefs(set),
  { table: 'slashDelay', key: slashDelayKey(set, slashId) },
]

const delayRef = (pool: string | null): RowRef => ({
  table: 'escrowDelay',
  key: escrowDelayKey(pool),
})

/** The row of a slashing; without a delay if there is none. */
function delayOf(state: LedgerState, { set, slashId }: Slash, block: number): SlashDelayRow {
  ensureOperatorSet(state, set, block)
  const key = slashDelayKey(set, slashId)
  const none = { resolutionBlock: null, escrow: null, escrowEndBlock: null }
  const known = state.get('slashDelay', key)
  if (known) return known
  const operatorSet = operatorSetKey(set)
  return { key, operatorSet, slashId, ...none, escrowedPools: 0, escrowPaused: false }
}

/** What holds back slashed shares: the delay of improvement proposal 016, and escrows of v1.5.0-rc.0 and v1.6.0-rc.0. */
export const slashDelayRules: Rules<
  'slashResolution' | 'escrowStarted' | 'escrowReleased' | 'escrowPaused' | 'escrowDelay'
> = {
  slashResolution: {
    touches: slashRefs,
    apply(state, fact, at) {
      state.put('slashDelay', { ...delayOf(state, fact, at.block), resolutionBlock: fact.block })
    },
  },

  escrowStarted: {
    touches: (fact) => [...slashRefs(fact), delayRef(null), delayRef(fact.pool)],
    apply(state, fact, at) {
      const row = delayOf(state, fact, at.block)
      const end = escrowEnd(state, fact)
      // SlashEscrowFactory.initiateSlashEscrow: the longest delay of the pools of the slashing.
      const isFirst = row.escrow === null
      const known = row.escrowEndBlock
      const isUnknown = end === null || (!isFirst && known === null)
      state.put('slashDelay', {
        ...row,
        escrow: fact.escrow,
        escrowEndBlock: isUnknown ? null : known !== null && known > end ? known : end,
        escrowedPools: row.escrowedPools + 1,
      })
    },
  },

  escrowReleased: {
    touches: slashRefs,
    apply(state, fact, at) {
      const row = delayOf(state, fact, at.block)
      // An escrow that began before the first block of the index is unknown.
      if (row.escrowedPools === 0) return
      state.put('slashDelay', { ...row, escrowedPools: row.escrowedPools - 1 })
    },
  },

  escrowPaused: {
    touches: slashRefs,
    apply(state, fact, at) {
      state.put('slashDelay', { ...delayOf(state, fact, at.block), escrowPaused: fact.paused })
    },
  },

  escrowDelay: {
    touches: ({ pool }) => [delayRef(pool)],
    apply(state, { pool, blocks }) {
      state.put('escrowDelay', { key: escrowDelayKey(pool), blocks })
    },
  },
}

/** SlashEscrowFactory.getStrategyEscrowDelay, from the start of the escrow, and 1; null: no event set the global delay. */
function escrowEnd(
  state: LedgerState,
  { pool, startBlock }: FactOf<'escrowStarted'>,
): bigint | null {
  const global = state.get('escrowDelay', escrowDelayKey(null))?.blocks
  if (global === undefined) return null
  const own = state.get('escrowDelay', escrowDelayKey(pool))?.blocks ?? 0n
  return startBlock + (own > global ? own : global) + 1n
}

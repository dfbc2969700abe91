import { logId, operatorSetKey, operatorSetPoolKey, registrationKey } from '../../facts/ids'
import { registrarRefs, registrarSet } from '../middleware/contracts'
import { middlewareRef } from '../middleware/rows'
import { changed, type WithPending } from '../pending'
import type { RowRef } from '../rows'
import type { OperatorSetRow } from '../rows.generated'
import type { Rules } from '../rule'
import {
  avsRef,
  ensureAvs,
  ensureOperator,
  ensureOperatorSet,
  ensurePool,
  operatorRef,
  operatorSetRefs,
  poolRef,
} from './first-seen'

/** Slasher of an operator set, with a pending change. */
export function slasherOf(set: OperatorSetRow): WithPending<string | null> {
  return {
    stored: set.storedSlasher,
    pending: set.storedPendingSlasher,
    effectBlock: set.storedSlasherEffectBlock,
  }
}

/** AVSs, their operator sets, and registered operators. */
export const avsRules: Rules<
  | 'avsMetadata'
  | 'avsRegistrar'
  | 'avsRegistration'
  | 'operatorSetCreated'
  | 'operatorSetPool'
  | 'redistributionRecipient'
  | 'slasher'
> = {
  avsMetadata: {
    touches: (fact) => [avsRef(fact.avs)],
    apply(state, fact, at) {
      const avs = ensureAvs(state, fact.avs, at.block)
      state.put('avs', { ...avs, metadataURI: fact.uri })
    },
  },

  avsRegistrar: {
    touches: (fact) => [avsRef(fact.avs), middlewareRef(fact.registrar)],
    touchesToo: (state, fact) => registrarRefs(state, fact.registrar),
    apply(state, fact, at) {
      const avs = ensureAvs(state, fact.avs, at.block)
      state.put('avs', { ...avs, registrar: fact.registrar })
      registrarSet(state, fact.avs, fact.registrar)
    },
  },

  avsRegistration: {
    touches({ operator, avs, setId }) {
      const refs: RowRef[] = [
        operatorRef(operator),
        { table: 'avsRegistration', key: registrationKey(operator, avs, setId) },
      ]
      return refs.concat(setId === null ? [avsRef(avs)] : operatorSetRefs({ avs, setId }))
    },
    apply(state, { operator, avs, setId, registered }, at) {
      ensureOperator(state, operator, at.block)
      if (setId === null) ensureAvs(state, avs, at.block)
      else ensureOperatorSet(state, { avs, setId }, at.block)
      const key = registrationKey(operator, avs, setId)
      const operatorSet = setId === null ? null : operatorSetKey({ avs, setId })
      if (registered) return state.put('avsRegistration', { key, operator, avs, operatorSet })
      state.remove('avsRegistration', key)
      if (!operatorSet) return
      const id = logId(at.block, at.logIndex)
      state.append('deregistration', { id, block: at.block, operator, operatorSet })
    },
  },

  slasher: {
    touches: (fact) => operatorSetRefs(fact.set),
    apply(state, fact, at) {
      const set = ensureOperatorSet(state, fact.set, at.block)
      const slasher = changed(slasherOf(set), fact.slasher, fact.effectBlock, at.block)
      state.put('operatorSet', {
        ...set,
        storedSlasher: slasher.stored,
        storedPendingSlasher: slasher.pending,
        storedSlasherEffectBlock: slasher.effectBlock,
      })
    },
  },

  operatorSetCreated: {
    touches: (fact) => operatorSetRefs(fact.set),
    apply(state, fact, at) {
      const set = ensureOperatorSet(state, fact.set, at.block)
      state.put('operatorSet', { ...set, createdAtBlock: at.block })
    },
  },

  operatorSetPool: {
    touches: (fact) => [
      ...operatorSetRefs(fact.set),
      poolRef(fact.pool),
      { table: 'operatorSetPool', key: operatorSetPoolKey(fact.set, fact.pool) },
    ],
    apply(state, fact, at) {
      const set = ensureOperatorSet(state, fact.set, at.block)
      ensurePool(state, fact.pool, at.block)
      const key = operatorSetPoolKey(fact.set, fact.pool)
      if (fact.accepted) {
        state.put('operatorSetPool', { key, operatorSet: set.key, pool: fact.pool })
      } else {
        state.remove('operatorSetPool', key)
      }
    },
  },

  redistributionRecipient: {
    touches: (fact) => operatorSetRefs(fact.set),
    apply(state, fact, at) {
      const set = ensureOperatorSet(state, fact.set, at.block)
      state.put('operatorSet', { ...set, storedRecipient: fact.recipient })
    },
  },
}

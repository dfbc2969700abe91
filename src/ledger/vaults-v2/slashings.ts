import { logId, vaultSlashingKey } from '../../facts/ids'
import type { RowRef } from '../rows'
import type { Rules } from '../rule'
import { addSlashing } from '../vaults/slashings'
import { reduceGuarantee } from './guarantees'
import { adapterRef, ensureAdapter } from './rows'

/** Slashes of adapters: at once, without a request, and for the present stake. */
export const adapterSlashingRules: Rules<'adapterSlashed'> = {
  adapterSlashed: {
    touches: ({ adapter }) => [adapterRef(adapter)],
    // Its key is the position of its log, which nobody else can have.
    touchesToo: (_, { adapter }, at): RowRef[] => [
      { table: 'vaultSlashing', key: vaultSlashingKey(adapter, logId(at.block, at.logIndex)) },
    ],
    apply(state, { adapter, amount }, at) {
      reduceGuarantee(state, adapter, amount)
      const { operator, operatorSet, vault } = ensureAdapter(state, adapter)
      if (operator === null || operatorSet === null) return
      const of = { vault, slasher: adapter, operatorSet, operator }
      addSlashing(state, of, at, {
        key: vaultSlashingKey(adapter, logId(at.block, at.logIndex)),
        slashIndex: null,
        captureTimestamp: null,
        vetoDeadline: null,
        requested: null,
        accounted: amount,
        realized: amount,
        resolvedAtBlock: at.block,
      })
    },
  },
}

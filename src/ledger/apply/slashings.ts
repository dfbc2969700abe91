import { childId, logId, operatorSetKey } from '../ids'
import type { Rules } from '../rule'
import {
  operatorRef,
  poolRef,
  seenOperator,
  seenOperatorSet,
  seenPool,
  setRefs,
} from './first-seen'

/** Slashings as events. The shares and magnitudes they take have events of their own. */
export const slashingRules: Rules<'slashed'> = {
  slashed: {
    touches: (fact) => [
      operatorRef(fact.operator),
      ...setRefs(fact.set),
      ...fact.pools.map(({ pool }) => poolRef(pool)),
    ],
    apply(state, fact, at) {
      seenOperator(state, fact.operator, at.block)
      seenOperatorSet(state, fact.set, at.block)
      const id = logId(at.block, at.logIndex)
      state.append('slashing', {
        id,
        block: at.block,
        logIndex: at.logIndex,
        blockTime: at.timestamp,
        transactionHash: at.transactionHash,
        operator: fact.operator,
        operatorSet: operatorSetKey(fact.set),
        description: fact.description,
      })
      fact.pools.forEach(({ pool, wadSlashed }, position) => {
        seenPool(state, pool, at.block)
        state.append('slashedPool', {
          id: childId(id, position),
          block: at.block,
          position,
          slashing: id,
          pool,
          wadSlashed,
        })
      })
    },
  },
}

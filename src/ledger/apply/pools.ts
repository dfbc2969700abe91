import type { Rules } from '../rule'
import { ensurePool, poolRef } from './first-seen'

/** Followed contracts, and pools with their tokens and rates. */
export const poolRules: Rules<
  'contractFound' | 'contractLinked' | 'poolWhitelisted' | 'poolAsset' | 'exchangeRate'
> = {
  contractFound: {
    touches: (fact) => [{ table: 'contract', key: fact.address }],
    apply(state, fact) {
      // The first event that reveals a contract gives its name; a strategy can be whitelisted again.
      if (state.get('contract', fact.address)) return
      const { address, contractKind, name } = fact
      state.put('contract', {
        key: address,
        address,
        kind: contractKind,
        name,
        implementation: null,
        pausedStatus: null,
        owner: null,
        parent: null,
      })
    },
  },

  contractLinked: {
    touches: (fact) => [{ table: 'contract', key: fact.address }],
    apply(state, { address, parent }) {
      const contract = state.get('contract', address)
      // Of a contract that is not followed nobody asks whose it is.
      if (contract) state.put('contract', { ...contract, parent })
    },
  },

  poolWhitelisted: {
    touches: (fact) => [poolRef(fact.pool)],
    apply(state, fact, at) {
      const pool = ensurePool(state, fact.pool, at.block)
      state.put('pool', { ...pool, whitelisted: fact.allowed })
    },
  },

  poolAsset: {
    touches: (fact) => [poolRef(fact.pool), { table: 'asset', key: fact.asset }],
    apply(state, fact, at) {
      const pool = ensurePool(state, fact.pool, at.block)
      state.put('asset', { key: fact.asset, address: fact.asset, decimals: fact.decimals })
      state.put('pool', { ...pool, asset: fact.asset })
    },
  },

  exchangeRate: {
    touches: (fact) => [poolRef(fact.pool)],
    apply(state, fact, at) {
      const pool = ensurePool(state, fact.pool, at.block)
      state.put('pool', { ...pool, exchangeRate: fact.rate })
    },
  },
}

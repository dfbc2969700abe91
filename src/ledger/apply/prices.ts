import type { RowRef } from '../rows'
import type { Rules } from '../rule'

const feedRef = (feed: string): RowRef => ({ table: 'priceFeed', key: feed })

/** Configured price feeds, and their answers. */
export const priceRules: Rules<'priceFeed' | 'price'> = {
  priceFeed: {
    touches: (fact) => [feedRef(fact.feed)],
    apply(state, { feed, asset, numeraire, decimals }) {
      state.put('priceFeed', { key: feed, address: feed, asset, numeraire, decimals })
    },
  },

  price: {
    touches: (fact) => [feedRef(fact.feed), { table: 'pricePoint', key: fact.feed }],
    apply(state, { feed, answer, roundId, updatedAt }) {
      const known = state.get('priceFeed', feed)
      if (!known) return
      // An answer that is no price invalidates the one before it.
      if (answer <= 0n) return state.remove('pricePoint', feed)
      const { asset, numeraire, decimals } = known
      const price = { answer, decimals, roundId, updatedAt }
      state.put('pricePoint', { key: feed, source: feed, asset, numeraire, ...price })
    },
  },
}

import { type Computed, computed } from './sql'

/**
 * Kinds of contracts that hold shares of vaults for others, for `IN`: vaults around a vault, adapters, queues, and what pools of the other
 * protocol hold. Their own depositors are the people.
 */
export const HOLDS_FOR_OTHERS = ['ADAPTER', 'STRATEGY', 'VAULT', 'WITHDRAWAL_QUEUE', 'YIELD_SOURCE']
  .map((kind) => `'${kind}'`)
  .join(', ')

/** Whether a staker is a person, as far as logs tell. */
export const people: Computed = {
  Staker: [
    computed(
      'holdsForOthers',
      'Boolean',
      false,
      'Whether it is a vault, an adapter, a withdrawal queue, a strategy or a yield source that is indexed: what it holds is of others, and concentration of stakers leaves it out in vaults.',
      (row) => {
        const { alias, from, held } = row.table('Contract')
        return (
          `EXISTS (SELECT FROM ${from} WHERE ${alias}.key = ${row.column('key')}` +
          ` AND ${alias}.kind IN (${HOLDS_FOR_OTHERS}) AND ${held})`
        )
      },
    ),
  ],
}

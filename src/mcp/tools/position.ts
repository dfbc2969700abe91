import { z } from 'zod'
import { address, atBlock, basis, block, isByPool, limit, pricing } from '../arguments'
import { BLOCK, COVERED, MEMBER, META } from '../fragments'
import { tool } from '../tool'

const PARTS = `{ member ${MEMBER} amount share ${COVERED} }`

/** What a staker, or a fund of several, depends on. */
export const position = tool({
  name: 'position',
  title: 'Position of stakers',
  description:
    'Looks through the stake of one or several addresses: which operators hold it, which AVSs and slashers can take how much, and the largest loss from one slashing and from all at once. Without `pricing` the figures are in `perPool`.',
  args: z.strictObject({
    stakers: z.array(address('a staker')).min(1).max(100),
    block,
    pricing,
    basis,
    includeQueued: z
      .boolean()
      .default(true)
      .describe('Whether withdrawals in the queue count, which can still be slashed.'),
    limit: limit(),
  }),
  units:
    'Amounts: numeraire of `pricing`; positions.shares and perPool: base units of the pool. Shares: 0 to 1.',
  operation: ({ block: number, ...variables }) => ({
    query: `query (
      $stakers: [String!]!, $block: BlockInput, $pricing: PricingInput, $basis: StakeBasis! = SLASHABLE,
      $includeQueued: Boolean!, $limit: Int!, $byPool: Boolean!
    ) {
      ${BLOCK}
      lookThrough(
        stakers: $stakers, block: $block, pricing: $pricing, basis: $basis, includeQueued: $includeQueued
      ) {
        ${META}
        stakerCount stake queued maximalLoss maximalLossShare unknownSlasher
        positions { pool ${MEMBER} shares isCounted }
        withoutStake ${MEMBER}
        operators(limit: $limit) ${PARTS}
        avss(limit: $limit) ${PARTS}
        slashers(limit: $limit) ${PARTS}
        worstSlashing { operator ${MEMBER} operatorSet ${MEMBER} loss share ${COVERED} }
        perPool(limit: 20) @include(if: $byPool) {
          pool ${MEMBER} stake queued maximalLoss maximalLossShare
          operators(limit: 5) ${PARTS}
          avss(limit: 5) ${PARTS}
        }
      }
    }`,
    variables: { ...variables, block: atBlock(number), byPool: isByPool(variables) },
  }),
})

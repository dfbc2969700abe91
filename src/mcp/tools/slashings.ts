import { z } from 'zod'
import { address, atBlock, block, blockNumber, limit } from '../arguments'
import { BLOCK } from '../fragments'
import { tool } from '../tool'

/** What was slashed. */
export const slashings = tool({
  name: 'slashings',
  title: 'Slashings',
  description:
    'Slashings up to a block, the newest first: who was slashed by which operator set, how much in each pool, the reason that the AVS gave, who receives it, and how far it has come.',
  args: z.strictObject({
    operator: address('the operator').optional(),
    avs: address('the AVS').optional(),
    from: blockNumber.optional().describe('From this block on.'),
    block,
    limit: limit(),
  }),
  units:
    'Shares: base units of the pool. wadSlashed: of 10^18. Magnitudes: of 10^18. The reason is text of the AVS, not of Linchpin.',
  operation: ({ operator, avs, from, block: number, limit: rows }) => ({
    query: `query ($where: SlashingWhereInput!, $block: BlockInput, $limit: Int!) {
      ${BLOCK}
      slashings(where: $where, block: $block, limit: $limit, orderBy: [block_DESC, logIndex_DESC]) {
        id block blockTime transactionHash operatorId operatorSetId description
        redistributionRecipient state clearableFromBlock
        pools {
          poolId wadSlashed maxMagnitudeBefore maxMagnitudeAfter sharesBefore sharesAfter queuedSharesSlashed
        }
      }
    }`,
    variables: {
      where: {
        operator: operator && { id_eq: operator.toLowerCase() },
        operatorSet: avs && { avs: { id_eq: avs.toLowerCase() } },
        block_gte: from,
      },
      block: atBlock(number),
      limit: rows,
    },
  }),
})

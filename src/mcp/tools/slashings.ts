import { z } from 'zod'
import { address, atBlock, block, blockNumber, limit, protocol } from '../arguments'
import { BLOCK } from '../fragments'
import { tool } from '../tool'

/** What was slashed. */
export const slashings = tool({
  name: 'slashings',
  title: 'Slashings',
  description:
    'Slashings up to a block, the newest first: who was slashed by which operator set, how much in each pool, the reason that the AVS gave, who receives it, and how far it has come; of vaults (Symbiotic) what was requested, accounted and really lost, and whether it was executed, vetoed or has expired.',
  args: z.strictObject({
    operator: address('the operator').optional(),
    avs: address('the AVS, or network').optional(),
    protocol,
    from: blockNumber.optional().describe('From this block on.'),
    block,
    limit: limit(),
  }),
  units:
    'Shares, requested, accounted, realized: base units of the pool. captureTimestamp: Unix seconds. wadSlashed: of 10^18. Magnitudes: of 10^18. The reason is text of the AVS, not of Linchpin.',
  operation: ({ operator, avs, protocol: name, from, block: number, limit: rows }) => ({
    query: `query ($where: SlashingWhereInput!, $block: BlockInput, $limit: Int!) {
      ${BLOCK}
      slashings(where: $where, block: $block, limit: $limit, orderBy: [block_DESC, logIndex_DESC]) {
        id protocol block blockTime transactionHash operatorId operatorSetId description
        redistributionRecipient state clearableFromBlock status captureTimestamp resolvedAtBlock
        pools {
          poolId wadSlashed maxMagnitudeBefore maxMagnitudeAfter sharesBefore sharesAfter queuedSharesSlashed
          requested accounted realized
        }
      }
    }`,
    variables: {
      where: {
        operator: operator && { id_eq: operator.toLowerCase() },
        operatorSet: avs && { avs: { id_eq: avs.toLowerCase() } },
        protocol_eq: name,
        block_gte: from,
      },
      block: atBlock(number),
      limit: rows,
    },
  }),
})

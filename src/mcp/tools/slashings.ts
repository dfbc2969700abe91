import { z } from 'zod'
import { address, atBlock, block, blockNumber, limit, protocol } from '../arguments'
import { BLOCK } from '../fragments'
import { tool } from '../tool'

/** What was slashed. */
export const slashings = tool({
  name: 'slashings',
  title: 'Slashings',
  description:
    'Slashings up to a block, the newest first: who was slashed by which operator set, how much in each pool, the reason that the AVS gave, who receives it, and how far it has come; of vaults (Symbiotic) what was requested, accounted and really lost, and whether it was executed, vetoed or has expired. `slashingRequests`: slashings that AVSs of EigenLayer asked for and that can be vetoed, pending or not; `slashingRequestLosses`: what the pending ones would take now.',
  args: z.strictObject({
    operator: address('the operator').optional(),
    avs: address('the AVS, or network').optional(),
    protocol,
    from: blockNumber.optional().describe('From this block on.'),
    block,
    limit: limit(),
  }),
  units:
    'Shares, requested, accounted, realized: base units of the pool. captureTimestamp, requestedAt, vetoDeadline: Unix seconds. wad: part of the allocation, of 10^18. wadSlashed: of 10^18. Magnitudes: of 10^18. The reason is text of the AVS, not of Linchpin.',
  operation: ({ operator, avs, protocol: name, from, block: number, limit: rows }) => ({
    query: `query (
      $where: SlashingWhereInput!, $requested: SlashingRequestWhereInput!, $operator: String, $avs: String,
      $isEigenLayer: Boolean!, $block: BlockInput, $limit: Int!
    ) {
      ${BLOCK}
      slashings(where: $where, block: $block, limit: $limit, orderBy: [block_DESC, logIndex_DESC]) {
        id protocol block blockTime transactionHash operatorId operatorSetId description
        redistributionRecipient state clearableFromBlock status captureTimestamp resolvedAtBlock
        pools {
          poolId wadSlashed maxMagnitudeBefore maxMagnitudeAfter sharesBefore sharesAfter queuedSharesSlashed
          requested accounted realized
        }
      }
      slashingRequests(where: $requested, block: $block, limit: $limit, orderBy: [requestedAtBlock_DESC, id_DESC])
        @include(if: $isEigenLayer) {
        id status operatorId operatorSet { id } description requestedAtBlock requestedAt vetoDeadline canBeVetoed
        resolvedAtBlock slashingId pools(limit: 20) { poolId wad }
      }
      slashingRequestLosses(operator: $operator, avs: $avs, block: $block) @include(if: $isEigenLayer) {
        requests(limit: $limit) {
          request pools { pool { id } shares queuedShares } atMost { pool { id } shares queuedShares } nullReason
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
      requested: {
        operator: operator && { id_eq: operator.toLowerCase() },
        operatorSet: avs && { avs: { id_eq: avs.toLowerCase() } },
        requestedAtBlock_gte: from,
      },
      operator,
      avs,
      isEigenLayer: name !== 'SYMBIOTIC',
      block: atBlock(number),
      limit: rows,
    },
  }),
})

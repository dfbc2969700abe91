import { z } from 'zod'
import { address, atBlock, block, isByPool, pricing } from '../arguments'
import { BLOCK, COVERED, MEMBER, META } from '../fragments'
import { tool } from '../tool'

/** One operator. */
export const operator = tool({
  name: 'operator',
  title: 'One operator',
  description:
    'What an operator holds, which AVSs it serves, what it has allocated to whom, its allocation delay, how it was slashed, and how it ranks. `operator` is null if there was none with this address at the block. Lists have up to 100 rows.',
  args: z.strictObject({ address: address('the operator'), block, pricing }),
  units:
    'shares, slashableStake, slashableSharesInQueue: base units of the pool. magnitude, max, encumbered, allocatable: of 10^18. allocationDelay: blocks. Amounts in `ranking`: numeraire of `pricing`.',
  operation: ({ address: id, block: number, pricing: given }) => ({
    query: `query ($id: String!, $block: BlockInput, $pricing: PricingInput, $byPool: Boolean!) {
      ${BLOCK}
      operator: operatorById(id: $id, block: $block) {
        id metadataURI registeredAtBlock delegationApprover
        allocationDelay pendingAllocationDelay allocationDelayEffectBlock
        stakes(limit: 100) { poolId shares slashableSharesInQueue }
        avsRegistrations(limit: 100) { avsId operatorSetId slashable fromBlock }
        allocations(limit: 100) { operatorSetId poolId magnitude pendingDiff effectBlock slashableStake }
        magnitudes(limit: 100) { poolId max encumbered allocatable }
        slashings(limit: 20, orderBy: [block_DESC]) { id block operatorSetId description }
      }
      ranking: operatorRanking(block: $block, pricing: $pricing, where: { operators: [$id] }) {
        ${META}
        operators(limit: 1) ${RANK}
        perPool(limit: 20) @include(if: $byPool) { pool ${MEMBER} operators(limit: 1) ${RANK} }
      }
    }`,
    variables: {
      id: id.toLowerCase(),
      block: atBlock(number),
      pricing: given,
      byPool: isByPool({ pricing: given }),
    },
  }),
})

const RANK = `{
  stake share avss registered registeredMultiplier slashable slashableLeverage capitalAtRisk
  topAvs ${MEMBER} topShare hhi decisive ${COVERED}
}`

import { z } from 'zod'
import { address, atBlock, block, isByPool, pricing } from '../arguments'
import { BLOCK, COVERED, MEMBER, META } from '../fragments'
import { tool } from '../tool'

/** One operator. */
export const operator = tool({
  name: 'operator',
  title: 'One operator',
  description:
    'What an operator holds, which AVSs it serves, what it has allocated to whom, what it has promised to whom in both protocols (`commitments`), its allocation delay, how it was slashed, what slashings that AVSs of EigenLayer asked for would take (`pendingSlashings`), and how it ranks. `operator` is null if there was none with this address at the block. Lists have up to 100 rows.',
  args: z.strictObject({ address: address('the operator'), block, pricing }),
  units:
    'shares, stake, slashableStake, slashableSharesInQueue, cumulativeSlash: base units of the pool, or of `unit`. magnitude, max, encumbered, allocatable, wad: of 10^18. allocationDelay: blocks. Amounts in `ranking`: numeraire of `pricing`.',
  operation: ({ address: id, block: number, pricing: given }) => ({
    query: `query ($id: String!, $block: BlockInput, $pricing: PricingInput, $byPool: Boolean!) {
      ${BLOCK}
      operator: operatorById(id: $id, block: $block) {
        id protocols metadataURI registeredAtBlock delegationApprover
        allocationDelay pendingAllocationDelay allocationDelayEffectBlock
        stakes(limit: 100) { poolId shares slashableSharesInQueue }
        avsRegistrations(limit: 100) { avsId operatorSetId slashable fromBlock }
        allocations(limit: 100) { operatorSetId poolId magnitude pendingDiff effectBlock slashableStake }
        magnitudes(limit: 100) { poolId max encumbered allocatable }
        slashings(limit: 20, orderBy: [block_DESC]) { id block operatorSetId description }
      }
      pendingSlashings: slashingRequestLosses(operator: $id, block: $block) {
        requests(limit: 20) {
          request operatorSet { id } pools { pool { id } wad shares } atMost { pool { id } shares } nullReason
        }
      }
      commitments(block: $block, where: { operator_eq: $id }, limit: 100) {
        protocol operatorSet { id } pool ${MEMBER} unit stake slashableStake cumulativeSlash nullReason
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

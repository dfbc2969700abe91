import { z } from 'zod'
import { atBlock, basis, block, isByPool, limit, pricing, scope } from '../arguments'
import { BLOCK, COVERED, MEMBER, META } from '../fragments'
import { tool } from '../tool'

/** How an AVS can be ranked. */
export const ORDERS = [
  'STAKE',
  'SLASHABLE',
  'REGISTERED',
  'MEMBERS',
  'HHI',
  'NAKAMOTO',
  'TOP_SHARE',
  'PHANTOM_SHARE',
  'EXCLUSIVE_SHARE',
  'COST_OF_CORRUPTION',
  'REDISTRIBUTABLE',
] as const

/** AVSs ranked by what secures them. */
export const services = tool({
  name: 'services',
  title: 'AVSs ranked',
  description:
    'Each AVS with the stake that secures it: how concentrated it is, how much of it no other AVS uses, how much it cannot slash (phantom share), what an attack costs, who can slash and with which notice. Without `pricing`, name one pool in `scope`, or read `perPool`.',
  args: z.strictObject({
    block,
    scope,
    pricing,
    basis,
    orderBy: z.enum(ORDERS).default('STAKE'),
    descending: z.boolean().default(true),
    limit: limit(),
  }),
  units:
    'Amounts: numeraire of `pricing`, or base units of the pool in `scope`. Shares and HHI: 0 to 1. notice: blocks.',
  operation: ({ block: number, ...variables }) => ({
    query: `query (
      $block: BlockInput, $scope: RiskScope, $pricing: PricingInput, $basis: StakeBasis! = REGISTERED,
      $orderBy: ServiceOrder!, $descending: Boolean!, $limit: Int!, $byPool: Boolean!
    ) {
      ${BLOCK}
      services(
        block: $block, scope: $scope, pricing: $pricing, basis: $basis, orderBy: $orderBy, descending: $descending
      ) {
        ${META}
        count
        avss(limit: $limit) ${ROW}
        perPool(limit: 10) @include(if: $byPool) { pool ${MEMBER} count avss(limit: 5) ${ROW} }
      }
    }`,
    variables: { ...variables, block: atBlock(number), byPool: isByPool(variables) },
  }),
})

const ROW = `{
  avs ${MEMBER} members stake registered slashable hhi topShare topOperator ${MEMBER} nakamoto
  phantomShare exclusiveShare departed costOfCorruption corruptionThreshold thresholdSource redistributes redistributable
  operatorSets {
    operatorSet ${MEMBER} slasher ${MEMBER} pendingSlasher ${MEMBER} notice effectBlock
    redistributionRecipient ${MEMBER} slashable ${COVERED}
  }
  ${COVERED}
}`

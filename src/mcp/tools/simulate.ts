import { z } from 'zod'
import {
  address,
  atBlock,
  block,
  fraction,
  isByPool,
  operatorSet,
  pricing,
  scope,
} from '../arguments'
import { BLOCK, COVERED, MEMBER, META } from '../fragments'
import { tool } from '../tool'

const poolShock = z.strictObject({ pool: address('the pool'), fraction: fraction('The part.') })

/** What may happen; each shock has one of these. */
export const SHOCK = z.strictObject({
  slash: z
    .strictObject({
      operator: address('the operator'),
      operatorSet,
      pools: z.array(address('a pool')).min(1).max(100),
      wads: z
        .array(z.string().regex(/^\d{1,19}$/))
        .min(1)
        .max(100)
        .describe('Part of the allocation of each pool, of 10^18.'),
    })
    .optional()
    .describe('An operator set slashes an operator, as the contract would.'),
  slashVault: z
    .strictObject({
      operator: address('the operator'),
      operatorSet,
      pool: address('the vault'),
      amount: z
        .string()
        .regex(/^\d{1,78}$/)
        .describe('In base units of the vault.'),
    })
    .optional()
    .describe('A subnetwork slashes an operator in a vault (Symbiotic), as the contracts would.'),
  loss: z
    .strictObject({ operator: address('the operator'), fraction: fraction('The part lost.') })
    .optional()
    .describe('An operator loses a part of its stake in every pool.'),
  byzantineAvs: z
    .strictObject({ avs: address('the AVS') })
    .optional()
    .describe('An AVS slashes all that it can.'),
  depeg: poolShock.optional().describe('Shares of a pool lose a part of their value.'),
  depegAsset: z
    .strictObject({
      asset: address('a token; 0x000…000 is native ETH'),
      fraction: fraction('The part.'),
    })
    .optional()
    .describe('A token loses a part of its value, in all pools of it.'),
  depegClass: z
    .strictObject({
      class: z.string().max(200),
      grouping: z.string().max(100).optional(),
      fraction: fraction('The part.'),
    })
    .optional()
    .describe('A class of assets loses a part of its value; label files say which are in it.'),
  drainPool: poolShock.optional().describe('A pool loses a part of its assets.'),
  massExit: poolShock.optional().describe('Stakers queue a part of a pool for withdrawal.'),
  group: z
    .strictObject({
      operators: z.array(address('an operator')).max(500).optional(),
      avss: z.array(address('an AVS')).max(500).optional(),
      grouping: z.string().max(100).optional(),
      name: z.string().max(200).optional(),
      fraction: fraction('The part lost.').optional(),
    })
    .optional()
    .describe('A group of operators loses a part of its stake.'),
})

/** What falls when something happens. */
export const simulate = tool({
  name: 'simulate',
  title: 'Simulate shocks',
  description:
    'Applies shocks to the state of a block and computes what is lost, which AVSs fall below their minimum, and what that sets off in further rounds. Nothing is written. Without `pricing` losses are by pool in `capitalLoss`, and in `perPool`.',
  args: z.strictObject({
    shocks: z.array(SHOCK).min(1).max(20).describe('One kind of shock in each item.'),
    stakers: z
      .array(address('a staker'))
      .max(100)
      .optional()
      .describe('Also the loss of these stakers.'),
    minimumShare: fraction('An AVS fails below this part of its stake.').optional(),
    block,
    scope,
    pricing,
  }),
  units:
    'capitalLossValue, before, after: numeraire of `pricing`. capitalLoss.shares, amounts of vaultSlashings: base units of the pool.',
  operation: ({ block: number, minimumShare, ...variables }) => ({
    query: `query (
      $shocks: [ShockInput!]!, $stakers: [String!], $rules: SimulationRules, $block: BlockInput,
      $scope: RiskScope, $pricing: PricingInput, $byPool: Boolean!
    ) {
      ${BLOCK}
      simulate(
        shocks: $shocks, stakers: $stakers, rules: $rules, block: $block, scope: $scope, pricing: $pricing
      ) {
        ${META}
        capitalLossValue
        capitalLoss { pool ${MEMBER} shares queuedShares }
        avss { avs ${MEMBER} before after hasFailed failedRound ${COVERED} }
        vaultSlashings { operator ${MEMBER} operatorSet ${MEMBER} pool ${MEMBER} requested accounted realized shortfall }
        undecided ${MEMBER}
        rounds { round causes }
        position { value pools { pool ${MEMBER} shares queuedShares } ${COVERED} }
        perPool(limit: 10) @include(if: $byPool) { pool ${MEMBER} avss { avs ${MEMBER} before after hasFailed } }
      }
    }`,
    variables: {
      ...variables,
      block: atBlock(number),
      byPool: isByPool(variables),
      rules: minimumShare === undefined ? undefined : { minimumShare },
    },
  }),
})

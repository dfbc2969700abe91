import { z } from 'zod'
import { basis, blockNumber, pricing, scope } from '../arguments'
import { block } from '../fragments'
import { tool } from '../tool'

/** Figures that need nothing but a scope. */
export const FIGURES = [
  'STAKE',
  'REGISTERED',
  'SLASHABLE',
  'CAPITAL_AT_RISK',
  'HHI',
  'GINI',
  'NAKAMOTO',
  'TOP',
  'TOTAL',
  'EFFECTIVE_NUMBER',
  'MEMBERS',
  'PHANTOM_SHARE',
  'REGISTERED_MULTIPLIER',
  'SLASHABLE_LEVERAGE',
  'NOMINAL_TO_SLASHABLE',
] as const

/** Figures over time. */
export const series = tool({
  name: 'series',
  title: 'Figures over time',
  description:
    'Up to eight figures at every n-th block, with the time of each block. Without `pricing`, name one pool in the scope of each figure.',
  args: z.strictObject({
    figures: z
      .array(z.strictObject({ figure: z.enum(FIGURES), basis, scope }))
      .min(1)
      .max(8),
    from: blockNumber,
    to: blockNumber,
    every: z.number().int().min(1).describe('Blocks between points; at most 200 points.'),
    pricing,
  }),
  units:
    'Amounts: numeraire of `pricing`, or base units of the pool in the scope. Shares and indices: 0 to 1. Times: unix seconds.',
  operation: (variables) => ({
    query: `query (
      $figures: [SeriesFigureInput!]!, $from: Int!, $to: Int!, $every: Int!, $pricing: PricingInput
    ) {
      ${block()}
      seriesOf(figures: $figures, from: $from, to: $to, every: $every, pricing: $pricing) {
        meta { nullReason assumptions { name value } pricing { numeraire source unpriced { id name } } }
        points {
          block timestamp timestampAtLeast timestampAtMost
          values { name value nullReason coverage { pools pricedPools isComplete } }
        }
      }
    }`,
    variables,
  }),
})

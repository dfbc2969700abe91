import { z } from 'zod'
import { atBlock, block, blockNumber, isByPool, pricing, scope } from '../arguments'
import { BLOCK, COVERED, MEMBER, META } from '../fragments'
import { tool } from '../tool'

const FIGURES = `{
  avss operators operatorSets pools stake registered slashable capitalAtRisk phantomShare
  slashableLeverage registeredMultiplier hhi topShare nakamoto ${COVERED}
}`

/** The network, or a part of it, on one page. */
export const overview = tool({
  name: 'overview',
  title: 'Overview of restaked security',
  description:
    'Stake, slashable stake, leverage, concentration (HHI, Nakamoto coefficient), capital at risk, the largest operators, AVSs and exposures, the quality of the data, and what EigenLayer and Symbiotic share (`securityMarket`); with `since`, the same figures at an earlier block. Start here. Without `pricing` the figures are in `perPool`, pool by pool.',
  args: z.strictObject({
    block,
    since: blockNumber.optional().describe('An earlier block to compare with.'),
    scope,
    pricing,
  }),
  units:
    'Amounts: numeraire of `pricing` (ETH or USD); in perPool: base units of the pool. Shares and HHI: 0 to 1. nakamoto: operators.',
  operation: ({ block: number, ...variables }) => ({
    query: `query (
      $block: BlockInput, $since: Int, $scope: RiskScope, $pricing: PricingInput, $byPool: Boolean!
    ) {
      ${BLOCK}
      overview(block: $block, since: $since, scope: $scope, pricing: $pricing) {
        ${META}
        now ${FIGURES}
        before ${FIGURES}
        topOperators { operator ${MEMBER} stake share avss ${COVERED} }
        topAvss { avs ${MEMBER} stake members topShare nakamoto phantomShare ${COVERED} }
        topExposures { operator ${MEMBER} avs ${MEMBER} slashable share ${COVERED} }
        dataQuality { indexedTo chainHead lag isFinal isProven provenTo missingContracts stopped }
        perPool(limit: 20) @include(if: $byPool) { pool ${MEMBER} now ${FIGURES} }
      }
      securityMarket(block: $block) {
        ${META}
        protocols { protocol operators services }
        operatorsInBoth ${MEMBER}
        servicesInBoth ${MEMBER}
      }
    }`,
    variables: {
      ...variables,
      block: atBlock(number),
      byPool: isByPool(variables),
    },
  }),
})

import { baseLayerMetric } from './base-layer'
import { captiveStakeMetric } from './captive-stake'
import { coSlashingsMetric } from './co-slashings'
import { communitiesMetric } from './communities'
import { concentrationMetric } from './concentration'
import { contagionMetric } from './contagion'
import { controllersMetric } from './controllers'
import { correlationMetric } from './correlation'
import { criticalityMetric } from './criticality'
import { addressOf } from './define/meta'
import type { RootField } from './define/metric'
import type { Resolver, SchemaPart } from './define/part'
import { schemaPart } from './define/schema'
import type { RiskSources } from './define/sources'
import { auditsField } from './desk/audits'
import { namesField } from './desk/names'
import { operatorRankingMetric } from './desk/operator-ranking'
import { overviewMetric } from './desk/overview'
import { replacedBlocksField } from './desk/replaced-blocks'
import { searchField } from './desk/search'
import { servicesMetric } from './desk/services'
import { exposureMetric } from './exposure'
import { flowCorrelationMetric } from './flow-correlation'
import { governanceMetric } from './governance'
import { leverageMetric } from './leverage'
import { lookThroughMetric } from './look-through'
import { lossDistributionMetric } from './loss-distribution'
import { commitmentsMetric } from './market/commitments'
import { securityMarketMetric } from './market/security-market'
import { securityMarketSeriesMetric } from './market/security-market-series'
import { diffMetric } from './over-time/diff'
import { seriesOfMetric } from './over-time/series-of'
import { overlapMetric } from './overlap'
import { overloadMetric } from './overload'
import { pricesMetric } from './prices'
import { robustnessMetric } from './robustness'
import { seriesMetric } from './series'
import { simulateMetric } from './simulate'
import { slashingLossesMetric } from './slashing-losses'
import { slashingRequestLossesMetric } from './slashing-request-losses'
import { claimableRewardsMetric } from './vaults/claimable-rewards'
import { withdrawalQueueMetric } from './withdrawal-queue'
import { worstOperatorsMetric } from './worst-operators'
import { yieldSourcesMetric } from './yield-sources'

/** Metrics that are declared, in the order of the schema. */
export const METRICS: readonly RootField[] = [
  baseLayerMetric,
  captiveStakeMetric,
  claimableRewardsMetric,
  coSlashingsMetric,
  commitmentsMetric,
  communitiesMetric,
  concentrationMetric,
  contagionMetric,
  controllersMetric,
  correlationMetric,
  criticalityMetric,
  diffMetric,
  exposureMetric,
  flowCorrelationMetric,
  governanceMetric,
  leverageMetric,
  lookThroughMetric,
  lossDistributionMetric,
  namesField,
  operatorRankingMetric,
  overlapMetric,
  overloadMetric,
  overviewMetric,
  pricesMetric,
  replacedBlocksField,
  auditsField,
  robustnessMetric,
  searchField,
  securityMarketMetric,
  securityMarketSeriesMetric,
  seriesMetric,
  seriesOfMetric,
  servicesMetric,
  simulateMetric,
  slashingLossesMetric,
  slashingRequestLossesMetric,
  withdrawalQueueMetric,
  worstOperatorsMetric,
  yieldSourcesMetric,
]

/** The risk fields of the API. @param metrics in the order of the schema */
export function riskPart(sources: RiskSources, metrics = METRICS): SchemaPart {
  const { typeDefs, resolvers, ...rest } = schemaPart(metrics, sources)
  const named = { ...resolvers.RiskMember, name: nameOf(sources) }
  return { ...rest, typeDefs, resolvers: { ...resolvers, RiskMember: named } }
}

/** Name of a member by the labels of its chain; null: none. */
function nameOf({ labels }: RiskSources): Resolver {
  return async (id: string, _args, context) => {
    const address = addressOf(id)
    if (address === null) return null
    return labels((await context.head()).chainId).names.get(address) ?? null
  }
}

import { baseLayerMetric } from './base-layer'
import { coSlashingsSchema } from './co-slashings'
import { communitiesSchema } from './communities'
import { concentrationSchema } from './concentration'
import { contagionSchema } from './contagion'
import { controllersSchema } from './controllers'
import { correlationSchema } from './correlation'
import { criticalityMetric } from './criticality'
import { poolScope } from './define/measure'
import { addressOf, member, metaField } from './define/meta'
import type { RootField } from './define/metric'
import type { Resolver, SchemaPart } from './define/part'
import { requiredPricing } from './define/pricing'
import { schemaPart } from './define/schema'
import type { RiskSources } from './define/sources'
import { exposureMetric } from './exposure'
import { flowCorrelationSchema } from './flow-correlation'
import { governanceSchema } from './governance'
import { leverageSchema } from './leverage'
import { lookThroughSchema } from './look-through'
import { lossDistributionSchema } from './loss-distribution'
import { overlapMetric } from './overlap'
import { overloadMetric } from './overload'
import { jointTailsSchema } from './parts/joint-tails'
import { pricesSchema } from './prices'
import { robustnessSchema } from './robustness'
import { seriesSchema } from './series'
import { simulateMetric } from './simulate'
import { slashingLossesMetric } from './slashing-losses'
import { worstOperatorsSchema } from './worst-operators'
import { yieldSourcesMetric } from './yield-sources'

/** Metrics that are declared, in the order of the schema. */
export const METRICS: readonly RootField[] = [
  baseLayerMetric,
  criticalityMetric,
  exposureMetric,
  overlapMetric,
  overloadMetric,
  simulateMetric,
  slashingLossesMetric,
  yieldSourcesMetric,
]

/** Risk fields of the API. */
export function riskParts(sources: RiskSources): SchemaPart[] {
  const { typeDefs, resolvers } = schemaPart(METRICS, sources, [
    ...member.definitions,
    ...metaField.definitions,
    ...poolScope.definitions,
    ...requiredPricing('').definitions,
  ])
  const named = { ...resolvers.RiskMember, name: nameOf(sources) }
  return [
    { typeDefs, resolvers: { ...resolvers, RiskMember: named } },
    concentrationSchema(sources),
    seriesSchema,
    leverageSchema(sources),
    worstOperatorsSchema(sources),
    communitiesSchema(sources),
    correlationSchema(sources),
    lossDistributionSchema(sources),
    jointTailsSchema,
    contagionSchema(sources),
    coSlashingsSchema,
    flowCorrelationSchema(sources),
    lookThroughSchema(sources),
    controllersSchema(sources),
    governanceSchema(sources),
    pricesSchema(sources),
    robustnessSchema(sources),
  ]
}

/** Name of a member by the labels of its chain; null: none. */
function nameOf({ labels }: RiskSources): Resolver {
  return async (one: string | { id: string }, _args, context) => {
    const address = addressOf(typeof one === 'string' ? one : one.id)
    return address === null
      ? null
      : (labels((await context.head()).chainId).names.get(address) ?? null)
  }
}

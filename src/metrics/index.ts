import { baseLayerMetric } from './base-layer'
import { coSlashingsSchema } from './co-slashings'
import { communitiesMetric } from './communities'
import { concentrationSchema } from './concentration'
import { contagionMetric } from './contagion'
import { controllersSchema } from './controllers'
import { correlationMetric } from './correlation'
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
import { lossDistributionMetric } from './loss-distribution'
import { overlapMetric } from './overlap'
import { overloadMetric } from './overload'
import { pricesSchema } from './prices'
import { robustnessMetric } from './robustness'
import { seriesSchema } from './series'
import { simulateMetric } from './simulate'
import { slashingLossesMetric } from './slashing-losses'
import { worstOperatorsMetric } from './worst-operators'
import { yieldSourcesMetric } from './yield-sources'

/** Metrics that are declared, in the order of the schema. */
export const METRICS: readonly RootField[] = [
  baseLayerMetric,
  communitiesMetric,
  contagionMetric,
  correlationMetric,
  criticalityMetric,
  exposureMetric,
  lossDistributionMetric,
  overlapMetric,
  overloadMetric,
  robustnessMetric,
  simulateMetric,
  slashingLossesMetric,
  worstOperatorsMetric,
  yieldSourcesMetric,
]

/** Risk fields of the API. @param metrics declared ones, in the order of the schema */
export function riskParts(sources: RiskSources, metrics = METRICS): SchemaPart[] {
  const { typeDefs, resolvers } = schemaPart(metrics, sources, [
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
    coSlashingsSchema,
    flowCorrelationSchema(sources),
    lookThroughSchema(sources),
    controllersSchema(sources),
    governanceSchema(sources),
    pricesSchema(sources),
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

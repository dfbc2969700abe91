import { baseLayerSchema } from './base-layer'
import { coSlashingsSchema } from './co-slashings'
import { communitiesSchema } from './communities'
import { concentrationSchema } from './concentration'
import { contagionSchema } from './contagion'
import { controllersSchema } from './controllers'
import { correlationSchema } from './correlation'
import { criticalitySchema } from './criticality'
import { commonTypeDefs } from './define/common'
import type { Member } from './define/meta'
import type { Resolver, SchemaPart } from './define/part'
import { pricingTypeDefs } from './define/pricing'
import type { RiskSources } from './define/sources'
import { exposureSchema } from './exposure'
import { flowCorrelationSchema } from './flow-correlation'
import { governanceSchema } from './governance'
import { leverageSchema } from './leverage'
import { lookThroughSchema } from './look-through'
import { lossDistributionSchema } from './loss-distribution'
import { overlapSchema } from './overlap'
import { overloadSchema } from './overload'
import { jointTailsSchema } from './parts/joint-tails'
import { pricesSchema } from './prices'
import { robustnessSchema } from './robustness'
import { seriesSchema } from './series'
import { simulateSchema } from './simulate'
import { worstOperatorsSchema } from './worst-operators'
import { yieldSourcesSchema } from './yield-sources'

/** Risk fields of the API. */
export function riskParts(sources: RiskSources): SchemaPart[] {
  return [
    {
      typeDefs: commonTypeDefs + pricingTypeDefs,
      resolvers: { RiskMember: { name: nameOf(sources) } },
    },
    concentrationSchema(sources),
    seriesSchema,
    exposureSchema(sources),
    leverageSchema(sources),
    criticalitySchema(sources),
    worstOperatorsSchema(sources),
    overlapSchema(sources),
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
    overloadSchema(sources),
    baseLayerSchema(sources),
    pricesSchema(sources),
    robustnessSchema(sources),
    simulateSchema(sources),
    yieldSourcesSchema(sources),
  ]
}

/** Name of a member by the labels of its chain; null: none. */
function nameOf({ labels }: RiskSources): Resolver {
  return async ({ address }: Member, _args, context) =>
    address === null ? null : (labels((await context.head()).chainId).names.get(address) ?? null)
}

import type { ApiContext, BlockInput } from '../reads/context'
import { noValue } from '../risk/graph/valuation'
import { toDecimal } from '../risk/math/decimal'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { member, metaOf } from './legacy/meta'
import { type PricingInput, priceReader, withPolled } from './legacy/pricing'

const typeDefs = /* GraphQL */ `
extend type Query {
  "The price of every pool's asset at a block, where it is from, and what is missing to value its stake."
  prices(
    "Numeraire, and where prices may be from."
    pricing: PricingInput!
    "Block. Default: the last indexed block."
    block: BlockInput
  ): PriceList!
}

"Prices at a block."
type PriceList {
  "Pool by pool."
  pools: [PoolPrice!]!
  "Where and when."
  meta: RiskMeta!
}

"What is known of a pool's value."
type PoolPrice {
  "Pool."
  pool: RiskMember!
  "Its token; null: no event told it."
  asset: Bytes
  "Value of one whole token; null: none known."
  price: BigDecimal
  "Where the price is from."
  origin: PriceOrigin
  "The same, for people."
  source: String
  "Value of 1e18 shares; null if something is missing."
  shareValue: BigDecimal
  "What is missing to value its stake; null: nothing."
  missing: PriceGap
}

"What is missing to value the stake of a pool."
enum PriceGap {
  "No source has a price of its asset, or its asset is unknown."
  NO_PRICE
  "No event told how many tokens a share is worth."
  NO_RATE
  "No event told the decimals of its token."
  NO_DECIMALS
}
`

interface Arguments {
  pricing: PricingInput
  block?: BlockInput | null
}

function prices({ graphs, priceFile }: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const read = priceReader(args.pricing, priceFile)
    const block = await context.at(args.block)
    const at = await graphs.at(context, block)
    const { graph } = at
    const pools = await withPolled(context, block.number, at)
    const priceOf = await read(context, block)
    return {
      meta: metaOf(block, null, null, {
        pricing: { numeraire: args.pricing.numeraire, source: null, unpriced: [] },
      }),
      pools: pools.map(({ asset, decimals, rate }, pool) => {
        const price = asset === null ? null : priceOf(asset)
        const missing = noValue({ decimals, rate, price: price?.value ?? null })
        return {
          pool: member(graph.pools[pool]!),
          asset,
          price: price && toDecimal(price.value),
          origin: price?.origin ?? null,
          source: price?.source ?? null,
          shareValue:
            missing !== null
              ? null
              : toDecimal({
                  num: rate! * price!.value.num,
                  den: 10n ** BigInt(decimals!) * price!.value.den,
                }),
          missing,
        }
      }),
    }
  }
}

/** Field `prices`. */
export function pricesSchema(sources: RiskSources): SchemaPart {
  return { typeDefs, resolvers: { Query: { prices: prices(sources) } } }
}

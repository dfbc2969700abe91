import { loadPoolInfos } from '../reads/pool-infos'
import { loadNewestRates } from '../reads/pools'
import { noValue } from '../risk/graph/valuation'
import { ratio } from '../risk/math/ratio'
import { blockArgument } from './define/measure'
import { member, metaOf, rateSource, unpricedBy } from './define/meta'
import { metric } from './define/metric'
import { field, object } from './define/object'
import { priceOrigin, readPrices, requiredPricing } from './define/pricing'
import { bigInt, bytes, decimal, enumeration, int, list, nullable, string } from './define/type'

const gap = enumeration('PriceGap', 'What is missing to value the stake of a pool.', {
  NO_PRICE: 'No source has a price of its asset, or its asset is unknown.',
  NO_RATE: 'How many tokens a share is worth is unknown.',
  NO_DECIMALS: 'The decimals of its token are unknown.',
})

const poolPrice = object('PoolPrice', "What is known of a pool's value.", {
  pool: field(member, 'Pool.'),
  asset: field(nullable(bytes), 'Its token; null: unknown.'),
  price: field(nullable(decimal), 'Value of one whole token; null: unknown.'),
  origin: field(nullable(priceOrigin), 'Where the price is from.'),
  source: field(nullable(string), 'The same, as text for people.'),
  rate: field(nullable(bigInt), 'Tokens per 1e18 shares, in base units; null: unknown.'),
  rateSource: field(
    nullable(rateSource),
    'Where `rate` is from: the newest at the block of what the pool emitted and what its contract answered to a poll.',
  ),
  rateBlock: field(
    nullable(int),
    'Block of the event or the poll; null: the rate is unknown, or holds at every block.',
  ),
  shareValue: field(nullable(decimal), 'Value of 1e18 shares; null if something is missing.'),
  missing: field(nullable(gap), 'What is missing to value its stake; null: nothing.'),
})

/** Field `prices`. */
export const pricesMetric = metric({
  name: 'prices',
  doc: "The price of every pool's asset at a block, where it is from, and what is missing to value its stake.",
  args: {
    pricing: requiredPricing('Numeraire, and where prices may be from.'),
    block: { ...blockArgument, doc: 'Block. Default: the last indexed block.' },
  },
  answer: object('PriceList', 'Prices at a block.', {
    pools: field(list(poolPrice), 'Pool by pool.'),
  }),
  estimate: () => 10,
  async compute({ pricing, block: at }, { sources, context }) {
    const block = await context.at(at)
    const infos = await loadPoolInfos(context, block.number)
    const ids = [...infos.keys()]
    const pools = await loadNewestRates(context, block.number, ids, [...infos.values()])
    const priceOf = await readPrices(pricing, sources.priceFile, context, block)
    return {
      meta: metaOf(block, null, null, {
        pricing: { ...unpricedBy([]), numeraire: pricing.numeraire },
      }),
      pools: pools.map(({ asset, decimals, rate, origin }, position) => {
        const price = asset === null ? null : priceOf(asset)
        const value = price?.value ?? null
        const missing = noValue({ decimals, rate, price: value })
        const isKnown = value !== null && rate !== null && decimals !== null
        return {
          pool: ids[position]!,
          asset,
          price: value,
          origin: price?.origin ?? null,
          source: price?.source ?? null,
          rate,
          rateSource: origin?.source ?? null,
          rateBlock: origin?.block ?? null,
          shareValue: isKnown ? ratio(rate * value.num, 10n ** BigInt(decimals) * value.den) : null,
          missing,
        }
      }),
    }
  },
})

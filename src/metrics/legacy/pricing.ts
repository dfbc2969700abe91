import { loadBlockTime } from '../../reads/block-times'
import type { ApiContext, BlockPoint } from '../../reads/context'
import type { PriceFile } from '../../reads/files/prices'
import type { BlockGraph } from '../../reads/graph/timeline'
import { loadPolledPools, type PoolInfo } from '../../reads/pools'
import { loadFeedAnswers } from '../../reads/price-feeds'
import type { Valuation } from '../../risk/graph/graph'
import type { PriceUnit } from '../../risk/graph/prices'
import { valuation } from '../../risk/graph/valuation'
import { toDecimal } from '../../risk/math/decimal'
import { parseRatio } from '../../risk/math/parse-ratio'
import { type Ratio, ratio } from '../../risk/math/ratio'
import { address, bad } from './arguments'
import { type Member, member } from './meta'

/** Argument `pricing`, as it came. */
export interface PricingInput {
  numeraire: PriceUnit
  prices?: readonly { asset: string; value: string }[] | null
  sources?: readonly PriceOrigin[] | null
}

type PriceOrigin = 'ARGUMENTS' | 'FILE' | 'FEEDS'

/** Prices of an answer, as `meta.pricing` echoes them. */
export interface Pricing {
  readonly numeraire: string
  readonly source: string | null
  readonly unpriced: Member[]
}

/** A price and where it is from. */
export interface Price {
  readonly value: Ratio
  readonly origin: PriceOrigin
  /** For people: the argument, the file and what it says, or the feed. */
  readonly source: string
}

/** How stake of several pools is added up. */
export interface Valuer {
  readonly valuation: Valuation
  /** By pool id. */
  weightOf(pool: string): bigint | null
  echo(unpriced: readonly string[]): Pricing
}

/** SDL of the argument. */
export const pricingTypeDefs = /* GraphQL */ `
"Prices that make shares of different pools addable."
input PricingInput {
  "What the prices are in."
  numeraire: PriceNumeraire!
  "Prices of your own; they go before all others."
  prices: [PriceInput!]
  "Where other prices may be from, the first that has one goes. Default: ARGUMENTS, FILE, FEEDS. Stake of assets without a price is left out and listed in \`meta.pricing.unpriced\`."
  sources: [PriceOrigin!]
}

"Where a price is from."
enum PriceOrigin {
  "The argument \`prices\`."
  ARGUMENTS
  "The file that the server was given (LINCHPIN_PRICES): its last price at or before the block."
  FILE
  "Price feeds that are indexed: the last answer at the block. Of several feeds the one whose address comes first."
  FEEDS
}

"Price of an asset."
input PriceInput {
  "Token address, in any case; the zero address is native ETH."
  asset: String!
  "Value of one whole token (10^decimals base units), above 0: \`1.05\` or \`21/20\`."
  value: String!
}
`

/** What polls told of pools, where no event did: rates and tokens (entity PolledPool). */
export async function withPolled(
  context: ApiContext,
  block: number,
  { graph, pools }: BlockGraph,
): Promise<PoolInfo[]> {
  const polled = await loadPolledPools(context, block)
  return pools.map((pool, index) => {
    const told = polled.get(graph.pools[index]!)
    if (!told) return pool
    return {
      asset: pool.asset ?? told.asset,
      rate: pool.rate ?? told.rate,
      decimals: pool.decimals ?? told.decimals,
    }
  })
}

/** Reads prices in the caller's transaction. */
export type ReadPrices = (
  context: ApiContext,
  block: Pick<BlockPoint, 'number' | 'timestamp'>,
) => Promise<(asset: string) => Price | null>

/**
 * Prices as a request wants them.
 * @throws ApiError BAD_USER_INPUT on a price that is none, or two of one asset
 */
export function priceReader(input: PricingInput, file: PriceFile | null): ReadPrices {
  const { numeraire } = input
  const own = new Map<string, Ratio>()
  for (const { asset, value } of input.prices ?? []) {
    const key = address('pricing.prices.asset', asset)
    if (own.has(key)) throw bad('pricing.prices.asset', asset, 'It has a price already.')
    own.set(key, readPrice(value))
  }
  const sources = input.sources ?? ['ARGUMENTS', 'FILE', 'FEEDS']
  return async (context, block) => {
    const feeds = sources.includes('FEEDS')
      ? await feedPrices(context, block.number, numeraire)
      : null
    const time = sources.includes('FILE') && file ? await loadBlockTime(context, block) : null
    const from: Record<PriceOrigin, (asset: string) => Price | null> = {
      ARGUMENTS: (asset) => {
        const value = own.get(asset)
        return value ? { value, origin: 'ARGUMENTS', source: 'argument' } : null
      },
      FILE: (asset) => {
        const row = file?.book.at(asset, numeraire, block.number, time) ?? null
        return (
          row && { value: row.value, origin: 'FILE', source: `${file!.version}: ${row.source}` }
        )
      },
      FEEDS: (asset) => feeds?.get(asset) ?? null,
    }
    return (asset) => {
      for (const source of sources) {
        const price = from[source](asset)
        if (price) return price
      }
      return null
    }
  }
}

/**
 * How a request adds up stake of several pools; null: it does not.
 * @throws ApiError as `priceReader`
 */
export function readPricing(input: PricingInput | null | undefined, file: PriceFile | null) {
  if (!input) return null
  const read = priceReader(input, file)
  return async (
    context: ApiContext,
    block: Pick<BlockPoint, 'number' | 'timestamp'>,
    at: BlockGraph,
  ): Promise<Valuer> => {
    const { graph } = at
    const priceOf = await read(context, block)
    const pools = await withPolled(context, block.number, at)
    const prices = pools.map(({ asset }) => (asset === null ? null : priceOf(asset)))
    const known = valuation(
      pools.map(({ decimals, rate }, pool) => ({
        decimals,
        rate,
        price: prices[pool]?.value ?? null,
      })),
    )
    const weights = new Map(graph.pools.map((pool, index) => [pool, known.weights[index]!]))
    const used = new Map(
      pools.flatMap(({ asset }, pool) => {
        const price = prices[pool]
        return asset === null || !price ? [] : [[asset, price] as const]
      }),
    )
    return {
      valuation: known,
      weightOf: (pool) => weights.get(pool) ?? null,
      echo: (unpriced) => ({
        numeraire: input.numeraire,
        source: shownPrices(used),
        unpriced: unpriced.map(member),
      }),
    }
  }
}

/** Prices by asset as `meta.pricing.source` says them. */
export function shownPrices(used: ReadonlyMap<string, Price>): string {
  return [...used]
    .map(([asset, { value, source }]) => `${asset} ${toDecimal(value)} (${source})`)
    .join(', ')
}

async function feedPrices(
  context: ApiContext,
  block: number,
  numeraire: PriceUnit,
): Promise<Map<string, Price>> {
  const answers = await loadFeedAnswers(context, block, numeraire)
  return new Map(
    answers.map(({ asset, feed, answer, decimals }) => {
      const value = ratio(answer, 10n ** BigInt(decimals))
      return [asset, { value, origin: 'FEEDS', source: `feed ${feed}` }]
    }),
  )
}

function readPrice(text: string): Ratio {
  let price: Ratio
  try {
    price = parseRatio(text)
  } catch {
    throw bad('pricing.prices.value', text, 'Write a decimal or a fraction: "1.05" or "21/20".')
  }
  if (price.num > 0n) return price
  throw bad('pricing.prices.value', text, 'A price is above 0: leave out what has none.')
}

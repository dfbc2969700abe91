import { loadBlockTime } from '../../reads/block-times'
import type { ApiContext, BlockPoint } from '../../reads/context'
import type { PriceFile } from '../../reads/files/prices'
import type { BlockGraph } from '../../reads/graph/timeline'
import { loadNewestRates, type RatedPool } from '../../reads/pools'
import { type FeedAnswer, loadFeedAnswers } from '../../reads/price-feeds'
import type { PriceUnit } from '../../risk/graph/prices'
import { valuation } from '../../risk/graph/valuation'
import { toDecimal } from '../../risk/math/decimal'
import { parseRatio } from '../../risk/math/parse-ratio'
import { type Ratio, ratio } from '../../risk/math/ratio'
import type { Valuation } from '../../risk/value/valuation'
import { type Argument, type ArgumentsOf, input, listOf, optional } from './argument'
import { address, choice, unique } from './arguments'
import { invalidArgument } from './errors'
import type { Pricing } from './meta'
import { enumeration, external, type ValueOf } from './type'

/** Where a price is from. */
export const priceOrigin = enumeration('PriceOrigin', 'Where a price is from.', {
  ARGUMENTS: 'The argument `prices`.',
  FILE: 'The price file of the server (LINCHPIN_PRICES): its last price at or before the block.',
  FEEDS:
    'Price feeds that are indexed: the last answer at the block. Of several feeds the one whose address comes first.',
})
type PriceOrigin = ValueOf<typeof priceOrigin>

const price: Argument<Ratio> = {
  doc: 'Value of one whole token (10^decimals base units), above 0: `1.05` or `21/20`.',
  sdl: 'String!',
  definitions: [],
  read: readPrice,
}
const priceInput = input('PriceInput', 'Price of an asset.', {
  asset: address('Token address, in any case; the zero address is native ETH.'),
  value: price,
})
const prices = unique(
  listOf(priceInput(''), 'Prices of your own; they take precedence over all others.'),
  ({ asset }) => asset,
)
const origins = unique(
  listOf(
    choice(priceOrigin, ''),
    'Where other prices may be from; the first that has one is used. Default: ARGUMENTS, FILE, FEEDS. Stake of assets without a price is unknown, and listed in `meta.pricing.unpriced` and `coverage`.',
  ),
  (origin) => origin,
)
const members = {
  numeraire: choice(external<PriceUnit>('PriceNumeraire'), 'What the prices are in.'),
  prices: optional(prices),
  sources: optional(origins),
}

/** Prices as a request wants them. */
export type PriceRequest = ArgumentsOf<typeof members>

/** Argument `pricing` of fields that cannot do without. */
export const requiredPricing = input(
  'PricingInput',
  'Prices that make shares of different pools addable.',
  members,
)

/** Argument `pricing`; null: stake of several pools is not added up. */
export const pricingArgument: Argument<PriceRequest | null> = optional(
  requiredPricing(
    'Prices, if stake of several pools is to be added up; without: shares of one pool.',
  ),
)

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
  echo(unpriced: readonly string[]): Pricing
}

type Point = Pick<BlockPoint, 'number' | 'timestamp'>

/** Pools with the newest rate at a block, emitted or polled. */
export function withRates(
  context: ApiContext,
  block: number,
  { graph, pools }: BlockGraph,
): Promise<RatedPool[]> {
  return loadNewestRates(context, block, graph.pools, pools)
}

/** Of the pools that have a weight: where their rates are from. */
export function rateSources(
  ids: readonly string[],
  pools: readonly RatedPool[],
  valuation: Valuation,
): Pricing['rates'] {
  return pools.flatMap(({ origin }, index) =>
    origin === null || !valuation.isPriced(index) ? [] : [{ pool: ids[index]!, ...origin }],
  )
}

/** Prices by asset at a block. */
export async function readPrices(
  request: PriceRequest,
  file: PriceFile | null,
  context: ApiContext,
  block: Point,
): Promise<(asset: string) => Price | null> {
  const order = orderOf(request)
  const { number } = block
  const feeds = order.includes('FEEDS')
    ? await loadFeedAnswers(context, number, request.numeraire)
    : []
  const time = order.includes('FILE') && file ? await loadBlockTime(context, block) : null
  return priceIn(request, file, { number, time, feeds })
}

const orderOf = ({ sources }: PriceRequest) => sources ?? (['ARGUMENTS', 'FILE', 'FEEDS'] as const)

/** What prices at a block depend on. */
interface PriceState {
  readonly number: number
  /** Of the block, or of the last one before it that is known; null: none is. */
  readonly time: number | null
  /** By address of the feed, descending. */
  readonly feeds: readonly FeedAnswer[]
}

/** Prices by asset at a block that was read. */
export function priceIn(
  request: PriceRequest,
  file: PriceFile | null,
  { number, time, feeds }: PriceState,
): (asset: string) => Price | null {
  const { numeraire, prices } = request
  const given = new Map((prices ?? []).map(({ asset, value }) => [asset, value]))
  const answers = new Map(feeds.map((answer) => [answer.asset, feedPrice(answer)]))
  const from: Record<PriceOrigin, (asset: string) => Price | null> = {
    ARGUMENTS: (asset) => {
      const value = given.get(asset)
      return value ? { value, origin: 'ARGUMENTS', source: 'argument' } : null
    },
    FILE: (asset) => {
      const row = file?.book.at(asset, numeraire, number, time) ?? null
      return row && { value: row.value, origin: 'FILE', source: `${file!.version}: ${row.source}` }
    },
    FEEDS: (asset) => answers.get(asset) ?? null,
  }
  return (asset) => {
    for (const source of orderOf(request)) {
      const price = from[source](asset)
      if (price) return price
    }
    return null
  }
}

/** How a request adds up stake of several pools. */
export async function valuer(
  request: PriceRequest,
  file: PriceFile | null,
  context: ApiContext,
  block: Point,
  at: BlockGraph,
): Promise<Valuer> {
  const { graph } = at
  const priceOf = await readPrices(request, file, context, block)
  const pools = await withRates(context, block.number, at)
  const prices = pools.map(({ asset }) => (asset === null ? null : priceOf(asset)))
  const known = valuation(
    pools.map(({ decimals, rate }, pool) => {
      return { decimals, rate, price: prices[pool]?.value ?? null }
    }),
  )
  const used = new Map(
    pools.flatMap(({ asset }, pool) => {
      const price = prices[pool]
      return asset === null || !price ? [] : [[asset, price] as const]
    }),
  )
  const rates = rateSources(graph.pools, pools, known)
  return {
    valuation: known,
    echo: (unpriced) => {
      return { numeraire: request.numeraire, source: formatPrices(used), unpriced, rates }
    },
  }
}

/** Prices by asset, as `meta.pricing.source` lists them. */
export function formatPrices(used: ReadonlyMap<string, Price>): string {
  return [...used]
    .map(([asset, { value, source }]) => `${asset} ${toDecimal(value)} (${source})`)
    .join(', ')
}

function feedPrice({ feed, answer, decimals }: FeedAnswer): Price {
  const value = ratio(answer, 10n ** BigInt(decimals))
  return { value, origin: 'FEEDS', source: `feed ${feed}` }
}

function readPrice(name: string, given: string): Ratio {
  let value: Ratio
  try {
    value = parseRatio(given)
  } catch {
    throw invalidArgument(name, given, 'Write a decimal or a fraction: "1.05" or "21/20".')
  }
  if (value.num > 0n) return value
  throw invalidArgument(name, given, 'A price is above 0: leave out what has none.')
}

import { loadHeaders } from '../../reads/block-times'
import type { BlockPoint } from '../../reads/context'
import { loadPoolInfos } from '../../reads/pool-infos'
import { loadNewestRates } from '../../reads/pools'
import { nativeValuation, valuation, withoutPrices } from '../../risk/graph/valuation'
import type { Valuation } from '../../risk/value/valuation'
import { optional } from '../define/argument'
import { address } from '../define/arguments'
import { coverageFields, covered } from '../define/coverage'
import type { Request } from '../define/measure'
import { headerNullReason, metaOf, nullReason, timeBounds, unpricedBy } from '../define/meta'
import { metric, unanswered } from '../define/metric'
import { field, object } from '../define/object'
import { type PriceRequest, pricingArgument, readPrices } from '../define/pricing'
import { protocolName } from '../define/protocol'
import { int, list, nullable, unixTime } from '../define/type'
import { blockAt, blocksArguments, blocksOf, countOf } from '../parts/series-blocks'
import { addedUpFields, addUp, unknownOf } from './added-up'
import { loadOffers, PROTOCOLS } from './offers'

const offer = object('ProtocolSecurityAt', 'The security that one protocol offers at a block.', {
  protocol: field(protocolName, 'Protocol.'),
  operators: field(int, 'Registered operators.'),
  services: field(
    int,
    'Registered networks of Symbiotic; AVSs that EigenLayer named, which has no registration of them.',
  ),
  pools: field(int, 'Pools that hold something.'),
  ...addedUpFields,
  coverage: coverageFields.coverage,
  nullReason: field(
    nullable(nullReason),
    'Why an amount is null: it is unknown of a pool (see `securityMarket`), or nothing of it has a price (UNPRICED). Null: none is.',
  ),
})

const point = object('SecurityMarketPoint', 'The security that protocols offer at one block.', {
  block: field(int, 'Block number.'),
  timestamp: field(nullable(unixTime), 'Time of the block; null if its header is not stored.'),
  ...timeBounds,
  timestampNullReason: field(
    nullable(headerNullReason),
    'Why `timestamp` is null; null: it is known.',
  ),
  protocols: field(list(offer), 'Protocol by protocol.'),
})

/** Milliseconds of one point: all commitments of its block are read. */
const POINT_MS = 300

/** Field `securityMarketSeries`. */
export const securityMarketSeriesMetric = metric({
  name: 'securityMarketSeries',
  doc: `The market of security over time: at \`from\`, and every \`every\` blocks after it up to \`to\`.

Each point is that of \`securityMarket\` at its block, added up over the pools of a protocol: with \`pricing\` by the prices and rates of
that block, with \`pool\` in base units of that pool. Without either only counts have values, unless all stake lies in one pool.`,
  args: {
    pool: optional(
      address('Only this pool: EigenLayer strategy, or Symbiotic vault. Default: all.'),
    ),
    pricing: pricingArgument,
    ...blocksArguments,
  },
  answer: object('SecurityMarketSeries', 'Security offered by all protocols, over time.', {
    points: field(list(point), 'Block by block, ascending.'),
  }),
  estimate: (range) => POINT_MS * Math.max(1, countOf(range)),
  async compute({ pool, pricing, ...range }, request) {
    const { context } = request
    const blocks = await blocksOf(range, context)
    const last = await blockAt(blocks.at(-1)!, context)
    const infos = await loadPoolInfos(context, last.number)
    if (pool !== null && !infos.has(pool)) return unanswered(metaOf(last, null, 'UNKNOWN_SCOPE'))
    const headers = await loadHeaders(context, await context.head(), blocks)
    const points = []
    const unpriced = new Set<string>()
    for (const [index, number] of blocks.entries()) {
      const block = number === last.number ? last : await blockAt(number, context)
      const { protocols, without } = await marketAt(request, block, { pool, pricing })
      for (const id of without) unpriced.add(id)
      const { hash: _, nullReason: timestampNullReason, ...time } = headers[index]!
      points.push({ block: number, ...time, timestampNullReason, protocols })
    }
    const numeraire = pricing?.numeraire ?? 'NATIVE'
    return {
      meta: metaOf(last, null, null, {
        pricing: { ...unpricedBy([...unpriced].sort()), numeraire },
      }),
      points,
    }
  },
})

interface Selection {
  readonly pool: string | null
  readonly pricing: PriceRequest | null
}

/** What protocols offer at a block, and the pools with stake that have no price there. */
async function marketAt(request: Request, block: BlockPoint, { pool, pricing }: Selection) {
  const { registered, pools, commitments } = await loadOffers(request.context, block)
  const counted = pool === null ? pools : pools.filter((one) => one.pool === pool)
  const held = counted.filter(({ stake }) => stake !== 0n)
  const ids = pools.map((one) => one.pool)
  const positions = new Map(ids.map((id, position) => [id, position]))
  const positionOf = (id: string) => positions.get(id) ?? null
  const only = pool ?? (held.length === 1 ? held[0]!.pool : null)
  const valued = pricing
    ? await pricedAt(request, block, ids, pricing)
    : only === null
      ? withoutPrices(ids.length)
      : nativeValuation(ids.length, positionOf(only) ?? -1)
  const protocols = PROTOCOLS.map((protocol) => {
    const own = counted.filter((one) => one.protocol === protocol)
    const promises = commitments.filter((one) => {
      return one.protocol === protocol && one.unit === null && (pool === null || one.pool === pool)
    })
    const sums = addUp({ valued, positionOf }, own, promises)
    const shown = [sums.stake, sums.promised, sums.slashable].filter((one) => one !== null)
    const { coverage, nullReason } = covered(ids, shown)
    return {
      protocol,
      operators: registered[protocol].operators.length,
      services: registered[protocol].services.length,
      pools: own.filter(({ stake }) => stake !== 0n).length,
      ...sums,
      coverage,
      nullReason: unknownOf(own) ?? nullReason,
    }
  })
  const without = held.flatMap((one) =>
    valued.isPriced(positionOf(one.pool) ?? -1) ? [] : [one.pool],
  )
  return { protocols, without }
}

/** The valuation of pools by the prices and rates of a block. */
async function pricedAt(
  { context, sources }: Request,
  block: BlockPoint,
  ids: readonly string[],
  pricing: PriceRequest,
): Promise<Valuation> {
  const infos = await loadPoolInfos(context, block.number)
  const priceOf = await readPrices(pricing, sources.priceFile, context, block)
  const known = ids.map((id) => infos.get(id) ?? NOTHING)
  const rated = await loadNewestRates(context, block.number, ids, known)
  return valuation(
    rated.map(({ asset, decimals, rate }) => {
      return { decimals, rate, price: asset === null ? null : (priceOf(asset)?.value ?? null) }
    }),
  )
}

const NOTHING = { asset: null, decimals: null, rate: null }

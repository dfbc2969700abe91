import { loadBlockTime } from '../reads/block-times'
import type { ApiContext, BlockInput } from '../reads/context'
import { loadRewards } from '../reads/history/reward-streams'
import type { Basis } from '../risk/graph/graph'
import { noValue, valuation } from '../risk/graph/valuation'
import { toDecimal } from '../risk/math/decimal'
import { ratio } from '../risk/math/ratio'
import { WAD } from '../risk/math/wad'
import { isUnpriced } from '../risk/yield/yield-figures'
import { yieldSplit } from '../risk/yield/yield-sources'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { checkCount, placeScope, type ScopeInput } from './legacy/arguments'
import { groupingOf } from './legacy/grouping'
import { type Meta, member, metaOf } from './legacy/meta'
import { type PricingInput, priceReader, shownPrices, withPolled } from './legacy/pricing'
import { stakePoints } from './parts/mean-stake'
import { yieldApr } from './parts/yield-apr'
import {
  type ClassInput,
  type DecimalsInput,
  echoYield,
  readClasses,
  readDecimals,
  readWindow,
  rewardScope,
  type WindowInput,
} from './parts/yield-arguments'
import { payerList, shownRunway, shownShare, sourceList, tokenList } from './parts/yield-shown'
import { yieldTypeDefs } from './parts/yield-types'

/** Most times at which the stake is measured: each is a graph of its own. */
const MAX_POINTS = 100

interface Arguments extends WindowInput {
  pricing: PricingInput
  classes?: readonly ClassInput[] | null
  grouping?: string | null
  decimals?: readonly DecimalsInput[] | null
  scope?: ScopeInput | null
  basis: Basis
  stakePoints: number
  block?: BlockInput | null
}

function resolve({ graphs, labels, priceFile }: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const { pricing, basis } = args
    const keys = rewardScope(args.scope)
    const count = checkCount('stakePoints', args.stakePoints, MAX_POINTS)
    const read = priceReader(pricing, priceFile)
    const block = await context.at(args.block)
    const kind = args.grouping ?? null
    const grouping = kind === null ? null : groupingOf(labels(block.chainId), kind)
    const classes = readClasses(args.classes ?? [], grouping)
    const common = {
      grouping: grouping?.version ?? null,
      assumptions: echoYield(args.classes ?? [], args.decimals ?? [], count),
      pricing: { numeraire: pricing.numeraire, source: null, unpriced: [] },
    }
    const at = await graphs.at(context, block)
    const pools = await withPolled(context, block.number, at)
    const told = pools.flatMap(({ asset, decimals }): [string, number][] =>
      asset === null || decimals === null ? [] : [[asset, decimals]],
    )
    const decimals = readDecimals(args.decimals ?? [], new Map(told))
    const now = await loadBlockTime(context, block)
    if (now === null) return none(metaOf(block, basis, 'EMPTY', common))
    const window = readWindow(args, now)
    if (placeScope(at.graph, keys) === null) {
      return none(metaOf(block, basis, 'UNKNOWN_SCOPE', common))
    }
    const priceOf = await read(context, block)
    const worth = (token: string) => ({
      decimals: decimals.get(token) ?? null,
      rate: WAD,
      price: priceOf(token)?.value ?? null,
    })
    const rewards = await loadRewards(context, block.number, window, now, keys)
    const split = yieldSplit(rewards.streams, {
      sourceOf: (token) => classes.get(token) ?? null,
      worthOf: (token) => {
        const known = worth(token)
        if (noValue(known) !== null) return null
        return ratio(known.price!.num, known.price!.den * 10n ** BigInt(known.decimals!))
      },
    })
    const unpriced = new Set(
      split.tokens.filter(({ value }) => value === null).map(({ token }) => token),
    )
    const used = [...split.tokens.map(({ token }) => token), ...pools.map(({ asset }) => asset)]
    const source = shownPrices(
      new Map(
        used.flatMap((asset) => {
          const price = asset === null ? null : priceOf(asset)
          return price ? [[asset!, price] as const] : []
        }),
      ),
    )
    const worths = valuation(
      pools.map(({ asset, ...pool }) => ({
        ...pool,
        price: asset === null ? null : (priceOf(asset)?.value ?? null),
      })),
    )
    const apr = once(async () => {
      const points = await stakePoints(context, block, window, count, basis, keys)
      return yieldApr(split, window, points, { pools: at.graph.pools, valuation: worths })
    })
    return {
      ...window,
      value: isUnpriced(split) ? null : toDecimal(ratio(split.total, split.unit)),
      sources: sourceList(split),
      emissionShare: shownShare(split, ['PROGRAMMATIC', 'OWN_TOKEN']),
      feeLikeShare: shownShare(split, ['FEE_LIKE']),
      tokens: tokenList(split, (token) => noValue(worth(token))),
      ...payerList(split),
      runway: shownRunway(split, rewards.until),
      apr,
      zeroDuration: rewards.zeroDuration,
      meta: metaOf(block, basis, isUnpriced(split) ? 'UNPRICED' : null, {
        ...common,
        pricing: {
          numeraire: pricing.numeraire,
          source,
          unpriced: [...unpriced].sort().map(member),
        },
      }),
    }
  }
}

/** So that a field that is asked for twice is worked out once. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null
  return () => {
    result ??= work()
    return result
  }
}

function none(meta: Meta) {
  return { meta, sources: [], tokens: [], payers: [] }
}

/** Field `yieldSources`. */
export function yieldSourcesSchema(sources: RiskSources): SchemaPart {
  return { typeDefs: yieldTypeDefs, resolvers: { Query: { yieldSources: resolve(sources) } } }
}

import { loadBlockTime } from '../../reads/block-times'
import type { BlockPoint } from '../../reads/context'
import { loadRewards } from '../../reads/history/reward-streams'
import type { Commitment, Protocol } from '../../reads/vaults/commitments'
import { valuation } from '../../risk/graph/valuation'
import { WAD } from '../../risk/math/wad'
import { apr } from '../../risk/yield/apr'
import { type DeclaredSource, type YieldSplit, yieldSplit } from '../../risk/yield/yield-sources'
import { coverageFields, covered, stakeAmount } from '../define/coverage'
import type { Request } from '../define/measure'
import { type Meta, nullReason } from '../define/meta'
import { field, object } from '../define/object'
import {
  formatPrices,
  type PriceRequest,
  rateSources,
  readPrices,
  withRates,
} from '../define/pricing'
import { decimal, nullable } from '../define/type'
import { knownDecimals, windowOf } from '../parts/yield-arguments'
import { addedUpFields, addUp, type PoolPrices, unknownOf } from './added-up'
import type { PoolOffer } from './offers'

/** Type SecurityWorth. */
export const securityWorth = object(
  'SecurityWorth',
  'The security that one protocol offers, added up over its pools by prices.',
  {
    ...addedUpFields,
    rewards: field(stakeAmount, 'Rewards that were earned in the window.'),
    rewardsPerSlashable: field(
      nullable(decimal),
      'The price of security: rewards of 365 days at the pace of the window, for each unit of `slashable` at the block; 0.05 is 5 %.',
    ),
    feeLikePerSlashable: field(
      nullable(decimal),
      'The same of rewards that look like fees; null also if some rewards are not classified (`classes`).',
    ),
    coverage: coverageFields.coverage,
    nullReason: field(
      nullable(nullReason),
      'Why a figure is null: it is unknown of a pool (see `stakes`), or nothing of it has a price (UNPRICED). Null: none is.',
    ),
  },
)

/** How the request values it. */
export interface WorthRequest {
  readonly pricing: PriceRequest
  readonly classes: ReadonlyMap<string, DeclaredSource>
  readonly decimals: ReadonlyMap<string, number>
  readonly from: number | null
  readonly to: number | null
  readonly days: number | null
}

/** Prices of a block, of pools and of what rewards were paid in. */
export interface Market {
  readonly pricing: Meta['pricing']
  /** Values of SecurityWorth of a protocol. */
  worthOf(
    protocol: Protocol,
    pools: readonly PoolOffer[],
    commitments: readonly Commitment[],
  ): ReturnType<typeof worth>
}

/** Reads prices and rewards. @throws ApiError BAD_USER_INPUT for a window that cannot be */
export async function loadMarket(
  { context, sources }: Request,
  block: BlockPoint,
  { pricing, classes, decimals: given, ...window }: WorthRequest,
): Promise<Market> {
  const at = await sources.graphs.at(context, block)
  const pools = await withRates(context, block.number, at)
  const reported = pools.flatMap(({ asset, decimals }): [string, number][] =>
    asset === null || decimals === null ? [] : [[asset, decimals]],
  )
  const decimals = knownDecimals(given, new Map(reported))
  const now = await loadBlockTime(context, block)
  const range = now === null ? null : windowOf(window, now)
  const splits = new Map<Protocol, Awaited<ReturnType<typeof loadRewards>>['streams']>()
  for (const protocol of ['EIGENLAYER', 'SYMBIOTIC'] as const) {
    if (range === null || now === null) break
    const scope = { avs: null, operatorSet: null, protocol }
    splits.set(protocol, (await loadRewards(context, block.number, range, now, scope)).streams)
  }
  const tokens = [...new Set([...splits.values()].flat().map(({ token }) => token))].sort()
  const findPrice = await readPrices(pricing, sources.priceFile, context, block)
  const priceOf = (asset: string | null) => (asset === null ? null : findPrice(asset))
  const valued = valuation([
    ...pools.map((pool) => ({ ...pool, price: priceOf(pool.asset)?.value ?? null })),
    ...tokens.map((token) => {
      const price = priceOf(token)?.value ?? null
      return { decimals: decimals.get(token) ?? null, rate: WAD, price }
    }),
  ])
  const ids = [...at.graph.pools, ...tokens]
  const positions = new Map(ids.map((id, position) => [id, position]))
  const used = ids.flatMap((id, position) => {
    const price = priceOf(position < pools.length ? pools[position]!.asset : id)
    return price ? [[pools[position]?.asset ?? id, price] as const] : []
  })
  const split = (protocol: Protocol) =>
    yieldSplit(splits.get(protocol) ?? [], {
      sourceOf: (token) => classes.get(token) ?? null,
      worth: (token, amount) => valued.worth(tokens.indexOf(token) + pools.length, amount),
      none: valued.none,
    })
  return {
    pricing: {
      numeraire: pricing.numeraire,
      source: formatPrices(new Map(used)),
      unpriced: ids.filter((_, position) => !valued.isPriced(position)).sort(),
      rates: rateSources(at.graph.pools, pools, valued),
    },
    worthOf: (protocol, amounts, commitments) =>
      worth(
        { valued, ids, positionOf: (id) => positions.get(id) ?? null },
        amounts.filter((one) => one.protocol === protocol),
        commitments.filter((one) => one.protocol === protocol && one.unit === null),
        split(protocol),
        range === null ? 0n : BigInt(range.to - range.from),
      ),
  }
}

interface Prices extends PoolPrices {
  readonly ids: readonly string[]
}

function worth(
  prices: Prices,
  pools: readonly PoolOffer[],
  commitments: readonly Commitment[],
  split: YieldSplit,
  seconds: bigint,
) {
  const { valued, ids, positionOf } = prices
  const sums = addUp(prices, pools, commitments)
  const shares = new Map(
    pools.flatMap((one) =>
      positionOf(one.pool) === null || !one.slashable ? [] : [[one.pool, one.slashable] as const],
    ),
  )
  const rate =
    seconds === 0n || sums.slashable === null
      ? { value: null, feeLike: null }
      : apr(split, seconds, [{ time: 0, block: 0, shares }], valued, (id) => positionOf(id)!)
  const shown = [sums.stake, sums.promised, sums.slashable, split.total].filter(
    (one) => one !== null,
  )
  const { coverage, nullReason } = covered(ids, shown, () => [
    sums.stake ?? valued.none,
    split.total,
  ])
  return {
    ...sums,
    rewards: split.total,
    rewardsPerSlashable: rate.value,
    feeLikePerSlashable: rate.feeLike,
    coverage,
    nullReason: unknownOf(pools) ?? nullReason,
  }
}

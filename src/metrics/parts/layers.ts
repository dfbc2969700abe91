import type { Labels } from '../../reads/files/labels'
import { partOf } from '../../reads/graph/timeline'
import { stakeMatrix } from '../../risk/graph/exposure'
import type { Basis, StakeGraph } from '../../risk/graph/graph'
import { nativeValuation, withoutPrices } from '../../risk/graph/valuation'
import { partsByColumn } from '../../risk/look-through/division'
import { afterBoth, haircutsOf, type LossCauses, sharedLoss } from '../../risk/look-through/haircut'
import { followLayers, type Layer, outstanding } from '../../risk/look-through/layers'
import type { Position } from '../../risk/look-through/look-through'
import { multiply, type Ratio, ratio } from '../../risk/math/ratio'
import { WAD } from '../../risk/math/wad'
import type { Valuation } from '../../risk/value/valuation'
import type { ArgumentsOf } from '../define/argument'
import { limit } from '../define/arguments'
import type { Request, slashableArguments } from '../define/measure'
import { member } from '../define/meta'
import { expensive, field, lazy, limited, object, withArguments } from '../define/object'
import { valuer } from '../define/pricing'
import {
  bigInt,
  boolean,
  decimal,
  enumeration,
  int,
  list,
  nullable,
  string,
  type ValueOf,
} from '../define/type'
import { type AssumedUnits, type Backings, checkTokens, loadBackings } from './token-backings'

const gap = enumeration('TokenLayerNullReason', 'Why a figure of a layer is null.', {
  RATE_UNKNOWN: 'The units per share of the pool are unknown: no event and no poll told them.',
  SUPPLY_UNKNOWN: 'Neither the argument `tokens` nor the label file has the supply of the token.',
  SUPPLY_TOO_SMALL: 'Pools hold more units than are outstanding by the supply that was given.',
  NO_BACKING: 'The stakers that back the token hold no stake, or only stake worth nothing.',
  OUTER_UNKNOWN: 'A figure of the layer around it is unknown.',
  UNPRICED: 'Stake of the backers lies in several pools that lose different parts: give `pricing`.',
  CYCLE: 'The token is held, through pools, in its own backing.',
  CONSTANT_UNKNOWN:
    'It needs the deallocation delay, or with `includeQueued` the withdrawal delay, which is not known for this network.',
})
type Gap = ValueOf<typeof gap>

const claim = object('TokenLayerStake', 'Stake in one pool that the units are a claim on.', {
  pool: field(member, 'Pool.'),
  shares: field(
    decimal,
    'The part of the shares that the backers could withdraw, in base units; with `includeQueued` of those, too, that they have queued and that can still be slashed.',
  ),
  slashable: field(
    nullable(decimal),
    'What of it is lost if every set slashes all it can; null: the deallocation delay is unknown.',
  ),
})

const behind = object('TokenLayerPart', 'Stake in one pool behind an AVS.', {
  avs: field(member, 'The AVS.'),
  pool: field(member, 'Pool.'),
  amount: field(
    decimal,
    'The part that is claimed, in base units of the pool, on the basis; of what is queued only where sets can slash it.',
  ),
})

const haircut = object(
  'TokenHaircut',
  'One loss under two rules of who bears it, as parts of the worth of a unit, in [0, 1].',
  {
    shared: field(nullable(decimal), 'If all units outstanding bear it alike.'),
    alone: field(
      nullable(decimal),
      'If the units of `layer` bear it alone; 1: they lose all. Null, too, if `supply` or `layer` is.',
    ),
    others: field(
      nullable(decimal),
      'What each of the other units then loses: more than 0 only if `alone` is 1. Null, too, if there are no others.',
    ),
    nullReason: field(nullable(gap), 'Why `shared` is null; null: it is not.'),
  },
)

const tokenLayer = object('TokenLayer', 'A claim on stake through a token that a pool holds.', {
  wrapDepth: field(
    int,
    'How many tokens lie around the stake: 1 for a pool of the stakers itself.',
  ),
  path: field(list(member), 'Pool, token, pool, token, from the outside in; it ends with `token`.'),
  token: field(member, 'Token.'),
  backers: field(
    int,
    'How many stakers back the token by the label file; 0: it is a share of a vault, and all that is in the vault backs it.',
  ),
  source: field(string, 'Label file that says so, and its source; or the vault whose share it is.'),
  units: field(nullable(decimal), 'Units held by this path, in base units of the token.'),
  supply: field(nullable(bigInt), 'Units issued against the stake of the backers.'),
  supplySource: field(
    nullable(string),
    'Where that is from: the argument, or the label file with a date.',
  ),
  unbackedUnits: field(bigInt, 'Units beside it that were issued against nothing, as assumed.'),
  share: field(
    nullable(decimal),
    '`units` as a part of all that are outstanding: the part of the backing that is claimed.',
  ),
  layer: field(nullable(decimal), 'Units of the layer that bears a loss alone in `alone`.'),
  stake: field(list(claim), 'The stake that is claimed, by pool; empty if `share` is null.'),
  avss: withArguments(
    { limit: limit(100) },
    nullable(list(behind)),
    'The same by AVS and pool, by pool, the largest first. Null if `share` is.',
  ),
  poolSlashing: field(
    nullable(decimal),
    'Part of the units that is lost if every set slashes all it can of the pool that holds them, in [0, 1].',
  ),
  slashing: field(haircut, 'What a unit loses if every set slashes all it can of the backing.'),
  unbacked: field(haircut, 'What a unit loses by units that were issued against nothing.'),
  both: field(haircut, 'Both, compared with a unit before either.'),
  total: field(
    nullable(decimal),
    'What the holders lose of the units: `poolSlashing`, and `both.shared` of what is left.',
  ),
  nullReason: field(nullable(gap), 'Why `units` or `share` is null; null: neither is.'),
})

const layersType = object(
  'TokenLayers',
  'Claims on stake through tokens that pools hold: shares of vaults, and what label files declare (`backedTokens`).',
  {
    wrapDepth: field(int, 'Depth of the deepest layer; 0: none.'),
    layers: limited(tokenLayer, 'Layers, one for each path, by depth.'),
    cycles: limited(
      list(member),
      'Paths that come to a token for a second time; they are not followed further.',
    ),
    isComplete: field(
      boolean,
      'Whether all paths were followed to the end: not deeper than 8, nor more than 1000.',
    ),
  },
)

/** Field `tokenLayers`. */
export const tokenLayersField = expensive(
  100,
  lazy(
    layersType,
    `Where a pool of the stakers holds a token that is itself a claim on stake (a liquid restaking token): whose stake that is, and
what its holders lose if it is slashed. Layers go from one protocol to the other: a vault may hold a token of EigenLayer stake, and a
strategy or another vault the shares of a vault. It needs no prices, except for losses of a backing that lies in several pools.`,
  ),
)

type LayerArguments = Pick<
  ArgumentsOf<typeof slashableArguments>,
  'scope' | 'pricing' | 'block'
> & {
  readonly basis: Basis
  readonly tokens: AssumedUnits
  readonly includeQueued: boolean
}

/**
 * What is behind the tokens that stakers hold in pools.
 * @param stakers null: all stake
 * @throws ApiError BAD_USER_INPUT as `checkTokens`
 */
export function tokenLayers(
  request: Request,
  labels: Labels,
  stakers: readonly string[] | null,
  args: LayerArguments,
) {
  checkTokens(args.tokens, labels)
  return async () => {
    const { context, sources } = request
    const block = await context.at(args.block)
    const at = partOf(await sources.graphs.at(context, block), args.scope?.protocol ?? null)
    const { graph } = at
    const pool = args.scope?.pool ?? null
    const found = await loadBackings(request, block, at, labels, { ...args, stakers, pool })
    const prices = args.pricing
      ? await valuer(args.pricing, sources.priceFile, context, block, at)
      : null
    const valuation = prices?.valuation ?? withoutPrices(graph.pools.length)
    const { layers, cycles, isComplete } = followLayers(found.held, found.pools)
    const named = (path: readonly number[]) =>
      path.flatMap((one) => [graph.pools[one]!, found.pools.get(one)!.token.id])
    return {
      wrapDepth: layers.at(-1)?.path.length ?? 0,
      layers: (limit: number) =>
        layers.slice(0, limit).map((layer) => {
          const known = found.isStakeUnknown ? withoutQueue(layer) : layer
          return { path: named(layer.path), ...rowOf(graph, found, valuation, known, args) }
        }),
      cycles: (limit: number) => cycles.slice(0, limit).map(named),
      isComplete,
    }
  }
}

type KnownLayer = Omit<Layer, 'gap'> & { readonly gap: Gap | null }

/** A layer of which the part in the queue is unknown. */
function withoutQueue(layer: Layer): KnownLayer {
  return { ...layer, units: null, share: null, gap: 'CONSTANT_UNKNOWN' }
}

function rowOf(
  graph: StakeGraph,
  { graph: atRisk, isStakeUnknown, pools, positions, declared }: Backings,
  valuation: Valuation,
  { path, token, units, share, gap, slashable }: KnownLayer,
  { basis, tokens }: LayerArguments,
) {
  const backing = declared.get(token.id)!
  const own = positions.get(token.id)!
  // AVSs do not count on what is queued; sets take their part of it.
  const isLoss = basis === 'SLASHABLE' || basis === 'MIN_SLASHABLE'
  const given = tokens?.find((one) => one.token === token.id)
  const isSlashingKnown = !isStakeUnknown && !graph.unknownBases.includes('SLASHABLE')
  const { rate, shares } = pools.get(path.at(-1)!)!
  const inPool = rate === null || isStakeUnknown ? null : ratio(shares * rate, WAD)
  const layer = given?.layer ? ratio(given.layer) : inPool
  // More units in pools than there are: no layer can be told apart.
  const known = outstanding(token) === null || gap === 'SUPPLY_TOO_SMALL' ? null : layer
  const haircutBy = (causes: LossCauses) => {
    const none = { shared: null, alone: null, others: null }
    if (causes.slashing && !isSlashingKnown)
      return { ...none, nullReason: 'CONSTANT_UNKNOWN' as Gap }
    const loss = sharedLoss(token, pools, valuation, causes)
    return loss.value === null
      ? { ...none, nullReason: loss.nullReason as Gap }
      : { ...haircutsOf(token, loss.value, known), nullReason: null }
  }
  const both = haircutBy({ slashing: true, unbacked: true })
  const poolSlashing = isSlashingKnown ? slashable : null
  return {
    wrapDepth: path.length,
    token: token.id,
    backers: backing.stakers.length,
    source: backing.source,
    units,
    supply: token.supply,
    supplySource:
      token.supply === null
        ? null
        : given?.supply
          ? 'argument'
          : `${backing.source}, as of ${backing.supply!.asOf}`,
    unbackedUnits: token.unbacked,
    share,
    layer,
    stake:
      share === null
        ? []
        : token.backing.map(({ pool, amount, slashable }) => ({
            pool: graph.pools[pool]!,
            shares: multiply(share, ratio(amount)),
            slashable: isSlashingKnown ? multiply(share, slashable) : null,
          })),
    avss: ({ limit }: { limit: number }) =>
      share === null || graph.unknownBases.includes(basis)
        ? null
        : (isLoss
            ? behindAvss(atRisk, own.all, share, basis)
            : behindAvss(graph, own.alone, share, basis)
          ).slice(0, limit),
    poolSlashing,
    slashing: haircutBy({ slashing: true, unbacked: false }),
    unbacked: haircutBy({ slashing: false, unbacked: true }),
    both,
    total: both.shared && poolSlashing && afterBoth(poolSlashing, both.shared),
    nullReason: gap,
  }
}

/** A part of positions behind each AVS, pool by pool. */
function behindAvss(graph: StakeGraph, positions: readonly Position[], share: Ratio, basis: Basis) {
  return [...new Set(positions.map(({ pool }) => pool))].flatMap((pool) => {
    const valuation = nativeValuation(graph.pools.length, pool)
    const buckets = stakeMatrix(graph, basis, valuation, 'SERVICE', 'BUCKET')
    const own = positions.filter((one) => one.pool === pool)
    return partsByColumn(graph, own, buckets).map(({ id, amount }) => {
      // In shares of the one pool that the positions lie in, it is complete.
      return { avs: id, pool: graph.pools[pool]!, amount: multiply(amount.lowerBound(), share) }
    })
  })
}

import type { ApiContext } from '../reads/context'
import { type BlockGraph, partOf } from '../reads/graph/timeline'
import { loadSlashingRequests, type SlashingRequest } from '../reads/slashing-requests'
import {
  largestParts,
  type RequestedLoss,
  requestedLosses,
} from '../risk/contagion/requested-slashing'
import type { StakeGraph } from '../risk/graph/graph'
import { WAD } from '../risk/math/wad'
import { optional } from './define/argument'
import { address, id } from './define/arguments'
import { invalidArgument } from './define/errors'
import { blockArgument } from './define/measure'
import { addresses } from './define/members'
import { member, metaOf } from './define/meta'
import { metric } from './define/metric'
import { expensive, field, limited, object, paged } from './define/object'
import { bigInt, enumeration, list, nullable, string, type ValueOf } from './define/type'
import { simulatedStake } from './parts/loss-stake'
import { largestFirst, type PoolLoss, slashingLoss, stakerLosses } from './parts/staker-losses'

const nullReason = enumeration(
  'SlashingRequestNullReason',
  'Why it is not known what the execution of a request would take.',
  {
    RESOLVED:
      'It is no longer pending: it was vetoed, or executed (`slashingLosses` of `SlashingRequest.slashing`).',
    POOLS_UNKNOWN:
      'Its log does not say which strategies it names, and more than one answer is possible (docs/avs-middleware.md).',
    REFUSED:
      'The core would refuse it: a fraction is not above 0 and at most 1e18, or the operator set no longer has one of its strategies, or not as many.',
    CONSTANT_UNKNOWN:
      'It needs the deallocation delay, or for stake in the queue the withdrawal delay, which is not known for this network.',
  },
)

const poolLoss = object('RequestedPoolLoss', 'What the execution would take in one pool.', {
  pool: field(nullable(member), 'Pool; null: not known.'),
  wad: field(bigInt, "Part of the operator's allocation that is asked for, of 1e18."),
  shares: field(
    nullable(bigInt),
    'Shares that it would take, in base units, with those in the withdrawal queue. Null: see `nullReason`.',
  ),
  queuedShares: field(nullable(bigInt), 'Of them in the withdrawal queue. Null: as `shares`.'),
})

const poolBound = object(
  'RequestedPoolBound',
  'What the execution would take at most in one pool.',
  {
    pool: field(member, 'Pool of the operator set.'),
    shares: field(
      bigInt,
      'Shares that it would take, in base units, with those in the withdrawal queue, by the largest fraction that can be meant for the pool.',
    ),
    queuedShares: field(bigInt, 'Of them in the withdrawal queue.'),
  },
)

const requestLoss = object('SlashingRequestLoss', 'What the execution of a request would take.', {
  request: field(string, 'Id of the request (`slashingRequests`).'),
  operator: field(member, 'Who would be slashed.'),
  operatorSet: field(nullable(member), 'Who asks for it; null: the AVS is not known.'),
  pools: field(list(poolLoss), 'Pool by pool, in the order of the request.'),
  atMost: field(
    list(poolBound),
    'Where `nullReason` is POOLS_UNKNOWN: pools of the operator set, in which the request takes no more than this, whichever of them it names. Otherwise empty.',
  ),
  stakers: expensive(
    20,
    paged(slashingLoss, 'Staker by staker, the largest loss first. Empty where it is not known.'),
  ),
  nullReason: field(nullable(nullReason), 'Why it is not known; null: it is.'),
})

/** Field `slashingRequestLosses`. */
export const slashingRequestLossesMetric = metric({
  name: 'slashingRequestLosses',
  doc: `What slashings that are requested would take if they were executed at the block, each by itself: by pool and staker.

The arithmetic is that of \`simulate\` and \`slashingLosses\`, and so of the contracts, to the wei: what a request shows at the block
before its execution is what that took, unless something happened in between. A veto may still come until \`vetoDeadline\`, and stake that is
queued until then is still slashed.`,
  args: {
    request: optional(
      id('Id of a request, also of one that is resolved. Default: all that are pending.'),
    ),
    operator: optional(address('Only requests to slash this operator.')),
    avs: optional(address('Only requests of this AVS.')),
    stakers: optional(addresses('Only losses of these stakers. Default: of all.')),
    block: blockArgument,
  },
  answer: object('SlashingRequestLosses', 'What requested slashings would take.', {
    requests: limited(requestLoss, 'The first request first.', 20),
  }),
  readsLater: true,
  estimate: () => 150,
  async compute({ stakers, block: given, ...filter }, request) {
    const { context, sources } = request
    const block = await context.at(given)
    const found = await loadSlashingRequests(context, block.number, filter)
    const meta = metaOf(block, null, null)
    if (found.length === 0) {
      if (filter.request === null) return { meta, requests: () => [] }
      const hint =
        'There is no such request at the block. Give the id of a row of slashingRequests.'
      throw invalidArgument('request', filter.request, hint)
    }
    const at = partOf(await sources.graphs.at(context, block), 'EIGENLAYER')
    const stake = await simulatedStake(request, { at, block }, ALL)
    const isKnown = typeof stake !== 'string' && !at.graph.unknownBases.includes('SLASHABLE')
    const rowOf = (one: SlashingRequest) => {
      const losses = isKnown ? lossesOf(stake.graph, one) : 'CONSTANT_UNKNOWN'
      const ofPools = typeof losses === 'string' ? null : losses
      const bounds = isKnown && losses === 'POOLS_UNKNOWN' ? boundsOf(stake.graph, one) : []
      return {
        request: one.id,
        operator: one.operator,
        operatorSet: one.operatorSet,
        pools: one.pools.map(({ pool, wad }, position) => ({
          pool,
          wad,
          shares: ofPools && ofPools[position]!.shares,
          queuedShares: ofPools && ofPools[position]!.queuedShares,
        })),
        atMost: bounds.map(({ pool, shares, queuedShares }) => ({ pool, shares, queuedShares })),
        stakers: async (from: number, to: number) => {
          const all = await stakersOf(context, block.number, at, one.operator, ofPools ?? [])
          const own = stakers ? all.filter(({ staker }) => stakers.includes(staker)) : all
          return largestFirst(own).slice(from, to)
        },
        nullReason: typeof losses === 'string' ? losses : null,
      }
    }
    // Anybody can request many: what is not answered is not computed.
    return { meta, requests: (limit) => found.slice(0, limit).map(rowOf) }
  },
})

/** All stake, and the queue. */
const ALL = { stakers: null, group: null, includeQueued: true }

/** What it would take pool by pool; why that is not known. */
function lossesOf(
  graph: StakeGraph,
  { isPending, operator, operatorSet, pools, setPools }: SlashingRequest,
): RequestedLoss[] | ValueOf<typeof nullReason> {
  if (!isPending) return 'RESOLVED'
  const known = pools.flatMap(({ pool, wad }) => (pool === null ? [] : [{ pool, wad }]))
  if (pools.some(({ wad }) => wad <= 0n || wad > WAD)) return 'REFUSED'
  if (operatorSet === null) return 'POOLS_UNKNOWN'
  const isLost = known.some(({ pool }) => !setPools.includes(pool))
  if (isLost || setPools.length < pools.length) return 'REFUSED'
  if (known.length < pools.length) return 'POOLS_UNKNOWN'
  return requestedLosses(graph, { operator, operatorSet, pools: known })
}

/** What it would take at most in each pool, if it is not known which pools it names. */
function boundsOf(
  graph: StakeGraph,
  { operator, operatorSet, pools, setPools }: SlashingRequest,
): RequestedLoss[] {
  if (operatorSet === null) return []
  const wads = pools.map(({ wad }) => wad)
  return requestedLosses(graph, { operator, operatorSet, pools: largestParts(setPools, wads) })
}

/** What it would take of each staker at the end of the block: as the first log of the next one. */
async function stakersOf(
  context: ApiContext,
  block: number,
  { withdrawalDelay }: BlockGraph,
  operator: string,
  losses: readonly RequestedLoss[],
): Promise<PoolLoss[]> {
  const at = { operator, block: block + 1, logIndex: 0 }
  const slashableSince = withdrawalDelay === null ? null : block - withdrawalDelay
  const found: PoolLoss[] = []
  for (const { pool, before, after } of losses) {
    found.push(...(await stakerLosses(context, { ...at, pool, before, after, slashableSince })))
  }
  return found
}

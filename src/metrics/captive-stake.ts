import {
  loadAllocationDelays,
  loadEncumbered,
  loadUnredistributable,
} from '../reads/governance/allocation-delays'
import { loadSetRules } from '../reads/governance/set-rules'
import { isDelayed, loadQueuedStakes } from '../reads/graph/queued-stake'
import { partOf } from '../reads/graph/timeline'
import {
  type CaptiveAmounts,
  type CaptiveStake,
  type CaptiveSum,
  captiveStakes,
  sumOfCaptive,
} from '../risk/exits/captive-stake'
import { blockArgument } from './define/measure'
import { member, metaOf } from './define/meta'
import { metric, unanswered } from './define/metric'
import { field, object, paged } from './define/object'
import { scope, scopeIn } from './define/scope'
import { bigInt, boolean, int, nullable, uint32 } from './define/type'

const amounts = {
  shares: field(bigInt, 'Delegated shares, in base units of the pool.'),
  bindableShares: field(
    bigInt,
    'Of them what no operator set has yet and any could be given: shares of the magnitude that is not encumbered (AllocationManager.getAllocatableMagnitude).',
  ),
  bindableQueuedShares: field(
    bigInt,
    'Queued shares that such an allocation could still slash: their last slashable block is not before its effect.',
  ),
  redistributableShares: field(
    bigInt,
    'Of both what a redistributing set may be given, so that somebody gains: all, but nothing of native ETH and EIGEN, which only burning sets accept.',
  ),
  slashableShares: field(
    nullable(bigInt),
    'Delegated shares that operator sets can slash already. Null: the deallocation delay is needed and unknown.',
  ),
  redistributingShares: field(
    nullable(bigInt),
    'Of `slashableShares` what redistributing sets can. Null as it.',
  ),
}

const captiveSum = object('CaptiveSum', 'Captive stake of several operators in one pool.', {
  operators: field(int, 'How many operators.'),
  ...amounts,
})

const ofPool = object('CaptiveOfPool', 'Captive stake of a pool.', {
  pool: field(member, 'Pool.'),
  isRedistributable: field(
    boolean,
    'Whether redistributing sets may have the pool: not native ETH, not EIGEN.',
  ),
  delegatedShares: field(bigInt, 'Delegated shares of all operators, captive or not.'),
  captive: field(captiveSum, 'Of operators that can bind it before its stakers can leave.'),
  immediate: field(
    captiveSum,
    'The part of operators that can bind it in the same block: their allocation delay is 0.',
  ),
})

const ofOperator = object('CaptiveOfOperator', 'Captive stake of an operator in a pool.', {
  operator: field(member, 'Operator.'),
  pool: field(member, 'Pool.'),
  allocationDelay: field(
    nullable(uint32),
    'Its allocation delay at the block (AllocationManager.getAllocationDelay); null: none is in effect yet.',
  ),
  blocksToBind: field(
    int,
    'Blocks until an allocation can be in effect: its delay, or a pending one with the wait for it, if that is shorter.',
  ),
  ...amounts,
})

const answer = object(
  'CaptiveStakes',
  'Stake that cannot leave in time, pool by pool in base units: no prices are needed, and nothing is added over pools.',
  {
    blocksToLeave: field(
      nullable(int),
      'Blocks until stake that is queued now can no longer be slashed: withdrawal delay and 1. Null: unknown.',
    ),
    operatorCount: field(int, 'Operators with captive stake.'),
    immediateCount: field(int, 'Of them those that can bind it in the same block.'),
    withoutDelayCount: field(
      int,
      'Operators with stake, none of it captive, because no allocation delay of theirs is in effect or announced: they cannot allocate.',
    ),
    pools: paged(ofPool, 'Every pool with delegated stake, by id.'),
    operators: paged(
      ofOperator,
      'By pool, by id; in each the largest `bindableShares` first, then by operator.',
    ),
  },
)

const REFUSED = 'Captive stake is that of operators in pools. Give an operator or a pool.'

/** Field `captiveStake`. */
export const captiveStakeMetric = metric({
  name: 'captiveStake',
  doc: `Captive stake: stake of operators that can allocate it before its stakers can leave, because their allocation delay is shorter
than the way out. Whoever controls such an operator, or a key that it lost, can register it to a set that somebody makes for
the purpose, allocate, slash and, by a redistributing set, keep the stake; nobody who watches the chain can withdraw in time.

Source: EigenLayer improvement proposal 016, which names it as the threat behind its delay of redistribution.`,
  args: {
    scope: scope('Only `pool` and `operator` narrow it.', { avs: REFUSED, operatorSet: REFUSED }),
    block: blockArgument,
  },
  answer,
  estimate: () => 500,
  async compute({ scope: keys, block: given }, { context, sources }) {
    const block = await context.at(given)
    const at = partOf(await sources.graphs.at(context, block), 'EIGENLAYER')
    const { graph } = at
    if (keys.protocol === 'SYMBIOTIC') return unanswered(metaOf(block, null, 'NOT_DEFINED'))
    const positions = scopeIn(graph, keys)
    if (positions === null) return unanswered(metaOf(block, null, 'UNKNOWN_SCOPE'))
    if (!isDelayed(at)) {
      return unanswered(metaOf(block, null, 'CONSTANT_UNKNOWN'), { blocksToLeave: null })
    }
    const { withdrawalDelay } = at
    const { operator, pool } = keys
    const { groups } = await loadQueuedStakes(context, block, at, {
      operator,
      pool,
      stakers: null,
    })
    const delays = await loadAllocationDelays(context, block)
    const unredistributable = await loadUnredistributable(context, block)
    const rules = await loadSetRules(context, block, graph)
    const stakes = captiveStakes(graph, {
      block: block.number,
      withdrawalDelay,
      delays,
      encumbered: await loadEncumbered(context, block),
      queue: groups,
      redistributes: rules.map(({ recipient }) => recipient !== null),
      isRedistributable: (one) => !unredistributable.has(one),
    }).filter(
      (one) =>
        (operator === null || one.operator === operator) && (pool === null || one.pool === pool),
    )
    const immediate = stakes.filter(({ blocksToBind }) => blocksToBind === 0)
    const inScope = (bucket: number) =>
      (positions.operator === null || graph.buckets.operator[bucket] === positions.operator) &&
      (positions.pool === null || graph.buckets.pool[bucket] === positions.pool)
    const delegated = new Map<string, bigint>()
    const withoutDelay = new Set<string>()
    graph.buckets.cap.forEach((cap, bucket) => {
      if (cap === 0n || !inScope(bucket)) return
      const id = graph.pools[graph.buckets.pool[bucket]!]!
      delegated.set(id, (delegated.get(id) ?? 0n) + cap)
      const owner = graph.operators[graph.buckets.operator[bucket]!]!
      if (!delays.has(owner)) withoutDelay.add(owner)
    })
    for (const { pool: id } of stakes) if (!delegated.has(id)) delegated.set(id, 0n)
    const pools = [...delegated.keys()].sort()
    return {
      meta: metaOf(block, null, null),
      blocksToLeave: withdrawalDelay + 1,
      operatorCount: countOf(stakes),
      immediateCount: countOf(immediate),
      withoutDelayCount: withoutDelay.size,
      pools: (from, to) =>
        pools.slice(from, to).map((id) => ({
          pool: id,
          isRedistributable: !unredistributable.has(id),
          delegatedShares: delegated.get(id)!,
          captive: sumIn(stakes, id),
          immediate: sumIn(immediate, id),
        })),
      operators: (from, to) => stakes.slice(from, to).map(operatorRow),
    }
  },
})

const countOf = (stakes: readonly CaptiveStake[]) =>
  new Set(stakes.map(({ operator }) => operator)).size

function sumIn(stakes: readonly CaptiveStake[], pool: string) {
  const sum: CaptiveSum = sumOfCaptive(stakes.filter((one) => one.pool === pool))
  return { operators: sum.operators, ...amountsOf(sum) }
}

function operatorRow(stake: CaptiveStake) {
  const { operator, pool, delay, blocksToBind } = stake
  return { operator, pool, allocationDelay: delay, blocksToBind, ...amountsOf(stake) }
}

function amountsOf(of: CaptiveAmounts) {
  return {
    shares: of.shares,
    bindableShares: of.bindable,
    bindableQueuedShares: of.bindableQueued,
    redistributableShares: of.redistributable,
    slashableShares: of.slashable,
    redistributingShares: of.redistributing,
  }
}

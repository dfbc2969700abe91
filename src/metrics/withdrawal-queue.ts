import { isDelayed, loadQueuedStakes } from '../reads/graph/queued-stake'
import { partOf } from '../reads/graph/timeline'
import {
  type OperatorQueue,
  type PoolQueue,
  type QueueMagnitudes,
  type QueueStep,
  queueByOperator,
  queueByPool,
  queueSchedule,
} from '../risk/exits/withdrawal-queue'
import type { StakeGraph } from '../risk/graph/graph'
import { WAD } from '../risk/math/wad'
import { optional } from './define/argument'
import { flag, limit, offset } from './define/arguments'
import { blockArgument } from './define/measure'
import { addresses } from './define/members'
import { member, metaOf } from './define/meta'
import { metric, unanswered } from './define/metric'
import { field, object, paged, withArguments } from './define/object'
import { scope, scopeIn } from './define/scope'
import { bigInt, int, list, nullable } from './define/type'

const figures = {
  withdrawals: field(
    int,
    'Queued withdrawals with stake of the pool; one of several pools counts in each.',
  ),
  shares: field(
    bigInt,
    'What they pay now, in base units of the pool (DelegationManager.getQueuedWithdrawal): slashings since they were queued are taken off.',
  ),
  completableShares: field(
    bigInt,
    'The part of withdrawals that can be completed in this block: no operator set can slash it any longer. Native ETH still loses with the beacon chain, until it is completed.',
  ),
  slashableShares: field(
    bigInt,
    'The part that slashings of the operator still reduce (DelegationManager.getSlashableSharesInQueue). Withdrawals queued before the slashing release are not in it, as in the contract.',
  ),
  slashableUntilBlock: field(
    nullable(int),
    'Last block in which any of it can be slashed; null: it no longer can.',
  ),
  atRiskShares: field(
    nullable(bigInt),
    'What the operator sets of the operator can take of `slashableShares` now, all together, with the magnitudes allocated to them. Null: the deallocation delay is needed and unknown.',
  ),
}

const ofPool = object('QueuedOfPool', 'The withdrawal queue of a pool.', {
  pool: field(member, 'Pool.'),
  ...figures,
  undelegatedShares: field(
    bigInt,
    'The part of `shares` that was delegated to nobody when it was queued: no operator set can slash it.',
  ),
})

const ofOperator = object('QueuedOfOperator', 'What left an operator in a pool for the queue.', {
  operator: field(nullable(member), 'Operator; null: it was delegated to nobody.'),
  pool: field(member, 'Pool.'),
  ...figures,
})

const step = object('QueueStep', 'What was queued of a pool in one block.', {
  pool: field(member, 'Pool.'),
  slashableUntilBlock: field(
    int,
    'Last block in which it can be slashed: start block plus withdrawal delay.',
  ),
  completableFromBlock: field(int, 'First block in which it can be completed: one later.'),
  withdrawals: field(int, 'Withdrawals with stake of the pool.'),
  shares: field(bigInt, 'What they would pay now, in base units of the pool.'),
})

const answer = object(
  'WithdrawalQueue',
  'The withdrawal queue, pool by pool in base units: no prices are needed, and nothing is added over pools.',
  {
    withdrawalDelay: field(
      nullable(int),
      'Blocks for which a withdrawal can be slashed (DelegationManager.minWithdrawalDelayBlocks); null: unknown.',
    ),
    withdrawals: field(int, 'Queued withdrawals; one of several pools counts once.'),
    pools: paged(ofPool, 'By pool, by id.'),
    operators: paged(ofOperator, 'By pool and operator, by id, undelegated stake last.'),
    schedule: withArguments(
      {
        isCompletable: flag('Whether those that can be completed already are in it, too.', false),
        limit: limit(100),
        offset,
      },
      list(step),
      'When what can be slashed no longer, and be completed: by block, then by pool.',
    ),
  },
)

const REFUSED = 'A withdrawal leaves an operator, not an AVS. Give an operator or a pool.'

/** Field `withdrawalQueue`. */
export const withdrawalQueueMetric = metric({
  name: 'withdrawalQueue',
  doc: `Stake on its way out: how much is queued, until which block it can still be slashed, and from which it can be paid.

Queued stake no longer counts as stake of its operator, and is in no basis of stake; slashings reduce it all the same until its
last slashable block.`,
  args: {
    scope: scope('Only `pool` and `operator` narrow it.', { avs: REFUSED, operatorSet: REFUSED }),
    stakers: optional(addresses('Only withdrawals of these stakers. Default: of all.')),
    block: blockArgument,
  },
  answer,
  estimate: () => 500,
  async compute({ scope: keys, stakers, block: given }, { context, sources }) {
    const block = await context.at(given)
    const at = partOf(await sources.graphs.at(context, block), 'EIGENLAYER')
    const { graph } = at
    if (keys.protocol === 'SYMBIOTIC') return unanswered(metaOf(block, null, 'NOT_DEFINED'))
    if (scopeIn(graph, keys) === null) return unanswered(metaOf(block, null, 'UNKNOWN_SCOPE'))
    if (!isDelayed(at)) {
      return unanswered(metaOf(block, null, 'CONSTANT_UNKNOWN'), { withdrawalDelay: null })
    }
    const { withdrawalDelay } = at
    const { operator, pool } = keys
    const filter = { operator, pool, stakers }
    const { withdrawals, groups } = await loadQueuedStakes(context, block, at, filter)
    const { number } = block
    const operators = queueByOperator(groups, number, withdrawalDelay, magnitudesIn(graph))
    const pools = queueByPool(operators)
    return {
      meta: metaOf(block, null, null),
      withdrawalDelay,
      withdrawals,
      pools: (from, to) => pools.slice(from, to).map(poolRow),
      operators: (from, to) => operators.slice(from, to).map(operatorRow),
      schedule: ({ isCompletable, limit, offset }) => {
        const steps = queueSchedule(groups, withdrawalDelay, isCompletable ? 0 : number + 1)
        return steps.slice(offset, offset + limit).map(stepRow)
      },
    }
  },
})

function figuresOf(queue: OperatorQueue | PoolQueue) {
  const { withdrawals, shares, completable, slashable, slashableUntil, atRisk } = queue
  return {
    withdrawals,
    shares,
    completableShares: completable,
    slashableShares: slashable,
    slashableUntilBlock: slashableUntil,
    atRiskShares: atRisk,
  }
}

const poolRow = (queue: PoolQueue) => {
  return { pool: queue.pool, ...figuresOf(queue), undelegatedShares: queue.undelegated }
}

const operatorRow = (queue: OperatorQueue) => {
  return { operator: queue.operator, pool: queue.pool, ...figuresOf(queue) }
}

const stepRow = ({ slashableUntil, completableFrom, ...rest }: QueueStep) => {
  return { ...rest, slashableUntilBlock: slashableUntil, completableFromBlock: completableFrom }
}

/** Max magnitudes, and the sum of what sets can slash now, by operator and pool. */
function magnitudesIn(graph: StakeGraph): (operator: string, pool: string) => QueueMagnitudes {
  const { operators, pools, buckets, commitments, unknownBases } = graph
  const isUnknown = unknownBases.includes('SLASHABLE')
  const slashable = buckets.maxMagnitude.map(() => 0n)
  commitments.bucket.forEach((bucket, line) => {
    if (bucket >= 0) slashable[bucket]! += commitments.magnitude[line]!
  })
  const found = new Map<string, QueueMagnitudes>()
  buckets.maxMagnitude.forEach((max, bucket) => {
    const key = `${operators[buckets.operator[bucket]!]} ${pools[buckets.pool[bucket]!]}`
    found.set(key, { max, slashable: isUnknown ? null : slashable[bucket]! })
  })
  return (operator, pool) => found.get(`${operator} ${pool}`) ?? { max: WAD, slashable: 0n }
}

import type { Labels } from '../reads/files/labels'
import { loadSetRules } from '../reads/governance/set-rules'
import { loadStakers } from '../reads/graph/stakers'
import { controllerColumns } from '../risk/governance/controller-columns'
import { stakeOfBuckets } from '../risk/graph/bucket-stake'
import { stakeMatrix } from '../risk/graph/exposure'
import type { StakeGraph } from '../risk/graph/graph'
import { withQueue } from '../risk/graph/with-queue'
import {
  amountsByPool,
  concentrationOf,
  hasAdditiveParts,
  type Part,
  partsByColumn,
  partsByOperator,
  runningLosses,
} from '../risk/look-through/division'
import {
  type Position,
  positionsOf,
  stakeOfStakers,
  withQueued,
  worth,
} from '../risk/look-through/look-through'
import { addedLosses, worstSlashing } from '../risk/look-through/look-through-losses'
import { Value } from '../risk/value/value'
import { type ArgumentsOf, optional } from './define/argument'
import { address, limit } from './define/arguments'
import { coverageFields, coverageValues, stakeAmount } from './define/coverage'
import { invalidArgument } from './define/errors'
import { basisArgument, type Measured, type Request, slashableArguments } from './define/measure'
import { member } from './define/meta'
import { stakeMetric, unanswered, without } from './define/metric'
import { expensive, field, lazy, limited, object, withArguments } from './define/object'
import { once } from './define/once'
import { bigInt, boolean, decimal, int, list, nullable } from './define/type'
import { tokenLayers, tokenLayersField } from './parts/layers'
import { includeQueued, queuesOf } from './parts/loss-stake'
import { type NamedStakers, namedStakers, stakerGroupArguments } from './parts/staker-group'
import { tokensArgument } from './parts/token-backings'

const part = object('LookThroughPart', "Part of the stakers' stake that stands behind something.", {
  member: field(member, 'The operator, AVS, operator set or slasher.'),
  amount: field(
    stakeAmount,
    'The part. It cannot be added to those of others on REGISTERED: the same stake stands behind several.',
  ),
  share: field(
    nullable(decimal),
    'As a part of `stake`, in [0, 1]; of what can be slashed, as a part of `stake` + `queued`.',
  ),
  ...coverageFields,
})

const position = object('StakerPosition', 'Stake in one pool.', {
  pool: field(member, 'Pool.'),
  shares: field(bigInt, 'Shares that could be withdrawn, in base units of the pool.'),
  isCounted: field(boolean, 'Whether a price makes it part of the sums.'),
})

const operatorLoss = object(
  'LookThroughOperatorLoss',
  'An operator, and what is lost with it and those before it.',
  {
    operator: field(member, 'The operator.'),
    loss: field(
      stakeAmount,
      'Loss of the stakers if it, and all before it, are slashed for all they promised.',
    ),
    share: field(nullable(decimal), 'The same as a part of `stake` + `queued`, in (0, 1].'),
    ...coverageFields,
  },
)

const slashing = object(
  'LookThroughSlashing',
  'A slashing of an operator by a set for all that it can take.',
  {
    operator: field(member, 'Operator slashed.'),
    operatorSet: field(member, 'Operator set that slashes.'),
    loss: field(stakeAmount, 'What the stakers lose.'),
    share: field(nullable(decimal), 'The same as a part of `stake` + `queued`, in (0, 1].'),
    ...coverageFields,
  },
)

const concentration = object(
  'LookThroughConcentration',
  'Sums of squared shares (HHI), in (0, 1]. Null if there is nothing to share.',
  {
    operators: lazy(nullable(decimal), 'Of `operators`.'),
    avss: lazy(
      nullable(decimal),
      'Of `avss`, on the basis: on REGISTERED the same stake stands behind several, and is in the share of each.',
    ),
    slashers: lazy(nullable(decimal), 'Of `slashers`. Null, too, if there is an `unknownSlasher`.'),
  },
)

const answer = object(
  'LookThrough',
  'Where the stake of stakers stands. Amounts are in the unit of the stake, unless stated otherwise.',
  {
    stakerCount: field(int, 'How many of the stakers hold stake.'),
    withoutStake: limited(member, 'Those of the stakers that hold nothing, in the order given.'),
    operator: field(
      nullable(member),
      'Operator that all of them delegate to; null: none, several (see `operators`), or the stakers are unknown.',
    ),
    stake: field(
      stakeAmount,
      'What they could withdraw (DelegationManager.getWithdrawableShares), and what their shares of vaults are worth.',
    ),
    positions: field(list(position), 'The same by pool.'),
    operators: limited(
      part,
      'The same by operator, the largest first, then by id; what is delegated to nobody is in none.',
    ),
    avss: limited(
      part,
      `Their part of the stake behind each AVS, the largest first, then by id; without those it does not stand behind. With
SLASHABLE and MIN_SLASHABLE: what they lose if the AVS slashes all it can, of \`stake\` and \`queued\`; with the others the queue is in
none, as AVSs do not count on it. Null, with CONSTANT_UNKNOWN, where \`queued\` is unknown.`,
    ),
    operatorSets: limited(part, 'The same by operator set.'),
    slashers: limited(
      part,
      'What each slasher can take of them by its sets, of `stake` and `queued`, whatever the basis (AllocationManager.getSlasher); in the same order.',
    ),
    unknownSlasher: lazy(stakeAmount, 'What sets can take of them whose slasher is unknown.'),
    concentration: field(concentration, 'How concentrated that is.'),
    queued: field(
      stakeAmount,
      'What of theirs is in the withdrawal queue and can still be slashed, at the max magnitude; not in `stake`. 0 without `includeQueued`; null: the withdrawal delay is unknown.',
    ),
    maximalLoss: field(
      stakeAmount,
      'What they lose if every set slashes all it can, of `stake` and `queued`: no slashing takes more.',
    ),
    maximalLossShare: field(
      nullable(decimal),
      'The same as a part of `stake` + `queued`, in [0, 1].',
    ),
    worstSlashing: expensive(
      20,
      lazy(
        nullable(slashing),
        'The one slashing that costs them the most, of all pairs of operator and set; null: none costs anything.',
      ),
    ),
    worstOperators: expensive(
      20,
      withArguments(
        { k: limit(5) },
        list(operatorLoss),
        `The operators whose slashing for all they promised costs them the most, the worst first: the k-th entry has the loss of
the first k together, and no k operators cost more. Fewer, if the others cost nothing. Where operators share a vault, each next one is
the one that adds the most: no k operators cost more than 1.6 times the k-th entry.`,
      ),
    ),
    tokenLayers: tokenLayersField,
  },
)

const stakerArguments = {
  staker: optional(address('Address of one staker.')),
  ...stakerGroupArguments,
}

/** Field `lookThrough`. */
export const lookThroughMetric = stakeMetric({
  name: 'lookThrough',
  readsLater: true,
  doc: `Where the stake of a staker, or of several together (a person, a liquid restaking token), stands: behind which AVSs, and
what it can lose. Name them by \`staker\`, \`stakers\` or \`group\`: one of the three.
\`meta.nullReason\` is UNKNOWN_SCOPE if none of the stakers has stake; \`meta.coverage\` is about their stake.`,
  args: {
    ...stakerArguments,
    includeQueued,
    basis: basisArgument('SLASHABLE'),
    ...slashableArguments,
    tokens: tokensArgument,
  },
  answer,
  select: (args) => args,
  async poolsOf(args, all, request) {
    const { context, sources } = request
    const { at, block } = all
    const { stakers } = stakersOf(args, sources.labels(block.chainId))
    const { pool } = await loadStakers(context, block, at.graph, { stakers })
    const atRisk = await stakeAtRisk(args, all, request, stakers, [])
    const queued = atRisk?.queued.map((one) => one.pool) ?? []
    return [...new Set([...pool, ...queued])].sort((a, b) => a - b)
  },
  async compute(args, measured, request) {
    const { context, sources } = request
    const { at, basis, block, valuation, covered } = measured
    const labels = sources.labels(block.chainId)
    const { graph } = at
    const { stakers, assumptions } = stakersOf(args, labels)
    const layers = { tokenLayers: tokenLayers(request, labels, stakers, args) }
    const layer = await loadStakers(context, block, graph, { stakers })
    if (layer.unknown) {
      return unanswered(without({ ...measured.meta, assumptions }, layer.unknown), layers)
    }
    const known = new Set(layer.stakers)
    const withoutStake = (limit: number) => stakers.filter((one) => !known.has(one)).slice(0, limit)
    const positions = positionsOf(graph, layer)
    const atRisk = await stakeAtRisk(args, measured, request, stakers, positions)
    if (positions.length === 0 && !atRisk?.queued.length) {
      const meta = { ...measured.meta, assumptions }
      return unanswered(without(meta, 'UNKNOWN_SCOPE'), { withoutStake, ...layers })
    }
    const whole = worth(positions, valuation)
    const stakes = once(() => stakeOfStakers(layer, valuation))
    const queued = atRisk && worth(atRisk.queued, valuation)
    const owned = queued && whole.plus(queued)
    /** Stake by holder; what several have queued is one of its own. */
    const owners = once(() => {
      if (!queued) return stakes()
      return known.size === 1 ? [whole.plus(queued)] : [...stakes(), queued]
    })
    const meta = {
      ...measured.meta,
      assumptions,
      coverage: () => coverageValues(graph.pools, Value.coverage(owners())),
      nullReason:
        whole.isUnknown || owned?.isUnknown ? ('UNPRICED' as const) : measured.meta.nullReason,
    }
    /** A share rests on all stake of the stakers. */
    const row = (amount: Value) => {
      return { share: amount.share(whole).value, ...covered([amount, whole], stakes) }
    }
    // Sets take of the queue what they take of stake, but AVSs do not count on it.
    const isLoss = basis === 'SLASHABLE' || basis === 'MIN_SLASHABLE'
    const behind = (columns: 'SERVICE' | 'OPERATOR_SET') =>
      once(() => {
        const of = (isLoss ? atRisk : null) ?? { graph, positions }
        const buckets = stakeMatrix(of.graph, basis, valuation, columns, 'BUCKET')
        return partsByColumn(of.graph, of.positions, buckets)
      })
    const [operators, avss, operatorSets] = [
      once(() => partsByOperator(graph, positions, valuation)),
      behind('SERVICE'),
      behind('OPERATOR_SET'),
    ]
    const slashers = once(() => bySlasher(measured, atRisk ?? { graph, positions }, request))
    const held = (parts: readonly Part[], limit: number) =>
      parts.slice(0, limit).map(({ id, amount }) => ({ member: id, amount, ...row(amount) }))
    const lost = (parts: readonly Part[], limit: number) =>
      parts.slice(0, limit).map(({ id, amount }) => ({
        member: id,
        amount: atRisk && amount,
        ...lossRow(amount),
        ...(atRisk === null && { nullReason: 'CONSTANT_UNKNOWN' as const }),
      }))
    const listed = isLoss ? lost : held
    const hhiOf = (parts: readonly Part[]) => concentrationOf(parts, valuation.none)
    /** A loss, of what they hold and have queued. */
    const lossRow = (loss: Value) => {
      return {
        share: owned && loss.share(owned).value,
        ...covered([loss, owned ?? whole], owners),
      }
    }
    const losses = once(() =>
      atRisk ? addedLosses(atRisk.graph, atRisk.positions, valuation) : [],
    )
    const loss =
      atRisk &&
      Value.sum(
        losses().map((one) => one.loss),
        valuation.none,
      )
    const [operator, ...others] = new Set(layer.operatorOf)
    return {
      ...layers,
      meta,
      stakerCount: known.size,
      withoutStake,
      operator: others.length === 0 ? (graph.operators[operator!] ?? null) : null,
      stake: whole,
      positions: [...amountsByPool(positions)].map(([pool, shares]) => ({
        pool: graph.pools[pool]!,
        shares,
        isCounted: valuation.isPriced(pool),
      })),
      operators: (limit) => held(operators(), limit),
      avss: (limit) => listed(avss(), limit),
      operatorSets: (limit) => listed(operatorSets(), limit),
      slashers: async (limit) => lost((await slashers()).parts, limit),
      unknownSlasher: async () => atRisk && (await slashers()).unknown,
      concentration: {
        operators: () => (hasAdditiveParts(graph, positions) ? hhiOf(operators()) : null),
        avss: () => (isLoss && atRisk === null ? null : hhiOf(avss())),
        slashers: async () => {
          const { parts, unknown } = await slashers()
          return atRisk && unknown.isZero === true ? hhiOf(parts) : null
        },
      },
      queued,
      maximalLoss: loss,
      maximalLossShare: loss && owned && loss.share(owned).value,
      worstSlashing: () => {
        const found = atRisk && worstSlashing(atRisk.graph, atRisk.positions, valuation)
        return (
          found && {
            operator: graph.operators[found.operator]!,
            operatorSet: graph.sets[found.set]!.id,
            loss: found.loss,
            ...lossRow(found.loss),
          }
        )
      },
      worstOperators: ({ k }) =>
        runningLosses(losses().slice(0, k)).map((one) => ({
          operator: graph.operators[one.operator]!,
          loss: one.loss,
          ...lossRow(one.loss),
        })),
    }
  },
})

/** What can be slashed of the stakers, and the graph in which it stands; null: the withdrawal delay is unknown. */
async function stakeAtRisk(
  { includeQueued }: { readonly includeQueued: boolean },
  measured: Measured,
  request: Request,
  stakers: readonly string[],
  positions: readonly Position[],
) {
  const { graph } = measured.at
  if (!includeQueued) return { graph, positions, queued: [] }
  const queues = await queuesOf(request, measured, stakers)
  return (
    queues && {
      graph: withQueue(graph, queues.all),
      positions: withQueued(graph, positions, queues.own),
      queued: withQueued(graph, [], queues.own),
    }
  )
}

/** What each slasher can take of the positions, and what sets can whose slasher is unknown. */
async function bySlasher(
  { block, valuation }: Measured,
  { graph, positions }: { readonly graph: StakeGraph; readonly positions: readonly Position[] },
  { context }: Request,
): Promise<{ parts: Part[]; unknown: Value }> {
  const sets = stakeMatrix(graph, 'SLASHABLE', valuation, 'SET', 'BUCKET')
  const stake = stakeOfBuckets(graph, valuation)
  const slashers = (await loadSetRules(context, block, graph)).map(({ slasher }) => slasher)
  const partsBy = (holders: readonly (string | null)[]) =>
    partsByColumn(graph, positions, controllerColumns(sets, stake, holders))
  const [open] = partsBy(slashers.map((slasher) => (slasher === null ? 'UNKNOWN' : null)))
  return { parts: partsBy(slashers), unknown: open?.amount ?? valuation.none }
}

/**
 * The stakers that the arguments name, by exactly one of the three, and what is assumed about them.
 * @param labels of the chain
 * @throws ApiError BAD_USER_INPUT, and LIMIT_EXCEEDED above 1000 stakers
 */
function stakersOf(
  { staker, stakers, group }: ArgumentsOf<typeof stakerArguments>,
  labels: Labels,
): NamedStakers {
  const given = Object.entries({ staker, stakers, group }).filter(([, value]) => value !== null)
  if (given.length !== 1) {
    const names = given.map(([name]) => name)
    throw invalidArgument('staker', names, 'Give one of staker, stakers and group.')
  }
  const one = staker === null ? null : { stakers: [staker], assumptions: [] }
  return one ?? namedStakers({ stakers, group }, labels)!
}

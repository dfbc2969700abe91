import { loadSetPowers } from '../../reads/governance/set-powers'
import type { Head } from '../../reads/head'
import { participants } from '../../risk/diff/members'
import { stakeByHolder } from '../../risk/graph/bucket-stake'
import { isAdditive } from '../../risk/graph/delegated'
import { stakeMatrix } from '../../risk/graph/exposure'
import type { StakeGraph } from '../../risk/graph/graph'
import { poolSums, worthOfPools } from '../../risk/graph/pool-sums'
import { capitalAtRisk } from '../../risk/leverage/capital-at-risk'
import type { Ratio } from '../../risk/math/ratio'
import {
  type DistributionFigures,
  distributionFigures,
  promiseFigures,
  slashableFigures,
} from '../../risk/rankings/network-figures'
import { ranked } from '../../risk/rankings/ranked'
import { Value } from '../../risk/value/value'
import { optional } from '../define/argument'
import { blockNumber } from '../define/arguments'
import { readRange } from '../define/block-range'
import { coverageFields, stakeAmount } from '../define/coverage'
import { GRAPH_MS } from '../define/estimate'
import {
  isMeasured,
  type Measured,
  measure,
  type Request,
  slashableArguments,
  wholeCoverage,
} from '../define/measure'
import { member, riskBlock, stakeBasis } from '../define/meta'
import { stakeMetric } from '../define/metric'
import { expensive, field, lazy, limited, object } from '../define/object'
import { once } from '../define/once'
import { requestAt } from '../define/other-block'
import { boolean, decimal, int, list, nullable, string, type ValueOf } from '../define/type'
import { diffOf, diffType } from '../over-time/diff'
import { corruptionThreshold, countedQuorums, THIRD } from '../parts/corruption-threshold'
import { includeQueued, stakeAtRisk } from '../parts/loss-stake'
import { largestOperators, operatorOf, operatorRows, rankedOperator } from './operator-ranking'
import { rankedService, serviceOf, serviceRows } from './services'

const distribution = object(
  'StakeDistribution',
  'How stake is distributed among operators: as `concentration`, of the part that has a price.',
  {
    holders: field(int, 'Operators that hold some, priced or not.'),
    hhi: field(nullable(decimal), '`concentration.hhi`.'),
    nakamoto: field(nullable(int), 'Operators that together have more than `threshold` of it.'),
    topShare: field(nullable(decimal), 'Part of the largest operator.'),
  },
)

const figures = object('OverviewFigures', 'The network at one block.', {
  block: field(riskBlock, 'The block.'),
  operators: field(
    int,
    'Operators that hold stake or are registered; of one pool, in it or to sets that accept it.',
  ),
  avss: field(int, 'AVSs with registered operators.'),
  operatorSets: field(int, 'Operator sets with registered operators.'),
  pools: field(int, 'Pools in which operators hold stake.'),
  stake: field(stakeAmount, 'All stake of operators: `concentration(of: POOLS).universe`.'),
  holders: lazy(int, 'Operators that hold stake, priced or not.'),
  hhi: lazy(
    nullable(decimal),
    'How concentrated it is among them: `concentration.hhi`; null, as `nakamoto` and `topShare`, with NOT_ADDITIVE if operators share a vault.',
  ),
  nakamoto: lazy(nullable(int), 'Operators that together have more than `threshold` of it.'),
  topShare: lazy(nullable(decimal), 'Part of the largest operator.'),
  ofSlashable: lazy(
    nullable(distribution),
    'How what sets can slash is distributed among operators: it adds up where they share a vault, too. Null, with CONSTANT_UNKNOWN, if it cannot be measured.',
  ),
  registered: field(stakeAmount, 'Registered stake of all AVSs: `leverage.registered`.'),
  registeredMultiplier: field(
    nullable(decimal),
    'By the stake of operators that serve one: `leverage.registeredMultiplier`.',
  ),
  slashable: field(stakeAmount, 'What all sets can slash: `leverage.slashable`.'),
  slashableLeverage: field(nullable(decimal), 'By all stake: `leverage.slashableLeverage`.'),
  phantomShare: field(
    nullable(decimal),
    'Part of the registered stake of all AVSs that they cannot slash: 1 - slashable stake of members / registered stake.',
  ),
  capitalAtRisk: field(
    stakeAmount,
    'Per operator and pool the smaller of stake and slashable stake, with stake in the withdrawal queue that can still be slashed (`includeQueued`): `leverage.capitalAtRisk`. Null, with CONSTANT_UNKNOWN, if the withdrawal delay is unknown.',
  ),
  ...coverageFields,
})

const exposure = object('TopExposure', 'What one AVS can slash of one operator.', {
  operator: field(member, 'Operator.'),
  avs: field(member, 'AVS.'),
  slashable: field(stakeAmount, 'What its sets can slash of the operator.'),
  share: field(nullable(decimal), 'Part of all slashable stake.'),
  ...coverageFields,
})

const dataQuality = object(
  'DataQuality',
  'What the answer rests on, beside prices (`meta.coverage`): the state of the index now.',
  {
    indexedTo: field(int, 'Last indexed block.'),
    chainHead: field(nullable(int), 'Last block of the chain, as last seen; null: not seen yet.'),
    lag: field(nullable(int), 'Blocks between the two.'),
    isFinal: field(boolean, 'Whether the block of the answer can no longer be undone.'),
    provenTo: field(
      nullable(int),
      'All stored logs up to this block are verified; null: none are.',
    ),
    isProven: field(boolean, 'Whether the block of the answer is one of those.'),
    polledAt: field(nullable(int), 'Block of the last poll of contracts; null: there was none.'),
    unknownConstants: field(
      nullable(string),
      'Constants of contracts that are unknown, so that figures are null; null: none.',
    ),
    unknownBases: field(
      list(stakeBasis),
      'Which stake cannot be measured at the block, because of them.',
    ),
    missingContracts: field(
      list(string),
      'Names of contracts of the core whose events are not indexed.',
    ),
    stopped: field(
      nullable(string),
      'Why the indexer stopped until somebody acts; null: it did not.',
    ),
  },
)

/** Field `overview`. */
export const overviewMetric = stakeMetric({
  name: 'overview',
  readsLater: true,
  doc: `The network on one page: how much stake, how often promised, how concentrated, what can be lost, who counts most, what changed, and
what the figures rest on. Without prices, \`perPool\` has it pool by pool.`,
  args: {
    since: optional(
      blockNumber('An earlier block to compare with: `before` and `changes`. Default: none.'),
    ),
    threshold: corruptionThreshold(
      'Part of stake for `nakamoto`, costs of corruption and decisive operators, in (0, 1]. Default: `1/3`; for costs of corruption the quorum that a network logged.',
    ),
    includeQueued,
    ...slashableArguments,
  },
  answer: object('Overview', 'The network on one page.', {
    now: field(nullable(figures), 'The figures of the block; null: the pool is not known.'),
    before: expensive(
      60,
      lazy(
        nullable(figures),
        'The same at `since`, with the prices of that block; null without `since`, or if the pool in the scope was not known.',
      ),
    ),
    changes: expensive(
      50,
      lazy(nullable(diffType), 'What changed since; null without `since`. See field `diff`.'),
    ),
    topOperators: expensive(
      60,
      limited(rankedOperator, 'Operators with the most stake: see `operatorRanking`.', 5),
    ),
    topAvss: expensive(
      100,
      limited(rankedService, 'AVSs with the most registered stake: see `services`.', 5),
    ),
    topExposures: expensive(
      20,
      limited(exposure, 'Operators and AVSs with the most slashable stake between them.', 10),
    ),
    dataQuality: field(nullable(dataQuality), 'The state of the index; null as `now`.'),
  }),
  // The graph at `since` is read once for all that needs it.
  estimate: ({ since }) => 200 + (since === null ? 0 : GRAPH_MS),
  select: (args) => ({ ...args, basis: 'REGISTERED' }),
  load: ({ includeQueued }, measured, request) => stakeAtRisk(request, measured, includeQueued),
  async compute({ since, threshold: given, includeQueued, ...args }, measured, request, atRisk) {
    const threshold = given ?? THIRD
    const { at, block, meta } = measured
    const head = await request.context.head()
    if (since !== null) await readRange({ from: since, to: block.number }, request.context, block)
    const isUnknown = at.graph.unknownBases.includes('SLASHABLE')
    const powers = once(() => loadSetPowers(request.context, block, at.graph))
    const ofStake = { ...measured, ...registered(measured) }
    return {
      meta: {
        ...meta,
        basis: null,
        coverage: wholeCoverage(atRisk ?? at.graph, measured.valuation),
      },
      now: figuresOf(measured, threshold, atRisk),
      before: async () => {
        if (since === null) return null
        const then = await requestAt(request, since)
        const earlier = await measuredAt(then, measured, args)
        if (earlier === null) return null
        return figuresOf(earlier, threshold, await stakeAtRisk(then, earlier, includeQueued))
      },
      changes: async () => {
        return since === null ? null : diffOf(request, since, block.number, args.pricing)
      },
      topOperators: (limit) => {
        if (isUnknown) return []
        const largest = largestOperators(measured, limit)
        return operatorRows(measured, threshold, atRisk, largest).map(operatorOf(at.graph.services))
      },
      topAvss: async (limit) => {
        if (isUnknown) return []
        const quorums = await countedQuorums(given, request.context, block.number)
        const rows = serviceRows(ofStake, { threshold: given, quorums }, await powers())
        return ranked(rows, ({ stake }) => stake, true)
          .slice(0, limit)
          .map(serviceOf)
      },
      topExposures: (limit) => (isUnknown ? [] : exposuresOf(measured, limit)),
      dataQuality: qualityOf(head, measured),
    }
  },
})

/** The same stake, on the basis of what AVSs advertise. */
function registered({ at, valuation, meta }: Measured): Pick<Measured, 'meta' | 'stake'> {
  return {
    meta: { ...meta, basis: 'REGISTERED' },
    stake: (columns, rows) => stakeMatrix(at.graph, 'REGISTERED', valuation, columns, rows),
  }
}

type Selection = Parameters<typeof measure>[1]

/** The same stake at the block of another request; null: it is not known there. */
async function measuredAt(
  request: Request,
  { at, valuation }: Measured,
  selection: Omit<Selection, 'basis'>,
): Promise<Measured | null> {
  // Of an answer of one pool, that pool.
  const pool = valuation.scope === null ? null : at.graph.pools[valuation.scope]!
  const scope = { operator: null, pool, avs: null, operatorSet: null }
  const found = await measure(request, { ...selection, scope, basis: 'REGISTERED', block: null })
  return isMeasured(found) ? found : (found.withoutPrices?.all ?? null)
}

function figuresOf(
  { at, block, valuation, covered }: Measured,
  threshold: Ratio,
  atRisk: StakeGraph | null,
): ValueOf<typeof figures> {
  const { graph } = at
  const members = participants(graph, valuation.scope)
  const sums = poolSums(graph)
  const stake = worthOfPools(valuation, sums.stake)
  const isUnknown = graph.unknownBases.includes('SLASHABLE')
  const promises = isUnknown ? null : promiseFigures(sums, valuation)
  const capital = promises && atRisk && capitalAtRisk(atRisk, valuation)
  const shown = promises ? [promises.registered, promises.slashable] : []
  const distributed = once(() => distributionFigures(graph, valuation, threshold))
  return {
    block,
    operators: members.operators.size,
    avss: members.services.size,
    operatorSets: members.sets.size,
    pools: members.pools.size,
    stake,
    holders: () => distributed().holders,
    hhi: () => distributed().hhi,
    nakamoto: () => distributed().nakamoto,
    topShare: () => distributed().topShare,
    ofSlashable: (): DistributionFigures | null =>
      isUnknown ? null : slashableFigures(graph, valuation, threshold),
    registered: promises?.registered ?? null,
    registeredMultiplier: promises?.multiplier ?? null,
    slashable: promises?.slashable ?? null,
    slashableLeverage: promises?.leverage ?? null,
    phantomShare: promises?.phantomShare ?? null,
    capitalAtRisk: capital,
    ...covered([stake, ...shown, ...(capital ? [capital] : [])], () => {
      return stakeByHolder(atRisk ?? graph, valuation)
    }),
    ...(!isAdditive(graph, (pool) => valuation.isInScope(pool)) && {
      nullReason: 'NOT_ADDITIVE' as const,
    }),
    ...(capital === null && { nullReason: 'CONSTANT_UNKNOWN' as const }),
  }
}

function exposuresOf(
  { at, valuation, covered }: Measured,
  limit: number,
): ValueOf<typeof exposure>[] {
  const { rows, columns, start, row, value } = stakeMatrix(at.graph, 'SLASHABLE', valuation)
  const whole = Value.sum(value, valuation.none)
  const cells = columns.flatMap((avs, column) =>
    [...row.subarray(start[column], start[column + 1])].flatMap((operator, entry) => {
      const slashable = value[start[column]! + entry]!
      // Stake out of the scope.
      if (slashable.isZero === true) return []
      return [{ operator: rows[operator]!, avs, slashable }]
    }),
  )
  return ranked(cells, ({ slashable }) => slashable, true)
    .slice(0, limit)
    .map((one) => ({
      ...one,
      share: one.slashable.share(whole).value,
      ...covered([one.slashable], () => value),
    }))
}

function qualityOf(head: Head, { at, block }: Measured): ValueOf<typeof dataQuality> {
  const { provenTo, chainHead, lag, polledAt, unknownConstants, missingContracts, stopped } = head
  return {
    indexedTo: head.number,
    chainHead,
    lag,
    isFinal: block.finalized,
    provenTo,
    isProven: provenTo !== null && provenTo >= block.number,
    polledAt,
    unknownConstants,
    unknownBases: at.graph.unknownBases,
    missingContracts,
    stopped,
  }
}

import { loadSetPowers, type SetPowers } from '../../reads/governance/set-powers'
import { loadSlasherNotice } from '../../reads/governance/slasher-changes'
import type { Quorums } from '../../reads/vaults/quorums'
import { columnStakes, entriesOf } from '../../risk/graph/columns'
import { pricedPart, stakeMatrix } from '../../risk/graph/exposure'
import { exclusiveShares } from '../../risk/leverage/coverage'
import { phantomShares } from '../../risk/leverage/phantom'
import { compare, type Ratio } from '../../risk/math/ratio'
import { columnFigures } from '../../risk/rankings/column-figures'
import { ranked, type SortKey } from '../../risk/rankings/ranked'
import { costOfCorruption } from '../../risk/robustness/corruption'
import { Value } from '../../risk/value/value'
import { type ArgumentsOf, input, optional } from '../define/argument'
import { address, amount, choice, count, flag, part } from '../define/arguments'
import { coverageFields, stakeAmount } from '../define/coverage'
import { type Measured, voteBasisArgument } from '../define/measure'
import { addresses, positionOf } from '../define/members'
import { member } from '../define/meta'
import { matrixMetric } from '../define/metric'
import { field, object, paged } from '../define/object'
import { once } from '../define/once'
import {
  boolean,
  decimal,
  enumeration,
  int,
  list,
  lowerBound,
  nullable,
  uint32,
  type ValueOf,
} from '../define/type'
import {
  corruptionThreshold,
  countedQuorums,
  THIRD,
  thresholdOf,
  thresholdSource,
} from '../parts/corruption-threshold'

const serviceSet = object('RankedOperatorSet', 'An operator set, and who has power over it.', {
  operatorSet: field(member, 'Operator set.'),
  slashable: field(stakeAmount, 'Stake that it can slash now.'),
  slasher: field(nullable(member), 'Who may slash; null: unknown, no event names it.'),
  pendingSlasher: field(
    nullable(member),
    'Who may slash from `effectBlock` on; null: no change is pending.',
  ),
  effectBlock: field(nullable(uint32), 'Block of the change; null: none is pending.'),
  notice: field(
    nullable(uint32),
    'Blocks between the announcement of the pending change and its effect; null: none is pending. Of past changes: `slasherNotice`.',
  ),
  redistributionRecipient: field(
    nullable(member),
    'Who receives what it slashes; null: it is burned.',
  ),
  ...coverageFields,
})

/** Type RankedService. */
export const rankedService = object(
  'RankedService',
  'An AVS and its figures, of the stake that `basis` counts.',
  {
    avs: field(member, 'AVS.'),
    stake: field(stakeAmount, 'Stake behind it.'),
    members: field(int, 'Operators, or groups, that belong to it: with stake or without.'),
    hhi: field(
      nullable(decimal),
      'Herfindahl-Hirschman index of its operators: `concentration.hhi`.',
    ),
    nakamoto: field(
      nullable(int),
      'Operators that together pass `threshold`: `concentration.nakamotoAt`.',
    ),
    topOperator: field(
      nullable(member),
      'The operator with the most stake, the first by id of several.',
    ),
    topShare: field(nullable(decimal), 'Its part of the stake.'),
    exclusiveShare: field(
      nullable(decimal),
      'Part of the stake that is of operators which serve no other AVS.',
    ),
    registered: field(stakeAmount, 'Registered stake: `leverage.avss.registered`.'),
    slashable: field(stakeAmount, 'Slashable stake of its members: `leverage.avss.slashable`.'),
    departed: field(stakeAmount, 'Stake of operators that left it and can still be slashed.'),
    phantomShare: field(
      nullable(decimal),
      '1 - slashable / registered stake: `leverage.avss.phantomShare`.',
    ),
    costOfCorruption: field(
      nullable(lowerBound),
      'No coalition with `corruptionThreshold` of the stake loses less: `robustness.perAvs.costOfCorruption.lower`.',
    ),
    corruptionThreshold: field(
      decimal,
      'Part of the stake that corrupts it: `threshold` if it is given, or the quorum that the network logged, or a third.',
    ),
    thresholdSource: field(thresholdSource, 'Where `corruptionThreshold` is from.'),
    redistributes: field(boolean, 'Whether one of its sets gives what it slashes to somebody.'),
    redistributable: field(stakeAmount, 'Stake that such sets can slash.'),
    operatorSets: field(list(serviceSet), 'Its operator sets, by id, with their slashers.'),
    ...coverageFields,
  },
)

const order = enumeration('ServiceOrder', 'What AVSs are ordered by.', {
  STAKE: '`stake`.',
  MEMBERS: '`members`.',
  HHI: '`hhi`.',
  NAKAMOTO: '`nakamoto`.',
  TOP_SHARE: '`topShare`.',
  EXCLUSIVE_SHARE: '`exclusiveShare`.',
  REGISTERED: '`registered`.',
  SLASHABLE: '`slashable`.',
  PHANTOM_SHARE: '`phantomShare`.',
  COST_OF_CORRUPTION: '`costOfCorruption`.',
  REDISTRIBUTABLE: '`redistributable`.',
})

const filterMembers = {
  avss: optional(addresses('Only these.')),
  slasher: optional(address('Only those of which this address may slash a set.')),
  redistributes: optional(flag('Only those that redistribute, or that do not.', true)),
  minStake: optional(
    amount('Stake at least, in the unit of the stake; proven, whatever has no price.'),
  ),
  minHhi: optional(part('`hhi` at least.')),
  maxNakamoto: optional(count('`nakamoto` at most.')),
  minTopShare: optional(part('`topShare` at least.')),
  minPhantomShare: optional(part('`phantomShare` at least.')),
  maxExclusiveShare: optional(part('`exclusiveShare` at most.')),
}
const filterInput = input(
  'ServiceFilter',
  'Which AVSs: those that fit all given parts. One without a figure does not fit a part about it.',
  filterMembers,
)
type Filter = ArgumentsOf<typeof filterMembers>

/** Field `services`. */
export const servicesMetric = matrixMetric({
  name: 'services',
  readsLater: true,
  doc: `All AVSs with the figures that compare them, ordered and filtered: one query for all.

Each figure is that of the field it is named after. AVSs without operators are left out. With VOTES an AVS is measured in each of its
quorums, in \`perPool\`: figures of votes are weights, and those of capital, as \`slashable\`, are null.`,
  args: {
    orderBy: choice(
      order,
      'What AVSs are ordered by; those without it last, equal ones by id.',
      'STAKE',
    ),
    descending: flag('Whether the largest come first.', true),
    where: optional(filterInput('Which AVSs. Default: all with operators.')),
    basis: voteBasisArgument('REGISTERED'),
    threshold: corruptionThreshold(
      'Part of the stake that corrupts an AVS, and that `nakamoto` passes, in (0, 1]. Default: `1/3`; for the cost of corruption the quorum that a network logged.',
    ),
  },
  answer: object('Services', 'AVSs, ranked.', {
    count: field(int, 'AVSs that fit the filter.'),
    slasherNotice: field(
      nullable(uint32),
      'Blocks between the last announcement of any change of a slasher and its effect; null: there was none.',
    ),
    avss: paged(rankedService, 'AVSs, in that order.'),
  }),
  estimate: ({ orderBy }) => (orderBy === 'COST_OF_CORRUPTION' ? 400 : 250),
  async compute({ orderBy, descending, where, threshold }, measured, { context }) {
    const { at, block } = measured
    const powers = await loadSetPowers(context, block, at.graph)
    const quorums = await countedQuorums(threshold, context, block.number, measured.basis)
    const rows = serviceRows(measured, { threshold, quorums }, powers)
    const found = where ? rows.filter(fits(where, at.graph.services)) : rows
    const sorted = once(() => ranked(found, KEYS[orderBy], descending))
    return {
      count: found.length,
      slasherNotice: await loadSlasherNotice(context, block),
      avss: (from, to) => sorted().slice(from, to).map(serviceOf),
    }
  },
})

type Row = Omit<ValueOf<typeof rankedService>, 'costOfCorruption'> & {
  readonly costOfCorruption: () => Ratio | null
}

const KEYS: Record<ValueOf<typeof order>, (row: Row) => SortKey> = {
  STAKE: ({ stake }) => stake,
  MEMBERS: ({ members }) => members,
  HHI: ({ hhi }) => hhi,
  NAKAMOTO: ({ nakamoto }) => nakamoto,
  TOP_SHARE: ({ topShare }) => topShare,
  EXCLUSIVE_SHARE: ({ exclusiveShare }) => exclusiveShare,
  REGISTERED: ({ registered }) => registered,
  SLASHABLE: ({ slashable }) => slashable,
  PHANTOM_SHARE: ({ phantomShare }) => phantomShare,
  COST_OF_CORRUPTION: ({ costOfCorruption }) => costOfCorruption(),
  REDISTRIBUTABLE: ({ redistributable }) => redistributable,
}

/** A row as it is answered. */
export function serviceOf({ costOfCorruption, ...row }: Row): ValueOf<typeof rankedService> {
  return { ...row, costOfCorruption: costOfCorruption() }
}

/** What corrupts an AVS: the threshold that was given, or quorums that count. */
export interface Corruption {
  readonly threshold: Ratio | null
  readonly quorums: Quorums | null
}

/** All AVSs with operators, by id. */
export function serviceRows(
  { at, valuation, meta, stake, sharedBuckets, covered }: Measured,
  { threshold, quorums }: Corruption,
  powers: readonly SetPowers[],
): Row[] {
  const { graph } = at
  const matrix = stake('SERVICE')
  const exclusive = exclusiveShares(matrix)
  const advertised = phantomShares(graph, valuation)
  const ofSets = columnStakes(stakeMatrix(graph, 'SLASHABLE', valuation, 'SET'))
  const exposure = once(() => pricedPart(matrix))
  const buckets = once(() => sharedBuckets(matrix))
  // Votes are no capital: there is nothing to slash in them.
  const capital = <T>(value: T) => (meta.basis === 'VOTES' ? null : value)
  // Slashable stake is part of the registered stake, or of operators that left.
  const isWhole = meta.basis === 'REGISTERED' || meta.basis === 'DELEGATED'
  const whole = isWhole ? matrix : stakeMatrix(graph, 'REGISTERED', valuation)
  return columnFigures(matrix, threshold ?? THIRD).flatMap(({ top, ...figures }, column): Row[] => {
    const { phantom, registered, slashable, departed, hasOperators } = advertised[column]!
    if (!hasOperators) return []
    const sets = [...graph.sets.entries()].filter(
      ([, { service, slashes }]) => service === column && slashes,
    )
    const operatorSets = sets.map(([set, { id }]) => ({
      ...setRow(id, capital(ofSets[set]!), powers[set]!),
      ...covered([ofSets[set]!]),
    }))
    const redistributing = operatorSets.filter((one) => one.redistributionRecipient !== null)
    const redistributable = Value.sum(
      redistributing.flatMap((one) => one.slashable ?? []),
      valuation.none,
    )
    const avs = graph.services[column]!
    const corrupted = thresholdOf(avs, threshold, quorums)
    const shown = [figures.stake, registered, slashable, departed, redistributable]
    return [
      {
        ...figures,
        avs,
        topOperator: top && matrix.rows[top.row]!,
        topShare: top?.share ?? null,
        exclusiveShare: exclusive[column]!.value,
        registered: capital(registered),
        slashable: capital(slashable),
        departed: capital(departed),
        phantomShare: capital(phantom.value),
        costOfCorruption: once(() => {
          const cost = costOfCorruption(
            exposure(),
            exposure(),
            column,
            corrupted.threshold,
            buckets(),
          )
          if (cost.nullReason !== null || figures.stake.isUnknown) return null
          // Beside stake without a price, a coalition is not known.
          return figures.stake.isComplete ? cost.lower : cost.relaxed
        }),
        corruptionThreshold: corrupted.threshold,
        thresholdSource: corrupted.source,
        redistributes: redistributing.length > 0,
        redistributable: capital(redistributable),
        operatorSets,
        ...covered(shown, () => [...entriesOf(whole, column), departed]),
        ...(exclusive[column]!.nullReason === 'UNPRICED' && { nullReason: 'UNPRICED' as const }),
      },
    ]
  })
}

function setRow(id: string, slashable: Value | null, { slasher, recipient, pending }: SetPowers) {
  return {
    operatorSet: id,
    slashable,
    slasher,
    pendingSlasher: pending?.pendingSlasher ?? null,
    effectBlock: pending?.effectBlock ?? null,
    notice: pending && pending.effectBlock - pending.announcedAt,
    redistributionRecipient: recipient,
  }
}

function fits(where: Filter, services: readonly string[]): (row: Row) => boolean {
  for (const avs of where.avss ?? []) positionOf(services, avs, 'where.avss', 'AVS')
  const isAtLeast = (value: Ratio | null, bound: Ratio | null) =>
    bound === null || (value !== null && compare(value, bound) >= 0n)
  const isAtMost = (value: Ratio | null, bound: Ratio | null) =>
    bound === null || (value !== null && compare(value, bound) <= 0n)
  return (row) =>
    (where.avss === null || where.avss.includes(row.avs)) &&
    (where.slasher === null || row.operatorSets.some(({ slasher }) => slasher === where.slasher)) &&
    (where.redistributes === null || row.redistributes === where.redistributes) &&
    (where.minStake === null || row.stake!.reaches(where.minStake) === true) &&
    (where.maxNakamoto === null || (row.nakamoto !== null && row.nakamoto <= where.maxNakamoto)) &&
    isAtLeast(row.hhi, where.minHhi) &&
    isAtLeast(row.topShare, where.minTopShare) &&
    isAtLeast(row.phantomShare, where.minPhantomShare) &&
    isAtMost(row.exclusiveShare, where.maxExclusiveShare)
}

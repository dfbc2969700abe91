import { stakeByHolder } from '../../risk/graph/bucket-stake'
import { isAdditive, stakeByOperator } from '../../risk/graph/delegated'
import type { StakeGraph } from '../../risk/graph/graph'
import { capitalAtRiskByOperator } from '../../risk/leverage/capital-at-risk'
import { compare, type Ratio } from '../../risk/math/ratio'
import { operatorFigures } from '../../risk/rankings/operator-figures'
import { ranked, type SortKey } from '../../risk/rankings/ranked'
import { Value } from '../../risk/value/value'
import { type ArgumentsOf, assumed, input, optional } from '../define/argument'
import { address, amount, choice, count, flag, part, threshold } from '../define/arguments'
import { coverageFields, stakeAmount } from '../define/coverage'
import { type Measured, slashableArguments, wholeCoverage } from '../define/measure'
import { operatorIds, operatorPosition, positionOf } from '../define/members'
import { member } from '../define/meta'
import { stakeMetric } from '../define/metric'
import { field, object, paged } from '../define/object'
import { once } from '../define/once'
import { decimal, enumeration, int, nullable, type ValueOf } from '../define/type'
import { includeQueued, stakeAtRisk } from '../parts/loss-stake'

/** Type RankedOperator. */
export const rankedOperator = object('RankedOperator', 'An operator, and what stands on it.', {
  operator: field(member, 'Operator.'),
  stake: field(
    stakeAmount,
    'Stake delegated to it; of a vault the most that one of its subnetworks counts on as its stake.',
  ),
  share: field(
    nullable(decimal),
    'Its part of the stake of all operators; null, with NOT_ADDITIVE, if operators share a vault.',
  ),
  avss: field(int, 'AVSs that it serves.'),
  registered: field(
    stakeAmount,
    'Registered stake of all its AVSs: stake counts once for every AVS.',
  ),
  registeredMultiplier: field(
    nullable(decimal),
    'Registered stake by its stake: `leverage.operators.registeredMultiplier`.',
  ),
  slashable: field(stakeAmount, 'What all sets can slash of it.'),
  slashableLeverage: field(
    nullable(decimal),
    'That by its stake, of vaults by all stake in them: `leverage.operators.slashableLeverage`.',
  ),
  capitalAtRisk: field(
    stakeAmount,
    'Per pool the smaller of stake and slashable stake, with stake in the withdrawal queue that can still be slashed (`includeQueued`). Null, with CONSTANT_UNKNOWN, if the withdrawal delay is unknown.',
  ),
  hhi: field(
    nullable(decimal),
    'How concentrated its registered stake is among its AVSs: `concentration.hhi` of AVSS in its scope.',
  ),
  nakamoto: field(nullable(int), 'AVSs that together have more than `threshold` of it.'),
  topAvs: field(nullable(member), 'The AVS of whose registered stake it holds the largest part.'),
  topShare: field(nullable(decimal), 'That part, in (0, 1].'),
  decisive: field(
    nullable(int),
    'AVSs of whose registered stake it holds `threshold` or more, for certain: `criticality.operators.avss.isDecisive`. Null: of none for certain, and of some stake without a price decides.',
  ),
  ...coverageFields,
})

const order = enumeration('OperatorOrder', 'What operators are ordered by.', {
  STAKE: '`stake`.',
  AVSS: '`avss`.',
  REGISTERED: '`registered`.',
  REGISTERED_MULTIPLIER: '`registeredMultiplier`.',
  SLASHABLE: '`slashable`.',
  SLASHABLE_LEVERAGE: '`slashableLeverage`.',
  CAPITAL_AT_RISK: '`capitalAtRisk`.',
  HHI: '`hhi`.',
  TOP_SHARE: '`topShare`.',
  DECISIVE: '`decisive`.',
})

const filterMembers = {
  operators: optional(operatorIds('Only these.')),
  avs: optional(address('Only those that serve this AVS.')),
  minStake: optional(
    amount('Stake at least, in the unit of the stake; proven, whatever has no price.'),
  ),
  minShare: optional(part('`share` at least.')),
  minAvss: optional(count('`avss` at least.')),
  minSlashableLeverage: optional(part('`slashableLeverage` at least.')),
  minTopShare: optional(part('`topShare` at least.')),
  minDecisive: optional(count('`decisive` at least.')),
}
const filterInput = input(
  'OperatorFilter',
  'Which operators: those that fit all given parts. One without a figure does not fit a part about it.',
  filterMembers,
)
type Filter = ArgumentsOf<typeof filterMembers>

/** Field `operatorRanking`. */
export const operatorRankingMetric = stakeMetric({
  name: 'operatorRanking',
  doc: `All operators with the figures that compare them, ordered and filtered: one query for all.

Each figure is that of the field it is named after.`,
  args: {
    orderBy: choice(
      order,
      'What operators are ordered by; those without it last, equal ones by id.',
      'STAKE',
    ),
    descending: flag('Whether the largest come first.', true),
    where: optional(filterInput('Which operators. Default: all.')),
    threshold: assumed(
      threshold('Part of an AVS that makes an operator decisive, in (0, 1].', '1/3'),
    ),
    includeQueued,
    ...slashableArguments,
  },
  answer: object('OperatorRanking', 'Operators, ranked.', {
    count: field(int, 'Operators that fit the filter.'),
    operators: paged(rankedOperator, 'Operators, in that order.'),
  }),
  estimate: () => 350,
  select: (args) => ({ ...args, basis: 'SLASHABLE' }),
  load: ({ includeQueued }, measured, request) => stakeAtRisk(request, measured, includeQueued),
  compute({ orderBy, descending, where, threshold }, measured, _, atRisk) {
    const { graph } = measured.at
    const meta = {
      ...measured.meta,
      basis: null,
      coverage: wholeCoverage(atRisk ?? graph, measured.valuation),
    }
    const answered = operatorOf(graph.services)
    if (where === null && orderBy === 'STAKE') {
      // By stake alone they are ordered before their other figures are known.
      const positions = once(() => byStake(measured, descending))
      return {
        meta,
        count: graph.operators.length,
        operators: (from, to) => {
          const shown = positions().slice(from, to)
          return operatorRows(measured, threshold, atRisk, shown).map(answered)
        },
      }
    }
    const found = operatorRows(measured, threshold, atRisk).filter(
      where ? fits(where, measured) : () => true,
    )
    const sorted = once(() => ranked(found, KEYS[orderBy], descending))
    return {
      meta,
      count: found.length,
      operators: (from, to) => sorted().slice(from, to).map(answered),
    }
  },
})

/** A row as it is answered. */
export function operatorOf(services: readonly string[]) {
  return ({ topService, serves: _, ...row }: Row): ValueOf<typeof rankedOperator> => {
    return { ...row, topAvs: topService === null ? null : services[topService]! }
  }
}

type Row = Omit<ValueOf<typeof rankedOperator>, 'topAvs'> & {
  readonly topService: number | null
  readonly serves: readonly number[]
}

const KEYS: Record<ValueOf<typeof order>, (row: Row) => SortKey> = {
  STAKE: ({ stake }) => stake,
  AVSS: ({ avss }) => avss,
  REGISTERED: ({ registered }) => registered,
  REGISTERED_MULTIPLIER: ({ registeredMultiplier }) => registeredMultiplier,
  SLASHABLE: ({ slashable }) => slashable,
  SLASHABLE_LEVERAGE: ({ slashableLeverage }) => slashableLeverage,
  CAPITAL_AT_RISK: ({ capitalAtRisk }) => capitalAtRisk,
  HHI: ({ hhi }) => hhi,
  TOP_SHARE: ({ topShare }) => topShare,
  DECISIVE: ({ decisive }) => decisive,
}

/** Positions of the operators with the most stake, the first by id of equal ones. */
export const largestOperators = (measured: Measured, limit: number): number[] =>
  byStake(measured, true).slice(0, limit)

/** Positions of all operators by stake, of equal ones by id. */
function byStake({ at, valuation }: Measured, descending: boolean): number[] {
  const rows = stakeByOperator(at.graph, valuation).map((stake, operator) => ({ stake, operator }))
  return ranked(rows, ({ stake }) => stake, descending).map(({ operator }) => operator)
}

/**
 * Operators with their figures, in the order of `chosen`.
 * @param atRisk stake that can be lost; null: unknown
 * @param chosen positions. Default: all, by id
 */
export function operatorRows(
  { at, valuation, covered }: Measured,
  threshold: Ratio,
  atRisk: StakeGraph | null,
  chosen: readonly number[] = [...at.graph.operators.keys()],
): Row[] {
  const { graph } = at
  const capital = atRisk && capitalAtRiskByOperator(atRisk, valuation)
  const stakes = stakeByOperator(graph, valuation)
  const figures = operatorFigures(graph, valuation, threshold, chosen)
  // What operators share is in the stake of each: there are no parts of all.
  const hasParts = isAdditive(graph, (pool) => valuation.isInScope(pool))
  const total = Value.sum(stakes, valuation.none)
  // Parts of AVSs and of all stake rest on the stake of others.
  const holders = () => stakeByHolder(atRisk ?? graph, valuation)
  const coverage = once(covered(stakes, holders).coverage)
  return figures.map(({ operator, services, serves, multiplier, leverage, largest, ...own }) => ({
    operator: graph.operators[operator]!,
    stake: own.stake,
    share: hasParts ? own.stake.share(total).value : null,
    avss: serves.length,
    registered: own.registered,
    registeredMultiplier: multiplier,
    slashable: own.slashable,
    slashableLeverage: leverage,
    capitalAtRisk: capital && capital[operator]!,
    hhi: services.hhi,
    nakamoto: services.nakamoto,
    topService: largest?.service ?? null,
    topShare: largest?.share ?? null,
    decisive: own.decisive,
    serves,
    ...covered([
      own.stake,
      own.registered,
      own.slashable,
      ...(capital ? [capital[operator]!] : []),
    ]),
    coverage,
    ...(capital === null && { nullReason: 'CONSTANT_UNKNOWN' as const }),
    ...(own.decisive === null && { nullReason: 'UNPRICED' as const }),
    ...(!hasParts && { nullReason: 'NOT_ADDITIVE' as const }),
  }))
}

function fits(where: Filter, { at }: Measured): (row: Row) => boolean {
  const { operators, services } = at.graph
  const chosen = where.operators?.map((id) => operatorPosition(operators, id, 'where.operators'))
  const ids = chosen && new Set(chosen.map((operator) => operators[operator]!))
  const avs = where.avs === null ? null : positionOf(services, where.avs, 'where.avs', 'AVS')
  const isAtLeast = (value: Ratio | null, bound: Ratio | null) =>
    bound === null || (value !== null && compare(value, bound) >= 0n)
  return (row) =>
    (!ids || ids.has(row.operator)) &&
    (avs === null || row.serves.includes(avs)) &&
    (where.minStake === null || row.stake!.reaches(where.minStake) === true) &&
    (where.minAvss === null || row.avss >= where.minAvss) &&
    (where.minDecisive === null || (row.decisive ?? 0) >= where.minDecisive) &&
    isAtLeast(row.share, where.minShare) &&
    isAtLeast(row.slashableLeverage, where.minSlashableLeverage) &&
    isAtLeast(row.topShare, where.minTopShare)
}

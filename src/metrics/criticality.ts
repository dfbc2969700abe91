import { entriesOf, holdersOf } from '../risk/graph/columns'
import { ceil, multiply, type Ratio, ratio } from '../risk/math/ratio'
import { criticality } from '../risk/operators/criticality'
import { Value } from '../risk/value/value'
import { assumed, optional } from './define/argument'
import { limit, part, threshold } from './define/arguments'
import { coverageFields, stakeAmount } from './define/coverage'
import { voteBasisArgument } from './define/measure'
import { avsValues, operatorIds, operatorPosition, positionOf } from './define/members'
import { member } from './define/meta'
import { matrixMetric } from './define/metric'
import { field, object } from './define/object'
import { boolean, decimal, list, nullable } from './define/type'

const criticalAvs = object('CriticalAvs', 'What the loss of an operator means for an AVS.', {
  avs: field(member, 'AVS.'),
  share: field(nullable(decimal), "Part of the AVS's stake that the operator holds, in [0, 1]."),
  isDecisive: field(
    nullable(boolean),
    'Whether that part reaches the threshold; null: it has no stake, or stake without a price decides.',
  ),
  remaining: field(stakeAmount, 'Stake left after the loss.'),
  fallsUnder: field(
    nullable(boolean),
    'Whether the loss brings it under its minimum; null: no minimum given, or stake without a price decides.',
  ),
  ...coverageFields,
})

const operatorCriticality = object(
  'OperatorCriticality',
  'What depends on one operator. Amounts are in the unit of the stake.',
  {
    operator: field(member, 'Operator, or group.'),
    lost: field(stakeAmount, 'Stake that all its AVSs lose together.'),
    affected: field(stakeAmount, 'Stake of all AVSs that it serves.'),
    avss: field(list(criticalAvs), 'AVS by AVS, by id.'),
    ...coverageFields,
  },
)

/** Field `criticality`. */
export const criticalityMetric = matrixMetric({
  name: 'criticality',
  doc: 'What depends on each operator: which AVSs lose how much if it is gone, or slashed.',
  args: {
    operators: optional(
      operatorIds(
        'Only these operators (or, with `grouping`, groups). Default: all, those that lose the most first.',
      ),
    ),
    threshold: assumed(
      threshold('Share of an AVS that makes an operator decisive alone, in (0, 1].', '1/3'),
    ),
    fraction: assumed(part('Part of its stake that the operator loses, in [0, 1].', '1')),
    minimum: avsValues('Minimum stake of AVSs, to report which fall under it.'),
    limit: limit(50),
    basis: voteBasisArgument('REGISTERED'),
  },
  answer: object('Criticality', 'What depends on each operator.', {
    operators: field(
      list(operatorCriticality),
      'Operators, those with the most stake in all AVSs first, then by id.',
    ),
  }),
  compute({ operators, threshold, fraction, minimum, limit }, { stake, valuation, covered }) {
    const matrix = stake('SERVICE')
    const { rows, columns } = matrix
    const minima: (Ratio | null)[] = columns.map(() => null)
    for (const [avs, value] of minimum) {
      // Stake comes in whole units: less than the minimum is less than it rounded up.
      const least = ceil(multiply(value, ratio(valuation.unit)))
      minima[positionOf(columns, avs, 'minimum.avs', 'AVS')] = ratio(least, valuation.unit)
    }
    const chosen = operators
      ? operators.map((id) => operatorPosition(rows, id, 'operators'))
      : [...rows.keys()]
    const groups = chosen.map((row) => [row])
    const found = criticality(matrix, groups, { fraction, threshold, minima })
      .map((one, group) => ({ ...one, row: chosen[group]! }))
      .sort((a, b) => Value.largestFirst(a.lost, b.lost) || a.row - b.row)
    return {
      operators: found.slice(0, limit).map(({ row, lost, affected, effects }) => ({
        operator: rows[row]!,
        lost,
        affected,
        avss: effects.map(({ column, total, share, isDecisive, remaining, fallsUnder }) => ({
          avs: columns[column]!,
          share: share.value,
          isDecisive,
          remaining,
          fallsUnder,
          ...covered([total, remaining], () => entriesOf(matrix, column)),
          ...(share.nullReason === 'UNPRICED' && { nullReason: 'UNPRICED' as const }),
        })),
        ...covered([lost, affected], () =>
          holdersOf(
            matrix,
            effects.map(({ column }) => column),
          ),
        ),
      })),
    }
  },
})

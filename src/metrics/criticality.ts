import { compare, ratio } from '../risk/math/ratio'
import { criticality } from '../risk/operators/criticality'
import { assumed, optional } from './define/argument'
import { limit, part, threshold } from './define/arguments'
import { avsValues, operatorIds, operatorPosition, positionOf } from './define/members'
import { member } from './define/meta'
import { matrixMetric } from './define/metric'
import { field, object } from './define/object'
import { boolean, decimal, list, nullable } from './define/type'

const criticalAvs = object('CriticalAvs', 'What the loss of an operator means for an AVS.', {
  avs: field(member, 'AVS.'),
  share: field(nullable(decimal), "Part of the AVS's stake that the operator holds, in [0, 1]."),
  isDecisive: field(nullable(boolean), 'Whether that part reaches the threshold.'),
  remaining: field(decimal, 'Stake left after the loss.'),
  fallsUnder: field(
    nullable(boolean),
    'Whether the loss brings it under its minimum; null: no minimum given.',
  ),
})

const operatorCriticality = object(
  'OperatorCriticality',
  'What depends on one operator. Amounts are in the unit of the stake.',
  {
    operator: field(member, 'Operator, or group.'),
    lost: field(decimal, 'Stake that all its AVSs lose together.'),
    affected: field(decimal, 'Stake of all AVSs that it serves.'),
    avss: field(list(criticalAvs), 'AVS by AVS, by id.'),
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
  },
  answer: object('Criticality', 'What depends on each operator.', {
    operators: field(
      list(operatorCriticality),
      'Operators, those with the most stake in all AVSs first, then by id.',
    ),
  }),
  compute({ operators, threshold, fraction, minimum, limit }, { matrix }) {
    const exposure = matrix('SERVICE')
    const { unit, rows, columns } = exposure
    const minima: (bigint | null)[] = columns.map(() => null)
    for (const [avs, { num, den }] of minimum) {
      // Stake comes in whole units: less than the minimum is less than it rounded up.
      minima[positionOf(columns, avs, 'minimum.avs', 'AVS')] = (num * unit + den - 1n) / den
    }
    const chosen = operators
      ? operators.map((id) => operatorPosition(rows, id, 'operators'))
      : [...rows.keys()]
    const groups = chosen.map((row) => [row])
    const inUnit = (num: bigint, den = 1n) => ratio(num, den * unit)
    const found = criticality(exposure, groups, { fraction, threshold, minima }).map(
      ({ lost, affected, effects }, one) => ({
        row: chosen[one]!,
        operator: rows[chosen[one]!]!,
        lost: inUnit(lost.num, lost.den),
        affected: inUnit(affected),
        avss: effects.map(({ column, share, remaining, ...effect }) => ({
          ...effect,
          avs: columns[column]!,
          share: share.value,
          remaining: inUnit(remaining.num, remaining.den),
        })),
      }),
    )
    found.sort((a, b) => Number(compare(b.lost, a.lost)) || a.row - b.row)
    return { operators: found.slice(0, limit) }
  },
})

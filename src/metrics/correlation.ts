import { lift, phi } from '../risk/correlation/association'
import { memberships } from '../risk/correlation/memberships'
import { StakeLosses } from '../risk/correlation/stake-losses'
import { entriesOf, holdersOf } from '../risk/graph/columns'
import { HitProbability } from '../risk/losses/hit-probability'
import { pairCount, rankedPairs } from '../risk/math/pairs'
import { choice } from './define/arguments'
import { coverageFields, stakeAmount } from './define/coverage'
import { checkPairs } from './define/errors'
import { member, nullReason } from './define/meta'
import { matrixMetric } from './define/metric'
import { expensive, field, object, paged } from './define/object'
import { decimal, enumeration, int, nullable } from './define/type'
import { faultModel, faultsArgument, requireSamePart } from './parts/faults'

const population = enumeration('CorrelationPopulation', 'What is compared in pairs.', {
  AVSS: 'AVSs.',
  OPERATOR_SETS: 'Operator sets.',
})

const correlationItem = object('CorrelationItem', 'Loss of one AVS or operator set.', {
  member: field(member, 'The AVS or operator set.'),
  expectedLoss: field(
    stakeAmount,
    'Expected loss in the period: sum over operators of the part that it loses on average * stake.',
  ),
  standardDeviation: field(stakeAmount, 'Standard deviation of the loss.'),
  hitProbability: field(decimal, 'Probability that any of its operators is slashed, in [0, 1].'),
  ...coverageFields,
})

const correlationPair = object('CorrelationPair', 'Two of them and how their losses correlate.', {
  a: field(member, 'The one whose id comes first.'),
  b: field(member, 'The other.'),
  value: field(nullable(decimal), 'Correlation of the losses, in [-1, 1].'),
  bothHit: field(
    decimal,
    'Probability that both are hit, in [0, 1]; if they were independent: the product of the two.',
  ),
  phi: field(
    nullable(decimal),
    'Correlation of membership (phi), in [-1, 1]: without stake and `faults`. Of all operators behind at least one of the items.',
  ),
  lift: field(
    nullable(decimal),
    'Operators in common divided by those expected by chance, at least 0; 1 is chance. Null if one has no operators.',
  ),
  ...coverageFields,
  nullReason: field(
    nullable(nullReason),
    'Why there is no value: the loss of one of them is certain, or impossible (NOT_DEFINED); or stake without a price decides (UNPRICED).',
  ),
})

/** Field `correlation`. */
export const correlationMetric = matrixMetric({
  name: 'correlation',
  doc: `Correlation of the losses of AVSs or operator sets, because the same operators stand behind them: closed form, exact.

A slashed operator loses all its stake in everything it serves, or the part that \`faults.severity\` says, the same in all.
Operators fail alone or with their group, by \`faults\`; those of AVSs (\`faults.avss\`) are refused: they take other parts of an operator in
other AVSs. If all have the same probability and there are no groups, the correlation is the cosine of \`overlap\`, whatever the
probability and severity.`,
  args: {
    among: choice(population, 'What is compared.', 'AVSS'),
    faults: faultsArgument,
  },
  answer: object('Correlation', 'Correlated losses. Amounts are in the unit of the stake.', {
    items: expensive(20, paged(correlationItem, 'What was compared, by id.')),
    pairs: expensive(
      100,
      paged(
        correlationPair,
        'Pairs, the highest correlation first, then by id; pairs without a value last. Of more than 1000 items there are none.',
      ),
    ),
    pairCount: field(int, 'Number of pairs.'),
  }),
  compute({ among, faults }, { matrix, covered }) {
    const exposure = matrix(among === 'AVSS' ? 'SERVICE' : 'OPERATOR_SET')
    const { columns, stake } = exposure
    requireSamePart(faults)
    const model = faultModel(faults, exposure.rows)
    const losses = new StakeLosses(stake, model)
    const hits = new HitProbability(exposure, model)
    return {
      items: (from, to) =>
        [...columns.keys()].slice(from, to).map((column) => {
          const [expectedLoss, standardDeviation] = [losses.mean(column), losses.deviation(column)]
          return {
            member: columns[column]!,
            expectedLoss,
            standardDeviation,
            hitProbability: hits.of(column),
            ...covered([expectedLoss, standardDeviation], () => entriesOf(stake, column)),
          }
        }),
      pairs: (from, to) => {
        checkPairs(columns.length, 'Name a pool in the scope, or compare AVSs.')
        const membership = memberships(exposure)
        return rankedPairs(columns.length, (a, b) => losses.correlation(a, b))
          .slice(from, to)
          .map(({ a, b, value, nullReason }) => ({
            a: columns[a]!,
            b: columns[b]!,
            value,
            bothHit: hits.both(a, b),
            phi: phi(membership(a, b)).value,
            lift: lift(membership(a, b)).value,
            coverage: covered([], () => holdersOf(stake, [a, b])).coverage,
            nullReason: nullReason === 'NO_VARIANCE' ? 'NOT_DEFINED' : nullReason,
          }))
      },
      pairCount: pairCount(columns.length),
    }
  },
})

import { coverageFields, stakeAmount } from '../define/coverage'
import { member, nullReason } from '../define/meta'
import { field, object } from '../define/object'
import { double, list, nullable, string } from '../define/type'

const interval = object(
  'LossInterval',
  'What a figure lies between: for certain if `meta.method` is BOUND, with a probability of 99 % or more if it is from draws.',
  { lower: field(double, 'Lower end.'), upper: field(double, 'Upper end.') },
)

const WIDE = 'Null if the draws leave it open by more than a tenth to each side (`nullReason`).'

/** Type LossTail. */
export const lossTail = object(
  'LossTail',
  'Loss beyond a probability. Source: Artzner et al. 1999; Rockafellar and Uryasev 2002.',
  {
    level: field(string, 'The level.'),
    valueAtRisk: field(
      nullable(double),
      `Smallest loss that is not exceeded with that probability: at least this, where coverage is not complete. ${WIDE}`,
    ),
    expectedShortfall: field(
      nullable(double),
      `Mean loss of the worst 1 - level of all cases, likewise. ${WIDE}`,
    ),
    lower: field(
      nullable(double),
      'Lower end of the interval of `valueAtRisk`: proven (BOUND), or of 99 % (SAMPLED); null if it is exact.',
    ),
    upper: field(nullable(double), 'Its upper end; null, too, where coverage is not complete.'),
    shortfallLower: field(
      nullable(double),
      'Lower end of the interval of `expectedShortfall`, likewise.',
    ),
    shortfallUpper: field(nullable(double), 'Its upper end.'),
    ...coverageFields,
    nullReason: field(
      nullable(nullReason),
      'Why a value is missing: TOO_FEW_DRAWS, or UNPRICED: it is 0 of the stake that has a price, and may be more; of a pool NOT_ADDITIVE, as of all.',
    ),
  },
)

const intervalOf = (of: string) => field(nullable(interval), `Of \`${of}\`; null: exact, or none.`)

const avsTailIntervals = object('AvsTailIntervals', 'Intervals of the figures of an AVS.', {
  valueAtRisk: intervalOf('valueAtRisk'),
  inDistress: intervalOf('inDistress'),
  coVaR: intervalOf('coVaR'),
  deltaCoVaR: intervalOf('deltaCoVaR'),
  marginalShortfall: intervalOf('marginalShortfall'),
  tailDependence: intervalOf('tailDependence'),
})

/** Type AvsTail. */
export const avsTail = object(
  'AvsTail',
  `Loss of an AVS in the tail of the whole. VaR is the smallest loss that is not exceeded with probability q. Distress of the
AVS means a loss of its VaR or more; if its VaR is 0, that is always, and says nothing.`,
  {
    avs: field(member, 'The AVS.'),
    expectedLoss: field(nullable(double), 'Expected loss of it.'),
    valueAtRisk: field(nullable(double), 'VaR of its loss L.'),
    inDistress: field(
      nullable(double),
      'P(L >= VaR(L)), in [1 - q, 1]: how often it is in distress.',
    ),
    coVaR: field(
      nullable(double),
      'CoVaR: VaR of S in its distress (Adrian and Brunnermeier 2016, with >= for =).',
    ),
    deltaCoVaR: field(
      nullable(double),
      'CoVaR minus VaR of S in the median state of the AVS: L is at most its median, the VaR at a level of 1/2.',
    ),
    marginalShortfall: field(
      nullable(double),
      'Marginal expected shortfall: mean of L where S >= VaR(S) (Acharya et al. 2017). Over AVSs it adds up to the mean of S there, as losses do.',
    ),
    tailDependence: field(
      nullable(double),
      'Tail dependence: P(S >= VaR(S)) in its distress, in [0, 1].',
    ),
    intervals: field(avsTailIntervals, '99 % intervals of the figures that are from draws.'),
    ...coverageFields,
    nullReason: field(
      nullable(nullReason),
      'Why a value is missing: UNPRICED, or TOO_FEW_DRAWS: they leave it open by more than a tenth to each side.',
    ),
  },
)

/** Type PoolLoss. */
export const poolLoss = object('PoolLoss', 'Loss of stake in one pool, in its base units.', {
  pool: field(member, 'The pool.'),
  expectedLoss: field(stakeAmount, 'Expected loss, exact, as that of all.'),
  maximalLoss: field(stakeAmount, 'Loss if everything is slashed that can be slashed.'),
  anyLoss: field(double, 'Probability that anything is lost of it, in [0, 1].'),
  tails: field(list(lossTail), 'Tails at the levels that were asked for.'),
})

import type { Ratio } from '../../risk/math/ratio'
import {
  type Argument,
  type ArgumentsOf,
  assumed,
  input,
  optional,
  otherwise,
} from '../define/argument'
import { address, part, threshold } from '../define/arguments'
import { coverageFields, stakeAmount } from '../define/coverage'
import { avsValues, valuesBy } from '../define/members'
import { member, nullReason } from '../define/meta'
import { field, object, type ValuesOf } from '../define/object'
import {
  boolean,
  decimal,
  enumeration,
  list,
  lowerBound,
  nullable,
  string,
  upperBound,
} from '../define/type'
import { corruptionThreshold, thresholdSource } from './corruption-threshold'

const profits = avsValues(
  'What corrupting an AVS is worth. AVSs that are not listed are assumed to be worth nothing to an attacker.',
)

const quorumInput = input('QuorumInput', 'The quorum of an AVS or network.', {
  avs: address('Its address, in any case.'),
  threshold: threshold('Part of all votes that it needs to agree, in (0, 1]: `2/3`.'),
})

const assumptionMembers = {
  profit: {
    ...profits,
    assumptions(name, given) {
      const listed = profits.assumptions!(name, given)
      return listed.length === 0
        ? []
        : [...listed, { name: 'profit of all other AVSs', value: '0' }]
    },
  } satisfies typeof profits,
  threshold: corruptionThreshold(
    'Part of the stake behind an AVS that can corrupt it, in (0, 1]. Default: the quorum that a network logged (`quorumThresholds`), of all others `1/3`. One that is given is of all AVSs, but for those in `quorums`.',
  ),
  quorums: valuesBy(
    quorumInput(''),
    'avs',
    'threshold',
    'Quorums of AVSs, which take the place of `threshold` and of those that were logged: to forge a decision takes the quorum, to halt the AVS more than one less the quorum.',
    'quorum',
  ),
  psi: assumed(
    optional(part('Part of all stake that is lost at first, for `lossBound`, in [0, 1].')),
  ),
}
/** What is assumed. */
export type Assumptions = ArgumentsOf<typeof assumptionMembers>

/** What is assumed, with quorums that were logged. */
export interface SettledAssumptions extends Omit<Assumptions, 'threshold'> {
  /** Of AVSs without a quorum. */
  readonly threshold: Ratio
}

/** Argument `assumptions`; without it those that have a default. */
export const assumptionsArgument: Argument<Assumptions> = otherwise(
  input(
    'RobustnessAssumptions',
    'Assumptions that the chain does not contain. `meta.assumptions` repeats them, defaults too.',
    assumptionMembers,
  )('What is assumed.'),
  {},
)

const robustnessVerdict = enumeration('RobustnessVerdict', 'What is known about attacks.', {
  CERTIFIED: 'Proven: no attack pays. Attacks cost at least 1 + gamma times what they gain.',
  ATTACK: 'An attack that pays was found: see `attack`.',
  UNDECIDED:
    'Neither proven nor found; also where stake without a price decides: an AVS with such stake is CERTIFIED by the certificate alone, and no attack on it is found.',
})

const attackType = object('RobustnessAttack', 'An attack that pays.', {
  operators: field(list(member), 'Operators of the coalition.'),
  avss: field(list(member), 'AVSs that they corrupt.'),
  gain: field(decimal, 'Value of these AVSs to the attackers.'),
  cost: field(decimal, 'Stake that the operators lose.'),
  profit: field(decimal, 'gain - cost, above 0.'),
})

const corruptionCost = object(
  'CorruptionCost',
  'Minimum loss of a coalition that reaches the threshold, or bounds of it. Operators of one vault lose together at most its stake.',
  {
    lower: field(lowerBound, 'Proven: no coalition loses less. Rounded down.'),
    upper: field(
      nullable(upperBound),
      'A coalition loses this much. Null where stake has no price: it may lose more.',
    ),
    isExact: field(
      nullable(boolean),
      'Whether `upper` is the minimum. Null where stake has no price.',
    ),
    operators: field(list(member), 'A coalition that loses `upper`; empty without.'),
  },
)

const robustnessAvs = object(
  'RobustnessAvs',
  'An AVS as an attacker sees it. Values are in the unit of the stake.',
  {
    avs: field(member, 'The AVS.'),
    profit: field(
      nullable(decimal),
      'What corrupting it is worth, as assumed; null: no assumption.',
    ),
    stake: field(stakeAmount, 'Stake behind it.'),
    threshold: field(
      decimal,
      'Part of the stake that corrupts it, in (0, 1]; a quorum, if it has one.',
    ),
    thresholdSource: field(thresholdSource, 'Where `threshold` is from.'),
    stakeToCorrupt: field(stakeAmount, 'Stake that must misbehave: `threshold` times `stake`.'),
    headroom: field(
      nullable(lowerBound),
      'Maximum value it may have, the others as assumed, for which the certificate still holds; below 0: the others alone are worth too much. Rounded down. Null without profits, or without stake.',
    ),
    costOfCorruption: field(
      nullable(corruptionCost),
      'Minimum loss of a coalition that corrupts it: the break-even profit. Null without stake that has a price.',
    ),
    costToForge: field(
      nullable(corruptionCost),
      'Minimum loss of a coalition that has the quorum, and so decides alone. Null without a quorum, given or logged, or as `costOfCorruption`.',
    ),
    costToHalt: field(
      nullable(corruptionCost),
      'Minimum loss of a coalition that has more than one less the quorum: without it nothing is decided. Null likewise.',
    ),
    ...coverageFields,
  },
)

/** Type of the answer. */
export const answer = object(
  'Robustness',
  'What is proven about attacks on AVSs. Ratios that are guarantees are rounded down, bounds of losses up.',
  {
    verdict: field(nullable(robustnessVerdict), 'What is known; null without profits.'),
    method: field(
      nullable(string),
      'What proves it, if it is CERTIFIED: CERTIFICATE, ROUNDED_CERTIFICATE, ENUMERATION of all coalitions, or the bound of a SOLVER, which holds within its tolerances.',
    ),
    profitAtMost: field(
      nullable(upperBound),
      'If it is UNDECIDED: no attack has a higher profit. Rounded up.',
    ),
    gamma: field(
      nullable(lowerBound),
      'gamma*: attacks cost at least (1 + gamma) times what they gain (Corollary 2). Below 0 it proves nothing. Null: nothing to gain, no profits, or nothing behind an AVS has a price. A lower bound where some of it has none.',
    ),
    gammaRounded: field(
      nullable(lowerBound),
      'The same with stake rounded up to what groups of operators really have; at least gamma, and as proven.',
    ),
    gammaExact: field(
      nullable(lowerBound),
      'The exact slack, from all coalitions; null for more than 20 operators that matter, and where stake has no price.',
    ),
    breakEvenScale: field(
      nullable(lowerBound),
      '1 + gammaRounded: all profits together may grow by this factor before the certificate is lost.',
    ),
    lossBound: field(
      nullable(upperBound),
      'Maximum part of the stake that is lost after a first loss of psi (Theorem 1), rounded up. Null without psi, and unless gamma is above 0; where operators share a vault, unless a stricter slack is: what a vault loses is lost to every commitment in it, so that commitments count in full, however little of the vault they are.',
    ),
    lossBoundNullReason: field(
      nullable(nullReason),
      'Why there is no `lossBound`: ASSUMPTION_MISSING without psi, NOT_DEFINED without the slack.',
    ),
    tightest: field(nullable(member), 'The operator, or the vault, that limits gamma.'),
    freeAttacks: field(
      list(member),
      'AVSs that are worth something and have no stake behind them, with a price or without: anybody corrupts them for nothing.',
    ),
    attack: field(nullable(attackType), 'An attack that pays.'),
    perAvs: field(list(robustnessAvs), 'AVS by AVS.'),
  },
)
/** Its values. */
export type Values = ValuesOf<typeof answer.shape>

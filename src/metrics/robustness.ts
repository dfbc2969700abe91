import type { Exposure } from '../risk/graph/exposure'
import { stakedEntries } from '../risk/graph/staked-entries'
import { ceil, multiply, type Ratio, ratio } from '../risk/math/ratio'
import { type AttackSearch, attackModel, readAttack } from '../risk/robustness/attack-model'
import { certificate, lossBound } from '../risk/robustness/certificate'
import { type CostOfCorruption, costOfCorruption } from '../risk/robustness/corruption'
import { exactSlack } from '../risk/robustness/exact-slack'
import { headroom } from '../risk/robustness/headroom'
import type { RestakingNetwork } from '../risk/robustness/network'
import { networkOf } from '../risk/robustness/network-of-exposure'
import { roundedCertificate } from '../risk/robustness/rounded-certificate'
import { verdict } from '../risk/robustness/verdict'
import { type ArgumentsOf, assumed, input, optional } from './define/argument'
import { FIELD_SECONDS, part, seconds, threshold } from './define/arguments'
import type { Computation } from './define/computation'
import { SEARCH_MS } from './define/estimate'
import { avsValues, positionOf } from './define/members'
import { member } from './define/meta'
import { matrixMetric, type RootField, unanswered, without } from './define/metric'
import { field, object, type ValuesOf } from './define/object'
import {
  boolean,
  decimal,
  enumeration,
  list,
  lowerBound,
  nullable,
  string,
  upperBound,
} from './define/type'
import { observedSolver } from './define/work'

const profits = avsValues(
  'What corrupting an AVS is worth. AVSs that are not listed are assumed to be worth nothing to an attacker.',
)

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
  threshold: assumed(
    optional(threshold('Part of the stake behind an AVS that can corrupt it, in (0, 1]: `1/3`.')),
  ),
  psi: assumed(
    optional(part('Part of all stake that is lost at first, for `lossBound`, in [0, 1].')),
  ),
}
type Assumptions = ArgumentsOf<typeof assumptionMembers>

const assumptionInput = input(
  'RobustnessAssumptions',
  'Assumptions that the chain does not contain. `meta.assumptions` repeats them.',
  assumptionMembers,
)

const robustnessVerdict = enumeration('RobustnessVerdict', 'What is known about attacks.', {
  CERTIFIED: 'Proven: no attack pays. Attacks cost at least 1 + gamma times what they gain.',
  ATTACK: 'An attack that pays was found: see `attack`.',
  UNDECIDED: 'Neither proven nor found.',
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
  'Minimum loss of a coalition that reaches the threshold, or bounds of it.',
  {
    lower: field(lowerBound, 'Proven: no coalition loses less. Rounded down.'),
    upper: field(upperBound, 'A coalition loses this much.'),
    isExact: field(boolean, 'Whether `upper` is the minimum.'),
    operators: field(list(member), 'A coalition that loses `upper`.'),
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
    stake: field(decimal, 'Stake behind it.'),
    stakeToCorrupt: field(
      nullable(decimal),
      'Stake that must misbehave: threshold times `stake`. Null without a threshold.',
    ),
    headroom: field(
      nullable(lowerBound),
      'Maximum value it may have, the others as assumed, for which the certificate still holds; below 0: the others alone are worth too much. Rounded down. Null without assumptions, or without stake.',
    ),
    costOfCorruption: field(
      nullable(corruptionCost),
      'Minimum loss of a coalition that corrupts it: the break-even profit. Null without a threshold, or without stake.',
    ),
  },
)

const answer = object(
  'Robustness',
  'What is proven about attacks on AVSs. Ratios that are guarantees are rounded down, bounds of losses up.',
  {
    verdict: field(nullable(robustnessVerdict), 'What is known; null without assumptions.'),
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
      'gamma*: attacks cost at least (1 + gamma) times what they gain (Corollary 2). Below 0 it proves nothing. Null: nothing to gain, or no assumptions.',
    ),
    gammaRounded: field(
      nullable(lowerBound),
      'The same with stake rounded up to what groups of operators really have; at least gamma, and as proven.',
    ),
    gammaExact: field(
      nullable(lowerBound),
      'The exact slack, from all coalitions; null for more than 20 operators that matter.',
    ),
    breakEvenScale: field(
      nullable(lowerBound),
      '1 + gammaRounded: all profits together may grow by this factor before the certificate is lost.',
    ),
    lossBound: field(
      nullable(upperBound),
      'Maximum part of the stake that is lost after a first loss of psi (Theorem 1), rounded up. Null without psi, and unless gamma is above 0.',
    ),
    tightest: field(nullable(member), 'The operator that limits gamma.'),
    freeAttacks: field(
      list(member),
      'AVSs that are worth something and have no stake behind them: anybody corrupts them for nothing.',
    ),
    attack: field(nullable(attackType), 'An attack that pays.'),
    perAvs: field(list(robustnessAvs), 'AVS by AVS.'),
  },
)
type Values = ValuesOf<typeof answer.shape>

/** Field `robustness`. @param maxSeconds maximum seconds of a search */
export const robustnessField = (maxSeconds: number): RootField =>
  matrixMetric({
    name: 'robustness',
    doc: `Whether attacks on AVSs can pay, and what is proven about it (Durvasula and Roughgarden, Robust Restaking Networks, ITCS
2025).

A coalition of operators that has \`threshold\` of the stake behind an AVS corrupts it, gains its \`profit\` and loses
its own stake. With REGISTERED and DELEGATED an operator's stake in the pool is shared by all AVSs that it serves: losing
it once pays for attacks on all of them. With SLASHABLE each AVS slashes a part of its own, so each AVS is a network.

Profits are not on the chain: they are assumptions. Without them the answer is the cost of corruption of each AVS: the
profit at which an attack breaks even.`,
    args: {
      assumptions: optional(assumptionInput('What is assumed.')),
      search: seconds(
        `Seconds that a solver (HiGHS) may search for an attack, or for the proof that there is none, where nothing else decides: 0 to ${maxSeconds}.`,
        maxSeconds,
      ),
    },
    answer,
    estimate: ({ search }) => 150 + search * SEARCH_MS,
    compute({ assumptions, search, basis }, { at, valuation, meta, matrix }, { sources }) {
      const given = assumptions ?? { profit: new Map<string, Ratio>(), threshold: null, psi: null }
      for (const avs of given.profit.keys()) {
        positionOf(at.graph.services, avs, 'assumptions.profit.avs', 'AVS')
      }
      const isShared = basis === 'REGISTERED' || basis === 'DELEGATED'
      const pools = valuation.weights.filter((weight) => weight !== null).length
      // Of several pools an AVS may accept only some, and the model knows no parts of a stake.
      if (isShared && pools > 1) return unanswered(without(meta, 'NOT_DEFINED'))
      return async (observer) => {
        const exposure = stakedEntries(matrix('SERVICE'))
        const asked = { exposure, isShared, given, search }
        const { perAvs, judged } = await sources.compute(judgeAttacks, asked, observer)
        if (judged) return { ...judged, perAvs, meta }
        return unanswered(without(meta, 'ASSUMPTION_MISSING'), { perAvs })
      }
    },
  })

/** Field `robustness` of requests. */
export const robustnessMetric = robustnessField(FIELD_SECONDS)

const MARGIN = ratio(1_000_001n, 1_000_000n)

interface AttackQuestion {
  readonly exposure: Exposure
  /** Whether all AVSs count on the same stake of an operator. */
  readonly isShared: boolean
  readonly given: Assumptions
  /** Seconds. */
  readonly search: number
}

/** What is known about attacks on each AVS, and on all together; null: assumptions are missing. */
export const judgeAttacks: Computation<
  AttackQuestion,
  Pick<Values, 'perAvs'> & { readonly judged: Omit<Values, 'perAvs'> | null }
> = {
  name: 'judgeAttacks',
  async run({ exposure, isShared, given, search }, solver, observer) {
    const network = networkOf(
      exposure,
      isShared ? 'SHARED' : 'UNIQUE',
      wholeProfits(exposure, given),
      exposure.columns.map(() => given.threshold ?? ratio(1n)),
    )
    const isComplete = given.threshold !== null && given.profit.size > 0
    const perAvs = avsList(exposure, network, given, isComplete)
    if (!isComplete) return { perAvs, judged: null }
    const owner = isShared ? [...exposure.rows.keys()] : [...exposure.row]
    const operators = owner.map((row) => exposure.rows[row]!)
    const solve = observedSolver(solver, search, observer)
    /** For the most profitable attack, and for the proof that none pays, with a margin. */
    const searches = async () => {
      const found: AttackSearch[] = []
      for (const scale of search > 0 ? [ratio(1n), MARGIN] : []) {
        const attack = attackModel(network, scale)
        found.push(readAttack(attack, await solve(attack.model, search / 2)))
      }
      return found
    }
    const judged = await judge(network, given.psi, operators, exposure.columns, searches)
    return { perAvs, judged }
  },
}

/** Profits in units of 1 / unit, rounded up: an attacker does not gain less than assumed. */
function wholeProfits({ columns, unit }: Exposure, { profit }: Assumptions): bigint[] {
  return columns.map((avs) => {
    const { num, den } = profit.get(avs) ?? ratio(0n)
    return ceil({ num: num * unit, den })
  })
}

function avsList(
  exposure: Exposure,
  network: RestakingNetwork,
  { profit, threshold }: Assumptions,
  isComplete: boolean,
): Values['perAvs'] {
  const rooms = isComplete ? headroom(network) : null
  return exposure.columns.flatMap((avs, column) => {
    const isEmpty = exposure.start[column] === exposure.start[column + 1]
    if (isEmpty && !profit.has(avs)) return []
    const cost = threshold && costOfCorruption(exposure, exposure, column, threshold)
    const stake = ratio(network.securing[column]!, network.unit)
    return [
      {
        avs,
        profit: profit.get(avs) ?? null,
        stake,
        stakeToCorrupt: threshold && multiply(threshold, stake),
        headroom: rooms && stake.num > 0n ? rooms[column]! : null,
        costOfCorruption: cost && cost.nullReason === null ? costValues(cost, exposure) : null,
      },
    ]
  })
}

function costValues({ lower, upper, exact, members }: CostOfCorruption, { rows }: Exposure) {
  return { lower, upper, isExact: exact, operators: members.map((row) => rows[row]!) }
}

/**
 * @param operators id of each validator
 * @param avss id of each service
 * @param search called if nothing else decides
 */
async function judge(
  network: RestakingNetwork,
  psi: Ratio | null,
  operators: readonly string[],
  avss: readonly string[],
  search: () => Promise<AttackSearch[]>,
): Promise<Omit<Values, 'perAvs'>> {
  const plain = certificate(network)
  const rounded = roundedCertificate(network)
  const exact = exactSlack(network)
  const known = verdict(network)
  const found = known.status === 'UNDECIDED' ? verdict(network, await search()) : known
  const isBounded = psi && rounded.gamma && plain.freeAttacks.length === 0
  const amount = (num: bigint) => ratio(num, network.unit)
  const attack = found.status === 'ATTACK' ? found.witness : null
  return {
    verdict: found.status,
    method: found.status === 'CERTIFIED' ? found.by : null,
    gamma: plain.gamma,
    gammaRounded: rounded.gamma,
    gammaExact: exact.nullReason === null ? exact.gamma : null,
    breakEvenScale: rounded.breakEvenScale,
    lossBound: isBounded ? lossBound(rounded.gamma, psi) : null,
    profitAtMost: found.status === 'UNDECIDED' ? found.profitAtMost : null,
    tightest: plain.binding[0] === undefined ? null : operators[plain.binding[0]]!,
    freeAttacks: plain.freeAttacks.map((service) => avss[service]!),
    attack: attack && {
      operators: [...new Set(attack.validators.map((validator) => operators[validator]!))],
      avss: attack.services.map((service) => avss[service]!),
      gain: amount(attack.gain),
      cost: amount(attack.cost),
      profit: amount(attack.gain - attack.cost),
    },
  }
}

import { columnStakes, columnTotals, entriesOf } from '../risk/graph/columns'
import { type Exposure, pricedPart, type StakeMatrix } from '../risk/graph/exposure'
import { stakedEntries } from '../risk/graph/staked-entries'
import { add, ceil, compare, type Ratio, ratio } from '../risk/math/ratio'
import { type AttackSearch, attackModel, readAttack } from '../risk/robustness/attack-model'
import { certificate, lossBound } from '../risk/robustness/certificate'
import { costOfCorruption } from '../risk/robustness/corruption'
import { exactSlack } from '../risk/robustness/exact-slack'
import { headroom } from '../risk/robustness/headroom'
import type { RestakingNetwork } from '../risk/robustness/network'
import { networkOf } from '../risk/robustness/network-of-exposure'
import { type OpenServices, openServices } from '../risk/robustness/open-services'
import { roundedCertificate } from '../risk/robustness/rounded-certificate'
import { verdict } from '../risk/robustness/verdict'
import { type ArgumentsOf, assumed, input, optional } from './define/argument'
import { choice, FIELD_SECONDS, part, seconds, threshold } from './define/arguments'
import type { Computation } from './define/computation'
import { coverageFields, stakeAmount } from './define/coverage'
import { SEARCH_MS } from './define/estimate'
import { type Measured, matrixArguments } from './define/measure'
import { avsValues, positionOf } from './define/members'
import { member, stakeBasis } from './define/meta'
import { type RootField, stakeMetric, unanswered, without } from './define/metric'
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
  'Minimum loss of a coalition that reaches the threshold, or bounds of it.',
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
    stakeToCorrupt: field(
      stakeAmount,
      'Stake that must misbehave: threshold times `stake`. Null without a threshold.',
    ),
    headroom: field(
      nullable(lowerBound),
      'Maximum value it may have, the others as assumed, for which the certificate still holds; below 0: the others alone are worth too much. Rounded down. Null without assumptions, or without stake.',
    ),
    costOfCorruption: field(
      nullable(corruptionCost),
      'Minimum loss of a coalition that corrupts it: the break-even profit. Null without a threshold, or without stake that has a price.',
    ),
    ...coverageFields,
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
      'gamma*: attacks cost at least (1 + gamma) times what they gain (Corollary 2). Below 0 it proves nothing. Null: nothing to gain, no assumptions, or nothing behind an AVS has a price. A lower bound where some of it has none.',
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
      'Maximum part of the stake that is lost after a first loss of psi (Theorem 1), rounded up. Null without psi, and unless gamma is above 0.',
    ),
    tightest: field(nullable(member), 'The operator that limits gamma.'),
    freeAttacks: field(
      list(member),
      'AVSs that are worth something and have no stake behind them, with a price or without: anybody corrupts them for nothing.',
    ),
    attack: field(nullable(attackType), 'An attack that pays.'),
    perAvs: field(list(robustnessAvs), 'AVS by AVS.'),
  },
)
type Values = ValuesOf<typeof answer.shape>

/** Field `robustness`. @param maxSeconds maximum seconds of a search */
export const robustnessField = (maxSeconds: number): RootField =>
  stakeMetric({
    name: 'robustness',
    isCovered: true,
    doc: `Whether attacks on AVSs can pay, and what is proven about it (Durvasula and Roughgarden, Robust Restaking Networks, ITCS
2025).

A coalition of operators that has \`threshold\` of the stake behind an AVS corrupts it, gains its \`profit\` and loses
its own stake. With REGISTERED and DELEGATED an operator's stake in the pool is shared by all AVSs that it serves: losing
it once pays for attacks on all of them. With SLASHABLE each AVS slashes a part of its own, so each AVS is a network.

Profits are not on the chain: they are assumptions. Without them the answer is the cost of corruption of each AVS: the
profit at which an attack breaks even.

With REGISTERED and DELEGATED the theorems need stake in one pool: of several an AVS may accept only some, and they know no parts
of an operator's stake. Over several pools \`verdict\` and what belongs to it are null on these bases, NOT_DEFINED, and
\`perAvs\` has the cost of corruption all the same.`,
    args: {
      ...matrixArguments,
      basis: optional(
        choice(
          stakeBasis,
          'Which stake counts; echoed in `meta.basis`. Default: REGISTERED where stake lies in one pool, as in each of `perPool`; SLASHABLE where it lies in several.',
        ),
      ),
      assumptions: optional(assumptionInput('What is assumed.')),
      search: seconds(
        `Seconds that a solver (HiGHS) may search for an attack, or for the proof that there is none, where nothing else decides: 0 to ${maxSeconds}.`,
        maxSeconds,
      ),
    },
    answer,
    estimate: ({ search }) => 150 + search * SEARCH_MS,
    select: (args) => ({ ...args, basis: args.basis ?? 'REGISTERED' }),
    compute({ assumptions, search, ...args }, given, { sources }) {
      const hasSeveral = given.stakedPools.length > 1
      const measured = args.basis === null && hasSeveral ? given.on('SLASHABLE') : given
      const { at, meta, basis } = measured
      if (at.graph.unknownBases.includes(basis))
        return unanswered(without(meta, 'CONSTANT_UNKNOWN'))
      const assumed = assumptions ?? {
        profit: new Map<string, Ratio>(),
        threshold: null,
        psi: null,
      }
      for (const avs of assumed.profit.keys()) {
        positionOf(at.graph.services, avs, 'assumptions.profit.avs', 'AVS')
      }
      const isShared = basis === 'REGISTERED' || basis === 'DELEGATED'
      // Of several pools an AVS may accept only some, and the model knows no parts of a stake.
      const isDefined = !isShared || meta.nullReason !== null || !hasSeveral
      return async (observer) => {
        const { stake, ...exposure } = pricedPart(stakedEntries(measured.stake('SERVICE')))
        const isOpen = exposure.columns.map((_, avs) => {
          return entriesOf(stake, avs).some((held) => !held.isComplete)
        })
        const asked = { exposure, isOpen, isShared, isDefined, given: assumed, search }
        const { avss, judged } = await sources.compute(judgeAttacks, asked, observer)
        const perAvs = avsList(measured, stake, avss, assumed)
        if (judged) return { ...judged, perAvs, meta }
        const reason = isDefined ? 'ASSUMPTION_MISSING' : 'NOT_DEFINED'
        return unanswered(without(meta, meta.nullReason ?? reason), { perAvs })
      }
    },
  })

/** Field `robustness` of requests. */
export const robustnessMetric = robustnessField(FIELD_SECONDS)

const MARGIN = ratio(1_000_001n, 1_000_000n)

interface AttackQuestion {
  /** Stake that has a price. */
  readonly exposure: Exposure
  /** By AVS: whether stake without a price is behind it, too. */
  readonly isOpen: readonly boolean[]
  /** Whether all AVSs count on the same stake of an operator. */
  readonly isShared: boolean
  /** Whether the theorems apply to this stake; otherwise only costs of corruption are computed. */
  readonly isDefined: boolean
  readonly given: Assumptions
  /** Seconds. */
  readonly search: number
}

type JudgedAvs = Pick<Values['perAvs'][number], 'headroom' | 'costOfCorruption'>

/** What is known about attacks on each AVS, and on all together; null: assumptions are missing. */
export const judgeAttacks: Computation<
  AttackQuestion,
  { readonly avss: readonly JudgedAvs[]; readonly judged: Omit<Values, 'perAvs'> | null }
> = {
  name: 'judgeAttacks',
  async run({ exposure, isOpen, isShared, isDefined, given, search }, solver, observer) {
    if (!isDefined) return { avss: costs(exposure, isOpen, given.threshold, null), judged: null }
    const profits = wholeProfits(exposure, given)
    const network = (profits: readonly bigint[]) =>
      networkOf(
        exposure,
        isShared ? 'SHARED' : 'UNIQUE',
        profits,
        exposure.columns.map(() => given.threshold ?? ratio(1n)),
      )
    const isComplete = given.threshold !== null && given.profit.size > 0
    const rooms = isComplete ? headroom(network(profits)) : null
    const avss = costs(exposure, isOpen, given.threshold, rooms)
    if (!isComplete) return { avss, judged: null }
    const owner = isShared ? [...exposure.rows.keys()] : [...exposure.row]
    const operators = owner.map((row) => exposure.rows[row]!)
    const solve = observedSolver(solver, search, observer)
    // What has a price as a whole is judged as it is; of the rest only the priced part is known.
    const known = network(profits.map((profit, avs) => (isOpen[avs] ? 0n : profit)))
    const open = openServices(network(profits.map((profit, avs) => (isOpen[avs] ? profit : 0n))))
    /** For the most profitable attack, and for the proof that none pays, with a margin. */
    const searches = async () => {
      const found: AttackSearch[] = []
      for (const scale of search > 0 ? [ratio(1n), MARGIN] : []) {
        const attack = attackModel(known, scale)
        found.push(readAttack(attack, await solve(attack.model, search / 2)))
      }
      return found
    }
    const judged = await judge(known, open, given.psi, operators, exposure.columns, searches)
    return { avss, judged }
  },
}

/** Profits in units of 1 / unit, rounded up: an attacker does not gain less than assumed. */
function wholeProfits({ columns, unit }: Exposure, { profit }: Assumptions): bigint[] {
  return columns.map((avs) => {
    const { num, den } = profit.get(avs) ?? ratio(0n)
    return ceil({ num: num * unit, den })
  })
}

/** @param rooms headroom of each AVS; null: unknown */
function costs(
  exposure: Exposure,
  isOpen: readonly boolean[],
  threshold: Ratio | null,
  rooms: readonly (Ratio | null)[] | null,
): JudgedAvs[] {
  const totals = columnTotals(exposure)
  return exposure.columns.map((_, column) => {
    if (totals[column] === 0n) return { headroom: null, costOfCorruption: null }
    return {
      headroom: rooms && rooms[column]!,
      costOfCorruption: threshold && costValues(exposure, column, threshold, isOpen[column]!),
    }
  })
}

function avsList(
  { covered }: Measured,
  matrix: StakeMatrix,
  judged: readonly JudgedAvs[],
  { profit, threshold }: Assumptions,
): Values['perAvs'] {
  const stakes = columnStakes(matrix)
  return matrix.columns.flatMap((avs, column) => {
    const holders = entriesOf(matrix, column)
    if (holders.length === 0 && !profit.has(avs)) return []
    const stake = stakes[column]!
    return [
      {
        avs,
        profit: profit.get(avs) ?? null,
        stake,
        stakeToCorrupt: threshold && stake.times(threshold),
        ...judged[column]!,
        ...covered([stake], () => holders),
      },
    ]
  })
}

/** @param isOpen whether stake without a price is behind it: then the cost has a lower bound, and nothing else is known */
function costValues(exposure: Exposure, column: number, threshold: Ratio, isOpen: boolean) {
  const cost = costOfCorruption(exposure, exposure, column, threshold)
  if (cost.nullReason !== null) return null
  const { relaxed, lower, upper, exact, members } = cost
  if (isOpen) return { lower: relaxed, upper: null, isExact: null, operators: [] }
  return { lower, upper, isExact: exact, operators: members.map((row) => exposure.rows[row]!) }
}

/**
 * @param network of AVSs whose stake has a price
 * @param open what is proven of the others; null: there is nothing to gain
 * @param operators id of each validator
 * @param avss id of each service
 * @param search called if nothing else decides
 */
async function judge(
  network: RestakingNetwork,
  open: OpenServices | null,
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
  const isCertified = open === null || (open.gamma !== null && open.gamma.num >= 0n)
  const status = found.status === 'CERTIFIED' && !isCertified ? 'UNDECIDED' : found.status
  const least = (gamma: Ratio | null) => leastSlack(gamma, open)
  const gammaRounded = least(rounded.gamma)
  const amount = (num: bigint) => ratio(num, network.unit)
  const attack = found.status === 'ATTACK' ? found.witness : null
  const isLimitedByOpen = open?.gamma && (!plain.gamma || compare(open.gamma, plain.gamma) < 0n)
  const tightest = (isLimitedByOpen ? open.binding : plain.binding)[0]
  return {
    verdict: status,
    method: status === 'CERTIFIED' && found.status === 'CERTIFIED' ? found.by : null,
    gamma: least(plain.gamma),
    gammaRounded,
    gammaExact: open === null && exact.nullReason === null ? exact.gamma : null,
    breakEvenScale: gammaRounded && add(gammaRounded, ratio(1n)),
    lossBound:
      psi && gammaRounded && plain.freeAttacks.length === 0 ? lossBound(gammaRounded, psi) : null,
    profitAtMost: status === 'UNDECIDED' ? profitBound(found, open) : null,
    tightest: tightest === undefined ? null : operators[tightest]!,
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

/** The slack of all AVSs; null: unlimited, or not known of one of them. */
function leastSlack(gamma: Ratio | null, open: OpenServices | null): Ratio | null {
  if (open === null || open.gamma === null) return open === null ? gamma : null
  return gamma === null || compare(open.gamma, gamma) < 0n ? open.gamma : gamma
}

/** Attacks on AVSs of the two kinds win together no more than each. */
function profitBound(found: ReturnType<typeof verdict>, open: OpenServices | null): Ratio {
  const known = found.status === 'UNDECIDED' ? found.profitAtMost : ratio(0n)
  return open ? add(known, open.profitAtMost) : known
}

import type { ApiContext } from '../reads/context'
import { type Exposure, exposureFrom } from '../risk/graph/exposure'
import { toDecimal } from '../risk/math/decimal'
import { multiply, type Ratio, ratio } from '../risk/math/ratio'
import { type AttackSearch, attackModel, readAttack } from '../risk/robustness/attack-model'
import { certificate, lossBound } from '../risk/robustness/certificate'
import type { Coalition } from '../risk/robustness/coalition'
import { type CostOfCorruption, costOfCorruption } from '../risk/robustness/corruption'
import { exactSlack } from '../risk/robustness/exact-slack'
import { headroom } from '../risk/robustness/headroom'
import type { RestakingNetwork } from '../risk/robustness/network'
import { networkOf } from '../risk/robustness/network-of-exposure'
import { roundedCertificate } from '../risk/robustness/rounded-certificate'
import { verdict } from '../risk/robustness/verdict'
import type { Solver } from '../solver/solver'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { observedSolver, type ProgressObserver, UNOBSERVED, type Work } from './define/work'
import { address, bad, place, readPart, readThreshold } from './legacy/arguments'
import { type MatrixArguments, matrixArguments, measure } from './legacy/matrix'
import { type Member, type Meta, member } from './legacy/meta'
import { FIELD_SECONDS, readAmount, readSeconds } from './legacy/values'

/**
 * SDL of the arguments.
 * @param seconds that a search may take
 */
export const robustnessArguments = (seconds: number) => `
    "What is assumed."
    assumptions: RobustnessAssumptions
    "Seconds that a solver (HiGHS) may search for an attack, or for the proof that there is none, where nothing else decides: 0 to ${seconds}."
    search: Int! = 0
${matrixArguments}`

const typeDefs = /* GraphQL */ `
extend type Query {
  """
  Whether attacks on AVSs can pay, and what is proven about it (Durvasula and Roughgarden, Robust Restaking Networks, ITCS
  2025).

  A coalition of operators that has \`threshold\` of the stake behind an AVS corrupts it, gains its \`profit\` and loses
  its own stake. With REGISTERED and DELEGATED an operator's stake in the pool is shared by all AVSs that it serves: losing
  it once pays for attacks on all of them. With SLASHABLE each AVS slashes a part of its own, so each is a network by itself.

  Profits are not on the chain: they are assumptions. Without them the answer is the cost of corruption of each AVS: the
  profit at which an attack breaks even.
  """
  robustness(${robustnessArguments(FIELD_SECONDS)}
  ): Robustness!
}

"Assumptions that the chain does not contain. They are echoed in \`meta.assumptions\`."
input RobustnessAssumptions {
  "What corrupting an AVS is worth. AVSs that are not listed are taken as worth nothing to an attacker."
  profit: [ProfitInput!]
  "Part of the stake behind an AVS that can corrupt it, in (0, 1]: \`1/3\`."
  threshold: String
  "Part of all stake that is lost at first, for \`lossBound\`, in [0, 1]."
  psi: String
}

"A value of an AVS, as assumed."
input ProfitInput {
  "Address of the AVS, in any case."
  avs: String!
  "Value in the unit of the stake: base units of the pool, or the numeraire if there are prices. At least 0."
  value: String!
}

"What is known about attacks."
enum RobustnessVerdict {
  "Proven: no attack pays. Attacks cost at least 1 + gamma times what they gain."
  CERTIFIED
  "An attack that pays was found: see \`attack\`."
  ATTACK
  "Neither proven nor found."
  UNDECIDED
}

"What is proven about attacks on AVSs. Ratios that are guarantees are rounded down, bounds of losses up."
type Robustness {
  "What is known; null without assumptions."
  verdict: RobustnessVerdict
  "What proves it, if it is CERTIFIED: CERTIFICATE, ROUNDED_CERTIFICATE, ENUMERATION of all coalitions, or the bound of a SOLVER, which holds as far as its tolerances do."
  method: String
  "If it is UNDECIDED: no attack leaves more than this. Rounded up."
  profitAtMost: BigDecimal
  "gamma*: attacks cost at least (1 + gamma) times what they gain (Corollary 2). Below 0 nothing is proven by it. Null: nothing to gain, or no assumptions."
  gamma: BigDecimal
  "The same with stake rounded up to what groups of operators really have; at least gamma, and as proven."
  gammaRounded: BigDecimal
  "The exact slack, by trying every coalition; null for more than 20 operators that matter."
  gammaExact: BigDecimal
  "1 + gammaRounded: all profits together may grow by this factor before the certificate is lost."
  breakEvenScale: BigDecimal
  "Part of the stake that can be lost at most after a first loss of psi (Theorem 1), rounded up. Null without psi, and unless gamma is above 0."
  lossBound: BigDecimal
  "The operator that limits gamma."
  tightest: RiskMember
  "AVSs that are worth something and have no stake behind them: anybody corrupts them for nothing."
  freeAttacks: [RiskMember!]!
  "An attack that pays."
  attack: RobustnessAttack
  "AVS by AVS."
  perAvs: [RobustnessAvs!]!
  "What was measured, where, and why a value is missing."
  meta: RiskMeta!
}

"An attack that pays."
type RobustnessAttack {
  "Operators who misbehave together."
  operators: [RiskMember!]!
  "AVSs that they corrupt."
  avss: [RiskMember!]!
  "What the AVSs are worth."
  gain: BigDecimal!
  "Stake that the operators lose."
  cost: BigDecimal!
  "gain - cost, above 0."
  profit: BigDecimal!
}

"An AVS as an attacker sees it. Values are in the unit of the stake."
type RobustnessAvs {
  "The AVS."
  avs: RiskMember!
  "What corrupting it is worth, as assumed; null: no assumption."
  profit: BigDecimal
  "Stake behind it."
  stake: BigDecimal!
  "Stake that must misbehave: threshold times \`stake\`. Null without a threshold."
  stakeToCorrupt: BigDecimal
  "Most that it may be worth, the others as assumed, so that nothing is proven to fail; below 0: the others alone are worth too much. Rounded down. Null without assumptions, or without stake."
  headroom: BigDecimal
  "Least that a coalition loses that corrupts it: the break-even profit. Null without a threshold, or without stake."
  costOfCorruption: CorruptionCost
}

"Least that a coalition loses that reaches the threshold, or bounds around it."
type CorruptionCost {
  "Proven: no coalition loses less. Rounded down."
  lower: BigDecimal!
  "A coalition loses this much."
  upper: BigDecimal!
  "Whether \`upper\` is the least."
  isExact: Boolean!
  "A coalition that loses \`upper\`."
  operators: [RiskMember!]!
}
`

interface Assumptions {
  profit?: readonly { avs: string; value: string }[] | null
  threshold?: string | null
  psi?: string | null
}

export interface RobustnessArguments extends MatrixArguments {
  assumptions?: Assumptions | null
  search?: number | null
}

/** Two searches: for an attack as profitable as it gets, and for the proof that none is, with a margin for rounding. */
const MARGIN = ratio(1_000_001n, 1_000_000n)

async function searchAttacks(
  solver: Solver,
  network: RestakingNetwork,
  seconds: number,
  observer: ProgressObserver,
): Promise<AttackSearch[]> {
  if (seconds === 0) return []
  const solve = observedSolver(solver, seconds, observer)
  const found: AttackSearch[] = []
  for (const scale of [ratio(1n), MARGIN]) {
    const search = attackModel(network, scale)
    found.push(readAttack(search, await solve(search.model, seconds / 2)))
  }
  return found
}

/**
 * Reads what `robustness` needs.
 * @param mostSeconds that a search may take
 * @throws ApiError on arguments that cannot be
 */
export async function prepareRobustness(
  sources: RiskSources,
  args: RobustnessArguments,
  context: ApiContext,
  mostSeconds: number,
): Promise<Work<unknown>> {
  const given = readAssumptions(args.assumptions ?? {})
  const seconds = readSeconds(args.search ?? 0, mostSeconds)
  const measured = await measure(sources, args, context, true)
  return async (observer) => {
    const assumptions = echo(args.assumptions ?? {})
    const none = (meta: Meta) => ({ freeAttacks: [], perAvs: [], meta: { ...meta, assumptions } })
    if (!('matrix' in measured)) return none(measured.meta)
    if (args.basis !== 'SLASHABLE' && args.basis !== 'MIN_SLASHABLE') {
      const pools = measured.valuation.weights.filter((weight) => weight !== null).length
      // Of several pools each AVS would accept a part of an operator's stake only, and the model knows no parts.
      if (pools > 1) return none({ ...measured.meta, nullReason: 'NOT_DEFINED' })
    }
    const exposure = withStake(measured.matrix('SERVICE'))
    const unknownAvs = [...given.profits.keys()].find((avs) => place(exposure.columns, avs)! < 0)
    if (unknownAvs !== undefined) return none({ ...measured.meta, nullReason: 'UNKNOWN_SCOPE' })
    const isShared = args.basis === 'REGISTERED' || args.basis === 'DELEGATED'
    const thresholds = exposure.columns.map(() => given.threshold ?? ratio(1n))
    const sharing = isShared ? 'SHARED' : 'UNIQUE'
    const network = networkOf(exposure, sharing, profitsOf(exposure, given), thresholds)
    const owner = isShared ? [...exposure.rows.keys()] : [...exposure.row]
    const isComplete = given.threshold !== null && given.profits.size > 0
    const perAvs = avsList(exposure, network, given, isComplete)
    const meta: Meta = {
      ...measured.meta,
      assumptions,
      nullReason: isComplete ? null : 'ASSUMPTION_MISSING',
    }
    if (!isComplete) return { freeAttacks: [], perAvs, meta }
    const search = (one: RestakingNetwork) => searchAttacks(sources.solver, one, seconds, observer)
    return { ...(await judge(network, owner, exposure, given, search)), perAvs, meta }
  }
}

interface Given {
  profits: ReadonlyMap<string, Ratio>
  threshold: Ratio | null
  psi: Ratio | null
}

function readAssumptions({ profit, threshold, psi }: Assumptions): Given {
  const profits = new Map<string, Ratio>()
  for (const { avs, value } of profit ?? []) {
    const key = address('assumptions.profit.avs', avs)
    if (profits.has(key)) throw bad('assumptions.profit.avs', avs, 'It has a profit already.')
    profits.set(key, readAmount('assumptions.profit.value', value))
  }
  return {
    profits,
    threshold: threshold == null ? null : readThreshold('assumptions.threshold', threshold),
    psi: psi == null ? null : readPart('assumptions.psi', psi),
  }
}

function echo({ profit, threshold, psi }: Assumptions): Meta['assumptions'] {
  const list = (profit ?? []).map(({ avs, value }) => ({
    name: `profit of ${avs.toLowerCase()}`,
    value,
  }))
  if (list.length > 0) list.push({ name: 'profit of all other AVSs', value: '0' })
  if (threshold != null) list.push({ name: 'threshold', value: threshold })
  if (psi != null) list.push({ name: 'psi', value: psi })
  return list
}

/** A member without stake behind an AVS has no part in an attack on it. */
function withStake(exposure: Exposure): Exposure {
  return exposureFrom(exposure, exposure.rows, function* () {
    for (let column = 0; column < exposure.columns.length; column++) {
      for (let entry = exposure.start[column]!; entry < exposure.start[column + 1]!; entry++) {
        const value = exposure.value[entry]!
        if (value > 0n) yield [column, exposure.row[entry]!, value]
      }
    }
  })
}

function profitsOf(exposure: Exposure, { profits }: Given): bigint[] {
  // In units of 1 / unit, rounded up: an attacker does not gain less than assumed.
  return exposure.columns.map((avs) => {
    const profit = profits.get(avs)
    return profit ? (profit.num * exposure.unit + profit.den - 1n) / profit.den : 0n
  })
}

function avsList(exposure: Exposure, network: RestakingNetwork, given: Given, isComplete: boolean) {
  const rooms = isComplete ? headroom(network) : null
  const { threshold } = given
  return exposure.columns.flatMap((avs, column) => {
    const profit = given.profits.get(avs)
    const isEmpty = exposure.start[column] === exposure.start[column + 1]
    if (isEmpty && profit === undefined) return []
    const cost = threshold && costOfCorruption(exposure, exposure, column, threshold)
    const stake = ratio(network.securing[column]!, network.unit)
    const room = rooms && stake.num > 0n ? rooms[column]! : null
    return [
      {
        avs: member(avs),
        profit: profit === undefined ? null : toDecimal(profit),
        stake: toDecimal(stake),
        stakeToCorrupt: threshold && toDecimal(multiply(threshold, stake)),
        headroom: room && toDecimal(room, 'DOWN'),
        costOfCorruption: cost && cost.nullReason === null ? showCost(cost, exposure) : null,
      },
    ]
  })
}

function showCost({ lower, upper, exact, members }: CostOfCorruption, { rows }: Exposure) {
  return {
    lower: toDecimal(lower, 'DOWN'),
    upper: toDecimal(upper, 'UP'),
    isExact: exact,
    operators: members.map((row) => member(rows[row]!)),
  }
}

async function judge(
  network: RestakingNetwork,
  owner: readonly number[],
  exposure: Exposure,
  { psi }: Given,
  search: (network: RestakingNetwork) => Promise<AttackSearch[]>,
) {
  const operator = (validator: number): Member => member(exposure.rows[owner[validator]!]!)
  const avs = (service: number): Member => member(exposure.columns[service]!)
  const plain = certificate(network)
  const rounded = roundedCertificate(network)
  const exact = exactSlack(network)
  const known = verdict(network)
  const found = known.status === 'UNDECIDED' ? verdict(network, await search(network)) : known
  const bound =
    psi && rounded.gamma && plain.freeAttacks.length === 0 ? lossBound(rounded.gamma, psi) : null
  return {
    verdict: found.status,
    method: found.status === 'CERTIFIED' ? found.by : null,
    gamma: plain.gamma && toDecimal(plain.gamma, 'DOWN'),
    gammaRounded: rounded.gamma && toDecimal(rounded.gamma, 'DOWN'),
    gammaExact: exact.nullReason === null ? toDecimal(exact.gamma, 'DOWN') : null,
    breakEvenScale: rounded.breakEvenScale && toDecimal(rounded.breakEvenScale, 'DOWN'),
    lossBound: bound && toDecimal(bound, 'UP'),
    profitAtMost: found.status === 'UNDECIDED' ? toDecimal(found.profitAtMost, 'UP') : null,
    tightest: plain.binding[0] === undefined ? null : operator(plain.binding[0]),
    freeAttacks: plain.freeAttacks.map(avs),
    attack:
      found.status === 'ATTACK' ? showAttack(found.witness, network.unit, operator, avs) : null,
  }
}

function showAttack(
  { validators, services, gain, cost }: Coalition,
  unit: bigint,
  operator: (validator: number) => Member,
  avs: (service: number) => Member,
) {
  const operators = new Map(validators.map(operator).map((one) => [one.id, one]))
  return {
    operators: [...operators.values()],
    avss: services.map(avs),
    gain: toDecimal(ratio(gain, unit)),
    cost: toDecimal(ratio(cost, unit)),
    profit: toDecimal(ratio(gain - cost, unit)),
  }
}

/** Field `robustness`. */
export function robustnessSchema(sources: RiskSources): SchemaPart {
  return {
    typeDefs,
    resolvers: {
      Query: {
        async robustness(_: unknown, args: RobustnessArguments, context) {
          return (await prepareRobustness(sources, args, context, FIELD_SECONDS))(UNOBSERVED)
        },
      },
    },
  }
}

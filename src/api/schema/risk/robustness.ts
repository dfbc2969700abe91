import {
  type Attack,
  exactSecurity,
  findAttack,
  MAX_ENUMERATED,
  profitOf,
} from '../../../risk/attack'
import { certificate, headroom, lossBound, roundedCertificate } from '../../../risk/certificate'
import { corruptionCost } from '../../../risk/corruption-cost'
import { type Rounding, toDecimal } from '../../../risk/decimal'
import type { Exposure } from '../../../risk/exposure'
import { add, multiply, type Ratio, ratio } from '../../../risk/ratio'
import { type RobustNetwork, stakeToCorrupt } from '../../../risk/robust-network'
import type { ApiContext } from '../../context'
import type { SchemaPart } from '../part'
import { address, bad, place, readPart, readThreshold } from './arguments'
import { type MatrixArguments, matrixArguments, measure } from './matrix'
import { type Member, type Meta, member } from './meta'
import type { RiskSources } from './sources'
import { readAmount } from './values'

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
  robustness(
    "What is assumed."
    assumptions: RobustnessAssumptions
${matrixArguments}
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
  "gamma*: attacks cost at least (1 + gamma) times what they gain (Corollary 2). Below 0 nothing is proven by it. Null: nothing to gain, or no assumptions."
  gamma: BigDecimal
  "The same with stake rounded up to what groups of operators really have; at least gamma, and as proven."
  gammaRounded: BigDecimal
  "The exact slack, by trying every coalition; null for more than 18 operators with stake."
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
}
`

interface Assumptions {
  profit?: readonly { avs: string; value: string }[] | null
  threshold?: string | null
  psi?: string | null
}

interface Arguments extends MatrixArguments {
  assumptions?: Assumptions | null
}

function robustness(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const given = readAssumptions(args.assumptions ?? {})
    const measured = await measure(sources, args, context, true)
    const assumptions = echo(args.assumptions ?? {})
    const none = (meta: Meta) => ({ freeAttacks: [], perAvs: [], meta: { ...meta, assumptions } })
    if (!('matrix' in measured)) return none(measured.meta)
    if (args.basis !== 'SLASHABLE' && args.basis !== 'MIN_SLASHABLE') {
      const pools = measured.valuation.weights.filter((weight) => weight !== null).length
      // Of several pools each AVS would accept a part of an operator's stake only, and the model knows no parts.
      if (pools > 1) return none({ ...measured.meta, nullReason: 'NOT_DEFINED' })
    }
    const exposure = measured.matrix('SERVICE')
    const unknownAvs = [...given.profits.keys()].find((avs) => place(exposure.columns, avs)! < 0)
    if (unknownAvs !== undefined) return none({ ...measured.meta, nullReason: 'UNKNOWN_SCOPE' })
    const isShared = args.basis === 'REGISTERED' || args.basis === 'DELEGATED'
    const { network, owner } = networkOf(exposure, isShared, given)
    const isComplete = given.threshold !== null && given.profits.size > 0
    const perAvs = avsList(exposure, network, given, isComplete)
    const meta: Meta = {
      ...measured.meta,
      assumptions,
      nullReason: isComplete ? null : 'ASSUMPTION_MISSING',
    }
    if (!isComplete) return { freeAttacks: [], perAvs, meta }
    return { ...judge(network, owner, exposure, given), perAvs, meta }
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

/** The network of the model, and the operator whom each of its validators stands for. */
function networkOf(exposure: Exposure, isShared: boolean, { profits, threshold }: Given) {
  const { columns, rows, start, row, value } = exposure
  const owner = isShared ? [...rows.keys()] : [...row]
  const stake: bigint[] = isShared ? rows.map(() => 0n) : [...value]
  if (isShared) {
    row.forEach((one, entry) => {
      // An operator's stake in the one pool, whichever AVS tells it.
      if (value[entry]! > stake[one]!) stake[one] = value[entry]!
    })
  }
  // Stake is in units of 1 / unit; profits are given in whole ones.
  const unit = ratio(exposure.unit)
  const services = columns.map((avs, column) => {
    const entries = Array.from(
      { length: start[column + 1]! - start[column]! },
      (_, i) => start[column]! + i,
    )
    return {
      members: isShared ? entries.map((entry) => row[entry]!) : entries,
      profit: multiply(profits.get(avs) ?? ratio(0n), unit),
      threshold: threshold ?? ratio(1n),
    }
  })
  const network: RobustNetwork = { stake, services }
  return { network, owner }
}

function avsList(exposure: Exposure, network: RobustNetwork, given: Given, isComplete: boolean) {
  const { unit } = exposure
  const rooms = isComplete ? headroom(network) : null
  const show = (value: Ratio, rounding?: Rounding) =>
    toDecimal(multiply(value, ratio(1n, unit)), rounding)
  return exposure.columns.flatMap((avs, column) => {
    const service = network.services[column]!
    const profit = given.profits.get(avs)
    if (service.members.length === 0 && profit === undefined) return []
    const stake = service.members.reduce((sum, one) => sum + network.stake[one]!, 0n)
    const members = service.members.map((one) => ({
      vote: network.stake[one]!,
      loss: network.stake[one]!,
    }))
    const cost = given.threshold && corruptionCost(members, given.threshold)
    const room = rooms?.[column] ?? null
    return [
      {
        avs: member(avs),
        profit: profit === undefined ? null : toDecimal(profit),
        stake: show(ratio(stake)),
        stakeToCorrupt: given.threshold && show(stakeToCorrupt(network, service)),
        headroom: room && show(room, 'DOWN'),
        costOfCorruption: cost && {
          lower: show(cost.lower, 'DOWN'),
          upper: show(ratio(cost.upper)),
          isExact: cost.isExact,
        },
      },
    ]
  })
}

function judge(
  network: RobustNetwork,
  owner: readonly number[],
  exposure: Exposure,
  { psi }: Given,
) {
  const operator = (validator: number): Member => member(exposure.rows[owner[validator]!]!)
  const avs = (service: number): Member => member(exposure.columns[service]!)
  const plain = certificate(network)
  const rounded = roundedCertificate(network)
  const { freeAttacks } = plain
  const isSmall = network.stake.filter((stake) => stake > 0n).length <= MAX_ENUMERATED
  const exact = isSmall ? exactSecurity(network) : null
  const isProven = freeAttacks.length === 0 && (rounded.gamma === null || rounded.gamma.num >= 0n)
  const found = isProven ? null : exact ? exact.best : findAttack(network)
  const attack = found && profitOf(found).num > 0n ? found : null
  const verdict = isProven || (exact && !attack) ? 'CERTIFIED' : attack ? 'ATTACK' : 'UNDECIDED'
  const bound = psi && freeAttacks.length === 0 ? lossBound(rounded.gamma, psi) : null
  return {
    verdict,
    gamma: plain.gamma && toDecimal(plain.gamma, 'DOWN'),
    gammaRounded: rounded.gamma && toDecimal(rounded.gamma, 'DOWN'),
    gammaExact: exact?.gamma ? toDecimal(exact.gamma, 'DOWN') : null,
    breakEvenScale: rounded.gamma && toDecimal(add(rounded.gamma, ratio(1n)), 'DOWN'),
    lossBound: bound && toDecimal(bound, 'UP'),
    tightest: plain.tightest === null ? null : operator(plain.tightest),
    freeAttacks: freeAttacks.map(avs),
    attack: attack && showAttack(attack, operator, avs, exposure.unit),
  }
}

function showAttack(
  attack: Attack,
  operator: (validator: number) => Member,
  avs: (service: number) => Member,
  unit: bigint,
) {
  const show = (value: Ratio) => toDecimal(multiply(value, ratio(1n, unit)))
  const operators = new Map(attack.validators.map(operator).map((one) => [one.id, one]))
  return {
    operators: [...operators.values()],
    avss: attack.services.map(avs),
    gain: show(attack.gain),
    cost: show(ratio(attack.cost)),
    profit: show(profitOf(attack)),
  }
}

/** Field `robustness`. */
export function robustnessSchema(sources: RiskSources): SchemaPart {
  return { typeDefs, resolvers: { Query: { robustness: robustness(sources) } } }
}

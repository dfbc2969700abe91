import { columnTotals } from '../../risk/graph/columns'
import type { Exposure } from '../../risk/graph/exposure'
import type { SharedBucket } from '../../risk/graph/shared-buckets'
import { add, ceil, compare, type Ratio, ratio } from '../../risk/math/ratio'
import { type AttackSearch, attackModel, readAttack } from '../../risk/robustness/attack-model'
import { certificate, lossBound } from '../../risk/robustness/certificate'
import { costOfCorruption } from '../../risk/robustness/corruption'
import { exactSlack } from '../../risk/robustness/exact-slack'
import { headroom } from '../../risk/robustness/headroom'
import { lossSlack } from '../../risk/robustness/loss-slack'
import type { RestakingNetwork } from '../../risk/robustness/network'
import { networkOf } from '../../risk/robustness/network-of-exposure'
import { type OpenServices, openServices } from '../../risk/robustness/open-services'
import { roundedCertificate } from '../../risk/robustness/rounded-certificate'
import { verdict } from '../../risk/robustness/verdict'
import type { Computation } from '../define/computation'
import { observedSolver } from '../define/work'
import type { SettledAssumptions, Values } from './robustness-types'

const MARGIN = ratio(1_000_001n, 1_000_000n)

interface AttackQuestion {
  /** Stake that has a price. */
  readonly exposure: Exposure
  /** By AVS: whether stake without a price is behind it, too. */
  readonly isOpen: readonly boolean[]
  /** Buckets that operators share, behind its entries. */
  readonly buckets: readonly SharedBucket[]
  /** Whether all AVSs count on the same stake of an operator. */
  readonly isShared: boolean
  /** Whether the theorems apply to this stake; otherwise only costs of corruption are computed. */
  readonly isDefined: boolean
  readonly given: SettledAssumptions
  /** Seconds. */
  readonly search: number
}

/** What is known of one AVS. */
export type JudgedAvs = Pick<
  Values['perAvs'][number],
  'headroom' | 'costOfCorruption' | 'costToForge' | 'costToHalt'
>

/** What is known about attacks on each AVS, and on all together; null: profits are missing. */
export const judgeAttacks: Computation<
  AttackQuestion,
  { readonly avss: readonly JudgedAvs[]; readonly judged: Omit<Values, 'perAvs'> | null }
> = {
  name: 'judgeAttacks',
  async run(question, solver, observer) {
    const { exposure, buckets, isOpen, isShared, isDefined, given, search } = question
    const thresholds = exposure.columns.map((avs) => given.quorums.get(avs) ?? given.threshold)
    if (!isDefined) return { avss: costs(question, thresholds, null), judged: null }
    const profits = wholeProfits(exposure, given)
    const network = (profits: readonly bigint[]) =>
      networkOf(exposure, isShared ? 'SHARED' : 'UNIQUE', profits, thresholds, buckets)
    const isComplete = given.profit.size > 0
    const rooms = isComplete ? headroom(network(profits)) : null
    const avss = costs(question, thresholds, rooms)
    if (!isComplete) return { avss, judged: null }
    const owner = isShared ? [...exposure.rows.keys()] : [...exposure.row]
    const holders = [...owner.map((row) => exposure.rows[row]!), ...buckets.map(({ pool }) => pool)]
    const solve = observedSolver(solver, search, observer)
    // What has a price as a whole is judged as it is; of the rest only the priced part is known.
    const known = network(profits.map((profit, avs) => (isOpen[avs] ? 0n : profit)))
    const hasOpen = profits.some((profit, avs) => isOpen[avs] && profit > 0n)
    // Stake that several count on ties all AVSs together.
    const isTied = buckets.length > 0 && hasOpen
    const open = openServices(
      network(profits.map((profit, avs) => (isOpen[avs] || isTied ? profit : 0n))),
    )
    /** For the most profitable attack, and for the proof that none pays, with a margin. */
    const searches = async () => {
      const found: AttackSearch[] = []
      for (const scale of search > 0 ? [ratio(1n), MARGIN] : []) {
        const attack = attackModel(known, scale)
        found.push(readAttack(attack, await solve(attack.model, search / 2)))
      }
      return found
    }
    const losses = buckets.length > 0 ? lossSlack(network(profits)) : undefined
    const judged = await judge(known, open, { holders, avss: exposure.columns }, searches)
    const { bound, nullReason } = boundOf(given.psi, judged, losses)
    return { avss, judged: { ...judged, lossBound: bound, lossBoundNullReason: nullReason } }
  },
}

/** Profits in units of 1 / unit, rounded up: an attacker does not gain less than assumed. */
function wholeProfits(
  { columns, unit }: Exposure,
  { profit }: Pick<SettledAssumptions, 'profit'>,
): bigint[] {
  return columns.map((avs) => {
    const { num, den } = profit.get(avs) ?? ratio(0n)
    return ceil({ num: num * unit, den })
  })
}

/** The smallest part of a total that is more than one less the quorum, which then cannot be reached. */
function haltingPart({ num, den }: Ratio, total: bigint): Ratio {
  return ratio(((den - num) * total) / den + 1n, total)
}

/**
 * The bound of losses after a first loss of psi.
 * @param slack from which it follows; undefined: the one of the certificate
 */
function boundOf(
  psi: Ratio | null,
  { gammaRounded, freeAttacks }: Pick<Values, 'gammaRounded' | 'freeAttacks'>,
  slack: Ratio | null = gammaRounded,
) {
  if (psi === null) return { bound: null, nullReason: 'ASSUMPTION_MISSING' as const }
  const bound = slack && freeAttacks.length === 0 ? lossBound(slack, psi) : null
  return { bound, nullReason: bound === null ? ('NOT_DEFINED' as const) : null }
}

/** @param rooms headroom of each AVS; null: unknown */
function costs(
  { exposure, buckets, isOpen, given: { quorums } }: AttackQuestion,
  thresholds: readonly Ratio[],
  rooms: readonly (Ratio | null)[] | null,
): JudgedAvs[] {
  const totals = columnTotals(exposure)
  return exposure.columns.map((avs, column) => {
    const total = totals[column]!
    const none = { headroom: null, costOfCorruption: null, costToForge: null, costToHalt: null }
    if (total === 0n) return none
    const costAt = (part: Ratio) => {
      const cost = costOfCorruption(exposure, exposure, column, part, buckets)
      return costValues(cost, exposure.rows, isOpen[column]!)
    }
    const quorum = quorums.get(avs)
    return {
      headroom: rooms && rooms[column]!,
      costOfCorruption: costAt(thresholds[column]!),
      costToForge: quorum ? costAt(quorum) : null,
      costToHalt: quorum ? costAt(haltingPart(quorum, total)) : null,
    }
  })
}

/** @param isOpen whether stake without a price is behind it: then the cost has a lower bound, and nothing else is known */
function costValues(
  cost: ReturnType<typeof costOfCorruption>,
  rows: readonly string[],
  isOpen: boolean,
) {
  if (cost.nullReason !== null) return null
  const { relaxed, lower, upper, exact, members } = cost
  if (isOpen) return { lower: relaxed, upper: null, isExact: null, operators: [] }
  return { lower, upper, isExact: exact, operators: members.map((row) => rows[row]!) }
}

/**
 * @param network of AVSs whose stake has a price
 * @param open what is proven of the others; null: there is nothing to gain
 * @param names id of each validator, then of each bucket; and of each service
 * @param search called if nothing else decides
 */
async function judge(
  network: RestakingNetwork,
  open: OpenServices | null,
  { holders, avss }: { readonly holders: readonly string[]; readonly avss: readonly string[] },
  search: () => Promise<AttackSearch[]>,
): Promise<Omit<Values, 'perAvs' | 'lossBound' | 'lossBoundNullReason'>> {
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
    profitAtMost: status === 'UNDECIDED' ? profitBound(network, found, open) : null,
    tightest: tightest === undefined ? null : holders[tightest]!,
    freeAttacks: plain.freeAttacks.map((service) => avss[service]!),
    attack: attack && {
      operators: [...new Set(attack.validators.map((validator) => holders[validator]!))],
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

/** Attacks on AVSs of the two kinds win together no more than each; where buckets tie them together, `open` is of all. */
function profitBound(
  { buckets }: RestakingNetwork,
  found: ReturnType<typeof verdict>,
  open: OpenServices | null,
): Ratio {
  if (open && buckets.length > 0) return open.profitAtMost
  const known = found.status === 'UNDECIDED' ? found.profitAtMost : ratio(0n)
  return open ? add(known, open.profitAtMost) : known
}

import { add, compare, divide, multiply, type Ratio, ratio, subtract } from './ratio'
import { checkNetwork, type RobustNetwork, servicesOf, stakeToCorrupt } from './robust-network'
import { leastCover } from './subset-sum'

const ZERO = ratio(0n)
const ONE = ratio(1n)

/**
 * What is proven about a network against rational attacks.
 *
 * gamma: attacks cost at least (1 + gamma) times what they gain, whoever joins them. 0 or more, and no free attack:
 * no attack pays. Below 0 nothing is proven, which is not the same as an attack.
 */
export interface Certificate {
  /** Null: no service with stake behind it is worth anything, so there is no bound. At least -1. */
  readonly gamma: Ratio | null
  /** A validator that limits gamma; null as `gamma`. */
  readonly tightest: number | null
  /** Services worth something that have no stake behind them: anybody corrupts them for nothing. */
  readonly freeAttacks: readonly number[]
}

/**
 * Certificate of Durvasula and Roughgarden (Robust Restaking Networks, ITCS 2025, Corollary 2): the largest gamma for
 * which, for every validator v, the sum over its services of (stake of v / stake behind s) (1 + gamma) profit / threshold
 * is at most its stake.
 * @throws RangeError as `checkNetwork`
 */
export function certificate(network: RobustNetwork): Certificate {
  checkNetwork(network)
  return certify(
    network,
    network.services.map((service) => stakeToCorrupt(network, service)),
  )
}

/**
 * A stronger certificate: the stake that must misbehave is rounded up to the least that a group of members has. Never
 * below `certificate`, and still proven. Services with many members keep the unrounded stake.
 */
export function roundedCertificate(network: RobustNetwork): Certificate {
  checkNetwork(network)
  return certify(
    network,
    network.services.map((service) => roundedStake(network, service)),
  )
}

function roundedStake(network: RobustNetwork, service: RobustNetwork['services'][0]): Ratio {
  const least = stakeToCorrupt(network, service)
  const cover = leastCover(
    service.members.map((member) => network.stake[member]!),
    least,
  )
  return cover === null ? least : ratio(cover)
}

/**
 * gamma = min 1 / T_v - 1, where T_v sums profit / cost over the services of v.
 *
 * The sums have as many denominators as services, so they are made exact only for validators whose sum in doubles is
 * within the error of doubles of the largest.
 */
function certify(network: RobustNetwork, costs: readonly Ratio[]): Certificate {
  const { services, stake } = network
  const freeAttacks = services.flatMap(({ profit }, service) =>
    profit.num > 0n && costs[service]!.num === 0n ? [service] : [],
  )
  const rates = services.map(({ profit }, service) =>
    costs[service]!.num === 0n ? ZERO : divide(profit, costs[service]!),
  )
  const served = servicesOf(network)
  const staked = served.map((list, validator) => (stake[validator]! > 0n ? list : []))
  const worst = largestSum(staked, rates)
  if (worst === null) return { gamma: null, tightest: null, freeAttacks }
  return { gamma: subtract(divide(ONE, worst.sum), ONE), tightest: worst.position, freeAttacks }
}

/** The largest of the sums of rates over lists, exact; null: all are 0. The first of equal ones. */
export function largestSum(
  lists: readonly (readonly number[])[],
  rates: readonly Ratio[],
): { sum: Ratio; position: number } | null {
  const near = rates.map(({ num, den }) => Number(num) / Number(den))
  const sums = lists.map((list) => list.reduce((sum, one) => sum + near[one]!, 0))
  const largest = sums.reduce((max, sum) => Math.max(max, sum), 0)
  if (largest === 0) return null
  let found: { sum: Ratio; position: number } | null = null
  const seen = new Set<string>()
  sums.forEach((sum, position) => {
    // A sum of n terms in doubles is right to n + 2 units of 2^-53; lists are far shorter than a million.
    if (sum < largest * (1 - 1e-9)) return
    const key = lists[position]!.join()
    if (seen.has(key)) return
    seen.add(key)
    const exact = lists[position]!.reduce((all, one) => add(all, rates[one]!), ZERO)
    if (found === null || compare(exact, found.sum) > 0n) found = { sum: exact, position }
  })
  return found
}

/**
 * Most that a service may be worth, the others unchanged, so that the certificate still holds with gamma 0:
 * (1 - sum of profit / cost of the other services) * cost, at its tightest member. Below 0: the others alone exceed it.
 * Null: no member has stake.
 */
export function headroom(network: RobustNetwork): (Ratio | null)[] {
  checkNetwork(network)
  const costs = network.services.map((service) => stakeToCorrupt(network, service))
  const rates = network.services.map(({ profit }, service) =>
    costs[service]!.num === 0n ? ZERO : divide(profit, costs[service]!),
  )
  const served = servicesOf(network)
  return network.services.map(({ members }, service) => {
    if (costs[service]!.num === 0n) return null
    const others = members
      .filter((member) => network.stake[member]! > 0n)
      .map((member) => served[member]!.filter((one) => one !== service))
    const worst = largestSum(others, rates)?.sum ?? ZERO
    return multiply(subtract(ONE, worst), costs[service]!)
  })
}

/**
 * Most of the stake that can be lost after a first loss of part `psi`, by Theorem 1: (1 + 1/gamma) psi, at most 1.
 * Null unless gamma > 0: then nothing is proven.
 * @throws RangeError unless psi is in [0, 1]
 */
export function lossBound(gamma: Ratio | null, psi: Ratio): Ratio | null {
  if (psi.num < 0n || psi.num > psi.den)
    throw new RangeError(`Not in [0, 1]: ${psi.num}/${psi.den}`)
  // Without anything to gain, no attack follows.
  if (gamma === null) return psi
  if (gamma.num <= 0n) return null
  const bound = multiply(add(ONE, divide(ONE, gamma)), psi)
  return compare(bound, ONE) > 0n ? ONE : bound
}

/** Why nothing local is proven. */
export type NoLocal = 'EMPTY' | 'NOT_CERTIFIABLE'

/** What is proven about some services whatever happens elsewhere. */
export interface LocalCertificate {
  readonly gamma: Ratio | null
  /** Validators that serve these services only. */
  readonly exclusive: readonly number[]
  /** EMPTY: there are none. NOT_CERTIFIABLE: outsiders alone can reach a threshold. Null with gamma null: nothing to gain. */
  readonly nullReason: NoLocal | null
}

/**
 * Local certificate of a coalition of services: thresholds are lowered by all the stake that outsiders could bring, and
 * the condition is asked of validators that serve these services only. With all services it is `certificate`.
 * Under stable attacks the lost part of the exclusive stake stays below (1 + 1/gamma) psi.
 */
export function localCertificate(
  network: RobustNetwork,
  chosen: readonly number[],
): LocalCertificate {
  checkNetwork(network)
  const inside = new Set(chosen)
  const served = servicesOf(network)
  const exclusive = served.flatMap((list, validator) =>
    list.length > 0 && list.every((service) => inside.has(service)) ? [validator] : [],
  )
  if (exclusive.length === 0) return { gamma: null, exclusive, nullReason: 'EMPTY' }
  const own = new Set(exclusive)
  const rates = network.services.map(() => ZERO)
  for (const service of inside) {
    const target = network.services[service]!
    if (target.profit.num === 0n) continue
    const outside = target.members.reduce(
      (sum, member) => (own.has(member) ? sum : sum + network.stake[member]!),
      0n,
    )
    const needed = subtract(stakeToCorrupt(network, target), ratio(outside))
    if (needed.num <= 0n) return { gamma: null, exclusive, nullReason: 'NOT_CERTIFIABLE' }
    rates[service] = divide(target.profit, needed)
  }
  const lists = exclusive.filter((v) => network.stake[v]! > 0n).map((v) => served[v]!)
  const worst = largestSum(lists, rates)
  const gamma = worst && subtract(divide(ONE, worst.sum), ONE)
  return { gamma, exclusive, nullReason: null }
}

/**
 * Rounds that a cascade can take, fewer than k (1 + log_{1 + gamma}(psi * total / (epsilon * gamma))): psi the first loss,
 * epsilon the smallest stake, k the reference depth. Null unless gamma > 0.
 */
export function cascadeLength(
  gamma: Ratio | null,
  psi: Ratio,
  total: bigint,
  smallest: bigint,
  depth: number,
): number | null {
  if (gamma === null || gamma.num <= 0n || psi.num === 0n || smallest <= 0n) return null
  const g = Number(gamma.num) / Number(gamma.den)
  const part = Number(psi.num) / Number(psi.den)
  const log = Math.log((part * Number(total)) / (Number(smallest) * g)) / Math.log1p(g)
  return Math.max(0, depth * (1 + log))
}

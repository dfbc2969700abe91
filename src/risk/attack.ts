import { add, compare, divide, type Ratio, ratio, subtract } from './ratio'
import { checkNetwork, type RobustNetwork, stakeToCorrupt } from './robust-network'

/** Most validators of which every coalition is tried. */
export const MAX_ENUMERATED = 18

/** Validators that misbehave together, and the services that they corrupt. */
export interface Attack {
  readonly validators: readonly number[]
  readonly services: readonly number[]
  /** What the services are worth. */
  readonly gain: Ratio
  /** Stake of the validators, which they lose. */
  readonly cost: bigint
}

/** The services that a coalition corrupts, and what that is worth. */
export function attackBy(network: RobustNetwork, validators: readonly number[]): Attack {
  const inside = new Set(validators)
  const services: number[] = []
  let gain = ratio(0n)
  network.services.forEach((service, index) => {
    const brought = service.members.reduce(
      (sum, member) => (inside.has(member) ? sum + network.stake[member]! : sum),
      0n,
    )
    if (compare(ratio(brought), stakeToCorrupt(network, service)) < 0n) return
    services.push(index)
    gain = add(gain, service.profit)
  })
  const cost = validators.reduce((sum, validator) => sum + network.stake[validator]!, 0n)
  return { validators, services, gain, cost }
}

/** What an attack leaves its coalition: gain less cost. Above 0: it pays. */
export function profitOf({ gain, cost }: Attack): Ratio {
  return subtract(gain, ratio(cost))
}

/** The best attack and the exact slack of a small network. */
export interface ExactSecurity {
  /** Attack with the largest profit, if one gains anything; null: none does. */
  readonly best: Attack | null
  /** Least cost / gain - 1 of all attacks: the largest gamma for which the network has slack. Null: nothing to gain. */
  readonly gamma: Ratio | null
}

/**
 * Tries every coalition of validators.
 * @throws RangeError for more than 18 validators with stake, or as `checkNetwork`
 */
export function exactSecurity(network: RobustNetwork): ExactSecurity {
  checkNetwork(network)
  const staked = network.stake.flatMap((stake, validator) => (stake > 0n ? [validator] : []))
  if (staked.length > MAX_ENUMERATED) {
    throw new RangeError(`Too many coalitions: of ${staked.length} validators`)
  }
  let best: Attack | null = null
  let gamma: Ratio | null = null
  for (let coalition = 0; coalition < 2 ** staked.length; coalition++) {
    const attack = attackBy(
      network,
      staked.filter((_, bit) => (coalition >> bit) & 1),
    )
    if (attack.gain.num === 0n) continue
    const slack = subtract(divide(ratio(attack.cost), attack.gain), ratio(1n))
    if (gamma === null || compare(slack, gamma) < 0n) gamma = slack
    if (best === null || compare(profitOf(attack), profitOf(best)) > 0n) best = attack
  }
  return { best, gamma }
}

/**
 * A profitable attack found by simple means, or null. Finding none proves nothing.
 *
 * For each service its members from the one with the best return on, and from there on whatever service is cheapest to
 * add; every coalition on the way is tried.
 */
export function findAttack(network: RobustNetwork): Attack | null {
  checkNetwork(network)
  let best: Attack | null = null
  const offer = (attack: Attack) => {
    if (compare(profitOf(attack), best ? profitOf(best) : ratio(0n)) > 0n) best = attack
  }
  const served: number[][] = network.stake.map(() => [])
  network.services.forEach(({ members }, service) => {
    for (const member of members) served[member]!.push(service)
  })
  const costs = network.services.map((service) => stakeToCorrupt(network, service))
  network.services.forEach((first, index) => {
    if (first.profit.num === 0n) return
    const coalition = new Set<number>()
    const open = new Set<number>([index])
    for (let round = 0; round < network.services.length && open.size > 0; round++) {
      const next = cheapest(network, costs, coalition, open)
      if (next === null) break
      for (const validator of next.added) coalition.add(validator)
      open.delete(next.service)
      offer(
        attackBy(
          network,
          [...coalition].sort((a, b) => a - b),
        ),
      )
      for (const validator of next.added) {
        for (const service of served[validator]!) {
          if (network.services[service]!.profit.num > 0n) open.add(service)
        }
      }
    }
  })
  return best
}

/** The open service for which the least stake is missing by its gain, and who would have to join. */
function cheapest(
  network: RobustNetwork,
  costs: readonly Ratio[],
  coalition: ReadonlySet<number>,
  open: ReadonlySet<number>,
): { service: number; added: number[] } | null {
  let found: { service: number; added: number[]; price: number } | null = null
  for (const service of open) {
    const { members, profit } = network.services[service]!
    let brought = members.reduce(
      (sum, member) => (coalition.has(member) ? sum + network.stake[member]! : sum),
      0n,
    )
    const needed = costs[service]!
    const added: number[] = []
    let paid = 0n
    // The largest first: few join, and the last is replaced by the smallest that is enough.
    const others = members
      .filter((member) => !coalition.has(member) && network.stake[member]! > 0n)
      .sort((a, b) => (network.stake[a]! > network.stake[b]! ? -1 : 1))
    for (const member of others) {
      if (compare(ratio(brought), needed) >= 0n) break
      brought += network.stake[member]!
      paid += network.stake[member]!
      added.push(member)
    }
    if (compare(ratio(brought), needed) < 0n) continue
    const last = added.at(-1)
    if (last !== undefined) {
      const without = brought - network.stake[last]!
      const smaller = others.findLast(
        (member) =>
          !added.includes(member) && compare(ratio(without + network.stake[member]!), needed) >= 0n,
      )
      if (smaller !== undefined) {
        added[added.length - 1] = smaller
        paid += network.stake[smaller]! - network.stake[last]!
      }
    }
    const price = Number(paid) / (Number(profit.num) / Number(profit.den))
    if (found === null || price < found.price) found = { service, added, price }
  }
  return found
}

import { GroupLoss } from './group-loss'
import { neededStake, type RestakingNetwork } from './network'

/**
 * Attacking validators, which lose their stake, and the services that they corrupt. Positions
 * ascending, amounts in network units.
 */
export interface Coalition {
  readonly validators: readonly number[]
  /** All services with a profit that they can corrupt. */
  readonly services: readonly number[]
  /** Sum of the profits. */
  readonly gain: bigint
  /** Sum of the stakes, of a bucket that they share at most what it has. */
  readonly cost: bigint
}

/** The coalition of some validators, exact; services without stake are corrupted by anyone. */
export function coalitionOf(network: RestakingNetwork, members: Iterable<number>): Coalition {
  const validators = [...new Set(members)].sort((a, b) => a - b)
  const inside = new Set(validators)
  const need = neededStake(network)
  const services = network.services.flatMap((service, position) => {
    if (service.profit === 0n) return []
    const stake = service.validators.reduce(
      (sum, validator) => (inside.has(validator) ? sum + network.stake[validator]! : sum),
      0n,
    )
    return stake >= need[position]! ? [position] : []
  })
  return {
    validators,
    services,
    gain: services.reduce((sum, service) => sum + network.services[service]!.profit, 0n),
    cost: GroupLoss.of(network, validators).total,
  }
}

/**
 * A coalition that is at least as profitable, by local search: single validators are added and
 * removed while that pays.
 *
 * Repairs the rounding errors of a solver: a service that is missed by a small amount, a member
 * without effect.
 */
export function improve(network: RestakingNetwork, coalition: Coalition): Coalition {
  const { stake, services, servicesOf } = network
  const inside = new Set(coalition.validators)
  const loss = GroupLoss.of(network, inside)
  const need = neededStake(network)
  const reached = services.map(({ validators }) =>
    validators.reduce(
      (sum, validator) => (inside.has(validator) ? sum + stake[validator]! : sum),
      0n,
    ),
  )
  /** Change of gain - cost if a validator joins (step 1) or leaves (step -1). */
  const change = (validator: number, step: 1n | -1n) =>
    servicesOf[validator]!.reduce((sum, service) => {
      const before = reached[service]! >= need[service]!
      const after = reached[service]! + step * stake[validator]! >= need[service]!
      return before === after ? sum : sum + step * services[service]!.profit
    }, -loss.change(validator, step))
  for (let improved = true; improved; ) {
    improved = false
    for (let validator = 0; validator < stake.length; validator++) {
      const step = inside.has(validator) ? -1n : 1n
      if (change(validator, step) <= 0n) continue
      for (const service of servicesOf[validator]!) reached[service]! += step * stake[validator]!
      loss.apply(validator, step)
      if (step > 0n) inside.add(validator)
      else inside.delete(validator)
      improved = true
    }
  }
  return coalitionOf(network, inside)
}

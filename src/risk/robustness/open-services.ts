import { add, multiply, type Ratio, ratio, subtract } from '../math/ratio'
import { certificate } from './certificate'
import { corruptingStake, freeAttacks, type RestakingNetwork } from './network'

/** What is proven of services with stake that has no price: their stake is at least what the network has. */
export interface OpenServices {
  /**
   * Lower bound of the slack: the plain certificate, which more stake behind a service only
   * strengthens. Null: nothing is proven, because nothing behind a service with a profit has a price.
   */
  readonly gamma: Ratio | null
  /** No attack on them wins more than this beyond its cost, in units of the stakes. */
  readonly profitAtMost: Ratio
  /** Validators that limit gamma, ascending. */
  readonly binding: readonly number[]
}

/**
 * Guarantees for services whose stake is known in part. Coalitions are not known, so what rests on
 * them (rounded certificate, enumeration, search) proves nothing, and no attack is found.
 * @param network of these services alone: each validator secures one of them. If they share buckets, of all services
 * @returns null if none has a profit
 */
export function openServices(network: RestakingNetwork): OpenServices | null {
  const { services, unit } = network
  if (services.every(({ profit }) => profit === 0n)) return null
  const { gamma, binding } = certificate(network)
  const proven = freeAttacks(network).length > 0 ? null : gamma
  const profitAtMost =
    network.buckets.length > 0 ? excessOfAll(network, proven) : excessOfEach(network)
  return {
    gamma: proven,
    profitAtMost: ratio(profitAtMost.num, profitAtMost.den * unit),
    binding,
  }
}

/** Profits beyond what corrupts each service: where no stake is that of several, attacks win these together. */
function excessOfEach(network: RestakingNetwork): Ratio {
  return network.services.reduce((sum, { profit }, service) => {
    const excess = subtract(ratio(profit), corruptingStake(network, service))
    return excess.num > 0n ? add(sum, excess) : sum
  }, ratio(0n))
}

/** The cost is at least (1 + gamma) times the gain, which is at most all profits. */
function excessOfAll({ services }: RestakingNetwork, gamma: Ratio | null): Ratio {
  const all = ratio(services.reduce((sum, { profit }) => sum + profit, 0n))
  if (gamma === null) return all
  return gamma.num < 0n ? multiply(all, ratio(-gamma.num, gamma.den)) : ratio(0n)
}

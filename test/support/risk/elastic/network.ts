import { type Ratio, ratio } from '../../../../src/risk/math/ratio'
import { requireThreshold } from '../../../../src/risk/math/threshold'

/** Stake that a validator put at the disposal of a service. */
export interface ElasticAllocation {
  readonly validator: number
  readonly amount: bigint
}

export interface ElasticService {
  /** What corrupting it earns. */
  readonly profit: bigint
  /** Part of the allocated stake that corrupts it, in (0, 1]. */
  readonly threshold: Ratio
  readonly allocations: readonly ElasticAllocation[]
}

/**
 * Elastic restaking network of Bar-Zur and Eyal ("Elastic Restaking Networks", arXiv 2503.00170): a
 * validator may allocate more than its stake in sum; what one service slashes, the others can no
 * longer slash, so allocations stretch over what is left. The model of shared vaults.
 */
export interface ElasticNetwork {
  readonly stake: readonly bigint[]
  readonly services: readonly ElasticService[]
}

/**
 * Checks a network.
 * @throws RangeError on a negative amount, a threshold not in (0, 1], an allocation above the
 * stake, and a validator that does not exist or is named twice
 */
export function elasticNetwork(
  stake: readonly bigint[],
  services: readonly ElasticService[],
): ElasticNetwork {
  for (const amount of [...stake, ...services.map(({ profit }) => profit)]) {
    if (amount < 0n) throw new RangeError(`Negative amount: ${amount}`)
  }
  for (const { threshold, allocations } of services) {
    requireThreshold(threshold)
    if (new Set(allocations.map(({ validator }) => validator)).size < allocations.length) {
      throw new RangeError('A validator is named twice')
    }
    for (const { validator, amount } of allocations) {
      const own = stake[validator]
      if (own === undefined) throw new RangeError(`No validator ${validator}`)
      if (amount < 0n || amount > own) {
        throw new RangeError(`Allocation of ${amount}, stake ${own}`)
      }
    }
  }
  return { stake, services }
}

/**
 * What is left when some services slash all they can: stakes and allocations shrink, and those
 * services are gone.
 */
export function afterByzantine(
  { stake, services }: ElasticNetwork,
  byzantine: ReadonlySet<number>,
): ElasticNetwork {
  const left = [...stake]
  services.forEach(({ allocations }, service) => {
    if (!byzantine.has(service)) return
    for (const { validator, amount } of allocations) {
      left[validator] = left[validator]! > amount ? left[validator]! - amount : 0n
    }
  })
  return {
    stake: left,
    services: services
      .filter((_, service) => !byzantine.has(service))
      .map((service) => ({
        ...service,
        allocations: service.allocations.map(({ validator, amount }) => ({
          validator,
          amount: amount < left[validator]! ? amount : left[validator]!,
        })),
      })),
  }
}

/** Stake that corrupts each service: threshold * all that is allocated to it. */
export function corruptingAllocations({ services }: ElasticNetwork): Ratio[] {
  return services.map(({ threshold, allocations }) => {
    const total = allocations.reduce((sum, { amount }) => sum + amount, 0n)
    return ratio(threshold.num * total, threshold.den)
  })
}

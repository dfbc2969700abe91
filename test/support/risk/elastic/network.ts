import { type Ratio, ratio } from '../../../../src/risk/math/ratio'
import { requireThreshold } from '../../../../src/risk/math/threshold'

/** Stake that a validator allocated to a service. */
export interface ElasticAllocation {
  readonly validator: number
  readonly amount: bigint
}

export interface ElasticService {
  /** Profit from corrupting it. */
  readonly profit: bigint
  /** Fraction of the allocated stake that corrupts it, in (0, 1]. */
  readonly threshold: Ratio
  readonly allocations: readonly ElasticAllocation[]
}

/**
 * Elastic restaking network of Bar-Zur and Eyal ("Elastic Restaking Networks", arXiv 2503.00170):
 * the allocations of a validator may exceed its stake in sum. Stake that one service slashed cannot
 * be slashed by others, so allocations stretch over the rest. The model of shared vaults.
 */
export interface ElasticNetwork {
  readonly stake: readonly bigint[]
  readonly services: readonly ElasticService[]
}

/**
 * Checks a network.
 * @throws RangeError on a negative amount, a threshold outside (0, 1], an allocation above the
 * stake, an unknown validator or one listed more than once
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
      throw new RangeError('A validator is listed more than once')
    }
    for (const { validator, amount } of allocations) {
      const own = stake[validator]
      if (own === undefined) throw new RangeError(`Unknown validator: ${validator}`)
      if (amount < 0n || amount > own) {
        throw new RangeError(`Allocation of ${amount}, stake ${own}`)
      }
    }
  }
  return { stake, services }
}

/**
 * The network after some services slashed all they can: without them, and with the stake and
 * allocations left.
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

/** Stake that corrupts each service: threshold * stake allocated to it. */
export function corruptingAllocations({ services }: ElasticNetwork): Ratio[] {
  return services.map(({ threshold, allocations }) => {
    const total = allocations.reduce((sum, { amount }) => sum + amount, 0n)
    return ratio(threshold.num * total, threshold.den)
  })
}

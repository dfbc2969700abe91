import { leastCommonMultiple } from '../math/least-common-multiple'
import { ceil, multiply, type Ratio, ratio } from '../math/ratio'
import { requireThreshold } from '../math/threshold'

/** A service and what an attack on it wins and needs. */
interface NetworkService {
  /** Profit from corrupting it (pi), in units of 1 / `RestakingNetwork.unit`. */
  readonly profit: bigint
  /** Fraction of its stake that corrupts it (alpha), in (0, 1]. */
  readonly threshold: Ratio
  /** Positions of the validators whose stake secures it, ascending. */
  readonly validators: readonly number[]
}

/**
 * Restaking network of Durvasula and Roughgarden ("Robust Restaking Networks", ITCS 2025): all
 * stake of a validator secures every service that it serves. Amounts are integers in units of 1 /
 * `unit`; validators and services are referred to by position.
 */
export interface RestakingNetwork {
  readonly unit: bigint
  /** Stake of each validator (sigma). */
  readonly stake: readonly bigint[]
  readonly services: readonly NetworkService[]
  /** Sum of the stakes behind each service. */
  readonly securing: readonly bigint[]
  /** Positions of the services of each validator, ascending. */
  readonly servicesOf: readonly (readonly number[])[]
}

/** A service as given to `restakingNetwork`; see `NetworkService`. */
interface ServiceInput {
  readonly profit: bigint | Ratio
  readonly threshold: Ratio
  readonly validators: readonly number[]
}

/**
 * A network from stakes and profits in one numeraire; fractions are put over a common denominator.
 * @throws RangeError on a negative amount, a threshold outside (0, 1], an unknown validator or one
 * listed more than once
 */
export function restakingNetwork(
  stakes: readonly (bigint | Ratio)[],
  services: readonly ServiceInput[],
): RestakingNetwork {
  const amounts = [...stakes, ...services.map(({ profit }) => profit)]
  const unit = amounts.reduce<bigint>(
    (common, amount) =>
      typeof amount === 'bigint' ? common : leastCommonMultiple(common, amount.den),
    1n,
  )
  const whole = (amount: bigint | Ratio) => {
    const value = typeof amount === 'bigint' ? amount * unit : (amount.num * unit) / amount.den
    if (value < 0n) throw new RangeError(`Negative amount: ${value}/${unit}`)
    return value
  }
  const stake = stakes.map(whole)
  const servicesOf: number[][] = stake.map(() => [])
  services.forEach(({ threshold, validators }, service) => {
    requireThreshold(threshold)
    for (const validator of validators) {
      const own = servicesOf[validator]
      if (own === undefined) throw new RangeError(`Unknown validator: ${validator}`)
      if (own.at(-1) === service)
        throw new RangeError(`Validator ${validator} is listed more than once`)
      own.push(service)
    }
  })
  return {
    unit,
    stake,
    services: services.map(({ profit, threshold, validators }) => ({
      profit: whole(profit),
      threshold,
      validators: [...validators].sort((a, b) => a - b),
    })),
    securing: services.map(({ validators }) =>
      validators.reduce((sum, validator) => sum + stake[validator]!, 0n),
    ),
    servicesOf,
  }
}

/** Stake that corrupts a service, threshold * total, in network units; can be fractional. */
export function corruptingStake({ services, securing }: RestakingNetwork, service: number): Ratio {
  return multiply(services[service]!.threshold, ratio(securing[service]!))
}

/**
 * Minimum integer stake that corrupts each service, in network units: `corruptingStake`, rounded
 * up.
 */
export function neededStake(network: RestakingNetwork): bigint[] {
  return network.services.map((_, service) => ceil(corruptingStake(network, service)))
}

/** Services with a profit and without stake: anyone can corrupt them at no cost. */
export function freeAttacks({ services, securing }: RestakingNetwork): number[] {
  return services.flatMap(({ profit }, service) =>
    profit > 0n && securing[service] === 0n ? [service] : [],
  )
}

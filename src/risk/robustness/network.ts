import { multiply, type Ratio, ratio } from '../math/ratio'
import { requireThreshold } from '../math/threshold'

/** A service as its attackers see it. */
export interface NetworkService {
  /** What corrupting it earns (pi), in units of 1 / `RestakingNetwork.unit`. */
  readonly profit: bigint
  /** Part of its stake that corrupts it (alpha), in (0, 1]. */
  readonly threshold: Ratio
  /** Positions of the validators whose stake secures it, ascending. */
  readonly validators: readonly number[]
}

/**
 * Restaking network of Durvasula and Roughgarden ("Robust Restaking Networks", ITCS 2025): each validator has one stake,
 * all of which secures every service that it serves.
 *
 * Amounts are integers in units of 1 / `unit`.
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

/** A service to build a network of. */
export interface ServiceInput {
  readonly profit: bigint | Ratio
  readonly threshold: Ratio
  readonly validators: readonly number[]
}

/**
 * A network of stakes and profits in one numeraire; fractions are put over a common denominator.
 * @throws RangeError on a negative amount, a threshold not in (0, 1], and a validator that does not exist or is named twice
 */
export function restakingNetwork(
  stakes: readonly (bigint | Ratio)[],
  services: readonly ServiceInput[],
): RestakingNetwork {
  const amounts = [...stakes, ...services.map(({ profit }) => profit)]
  const unit = amounts.reduce<bigint>(
    (common, amount) => (typeof amount === 'bigint' ? common : leastMultiple(common, amount.den)),
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
      if (own === undefined) throw new RangeError(`No validator ${validator}`)
      if (own.at(-1) === service) throw new RangeError(`Validator ${validator} named twice`)
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

/** The stake that corrupts a service: threshold * total, as a fraction of units. */
export function corruptingStake({ services, securing }: RestakingNetwork, service: number): Ratio {
  return multiply(services[service]!.threshold, ratio(securing[service]!))
}

/** The least whole amount that corrupts each service: stakes are whole, so nothing below it does. */
export function neededStake(network: RestakingNetwork): bigint[] {
  return network.services.map((_, service) => {
    const { num, den } = corruptingStake(network, service)
    return (num + den - 1n) / den
  })
}

/** Services with something to win and no stake behind them: anyone can corrupt them for nothing. */
export function freeAttacks({ services, securing }: RestakingNetwork): number[] {
  return services.flatMap(({ profit }, service) =>
    profit > 0n && securing[service] === 0n ? [service] : [],
  )
}

function leastMultiple(a: bigint, b: bigint): bigint {
  const { den } = ratio(a, b)
  return a * den
}

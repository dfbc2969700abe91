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

/** What a validator has of a bucket that several count on. */
interface BucketPart {
  readonly validator: number
  readonly amount: bigint
  /** Number of commitments that it is the sum of: each falls with the bucket. */
  readonly lines: number
}

/**
 * A bucket of stake that several validators count on (a Symbiotic vault): together they lose at most what it has, and what it loses
 * is gone for all of them.
 */
export interface NetworkBucket {
  /** Its stake, in network units; without a price in units of its own, as its parts. */
  readonly cap: bigint
  /** Whether it is part of the stakes: a bucket without a price is not, and only how often it is promised counts. */
  readonly isPriced: boolean
  /** Each validator once. */
  readonly parts: readonly BucketPart[]
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
  /** Buckets that validators share; none in the theorems, where the stake of each validator is its own. */
  readonly buckets: readonly NetworkBucket[]
}

/** A service as given to `restakingNetwork`; see `NetworkService`. */
interface ServiceInput {
  readonly profit: bigint | Ratio
  readonly threshold: Ratio
  readonly validators: readonly number[]
}

/** A bucket as given to `restakingNetwork`; see `NetworkBucket`. */
interface BucketInput {
  /** Of a bucket without a price an integer, as its parts. */
  readonly cap: bigint | Ratio
  readonly isPriced: boolean
  readonly parts: readonly (Omit<BucketPart, 'amount'> & { readonly amount: bigint | Ratio })[]
}

/**
 * A network from stakes and profits in one numeraire; fractions are put over a common denominator.
 * @param buckets that validators share; what they have of those with a price is part of their stake
 * @throws RangeError on a negative amount, a threshold outside (0, 1], an unknown validator or one
 * listed more than once, and on parts of buckets that are more than a stake
 */
export function restakingNetwork(
  stakes: readonly (bigint | Ratio)[],
  services: readonly ServiceInput[],
  buckets: readonly BucketInput[] = [],
): RestakingNetwork {
  const priced = buckets.filter(({ isPriced }) => isPriced)
  const amounts = [
    ...stakes,
    ...services.map(({ profit }) => profit),
    ...priced.flatMap(({ cap, parts }) => [cap, ...parts.map(({ amount }) => amount)]),
  ]
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
    buckets: wholeBuckets(buckets, stake, whole),
  }
}

function wholeBuckets(
  buckets: readonly BucketInput[],
  stake: readonly bigint[],
  whole: (amount: bigint | Ratio) => bigint,
): NetworkBucket[] {
  const left = [...stake]
  return buckets.map(({ cap, isPriced, parts }) => {
    const inUnits = (amount: bigint | Ratio) => {
      return isPriced || typeof amount !== 'bigint' ? whole(amount) : amount
    }
    const seen = new Set<number>()
    return {
      cap: inUnits(cap),
      isPriced,
      parts: parts.map((part) => {
        const { validator } = part
        if (left[validator] === undefined) throw new RangeError(`Unknown validator: ${validator}`)
        if (seen.has(validator))
          throw new RangeError(`Validator ${validator} is listed more than once`)
        seen.add(validator)
        const amount = inUnits(part.amount)
        if (isPriced) left[validator] = left[validator]! - amount
        if (left[validator]! < 0n) throw new RangeError(`Parts of validator ${validator} exceed it`)
        return { ...part, amount }
      }),
    }
  })
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

import { divide, type Ratio, ratio, subtract } from '../../../src/risk/math/ratio'
import { type Slack, slackOf } from '../../../src/risk/robustness/certificate'
import { corruptingStake, type RestakingNetwork } from '../../../src/risk/robustness/network'

/** What is proven for a group of services, whatever happens to the others. */
export interface LocalCertificate {
  /** Null with a reason: see `localCertificate`. */
  readonly gamma: Ratio | null
  /** Validators that serve services of the group only, ascending. */
  readonly exclusive: readonly number[]
  /** Their stake, in units of the stakes. */
  readonly exclusiveStake: Ratio
  /** Exclusive validators that limit gamma, ascending. */
  readonly binding: readonly number[]
  /** Services of the group that outsiders alone can corrupt. */
  readonly open: readonly number[]
  readonly nullReason: 'NOT_CERTIFIABLE' | 'NO_EXCLUSIVE_STAKE' | Slack['nullReason']
}

/**
 * Slack of a group of services on the stake that serves this group only, in the worst case: other
 * validators may attack with all their stake. gamma = min 1 / sum(profit / h) - 1 over exclusive
 * validators, with h = threshold * stake - stake of outsiders.
 *
 * gamma > 0: after a shock of psi of the exclusive stake, stable cascades take less than
 * (1 + 1/gamma) * psi of it. Derived here from the local security of Durvasula and Roughgarden; the
 * group of all services gives their global certificate. NOT_CERTIFIABLE: outsiders alone can
 * corrupt a service of the group (`open`). NO_EXCLUSIVE_STAKE: nothing to protect. NO_PROFIT: no
 * service has a profit.
 * @throws RangeError on an unknown service
 */
export function localCertificate(
  network: RestakingNetwork,
  group: readonly number[],
): LocalCertificate {
  const { services, stake, servicesOf, unit } = network
  const inGroup = new Set(group)
  const exclusive = servicesOf.flatMap((own, validator) =>
    own.length > 0 && own.every((service) => inGroup.has(service)) ? [validator] : [],
  )
  const isExclusive = new Set(exclusive)
  const margin = new Map<number, Ratio>()
  for (const service of inGroup) {
    if (!services[service]) throw new RangeError(`Unknown service: ${service}`)
    const outside = services[service].validators.reduce(
      (sum, validator) => (isExclusive.has(validator) ? sum : sum + stake[validator]!),
      0n,
    )
    margin.set(service, subtract(corruptingStake(network, service), ratio(outside)))
  }
  const open = [...margin]
    .filter(([service, { num }]) => services[service]!.profit > 0n && num <= 0n)
    .map(([service]) => service)
    .sort((a, b) => a - b)
  const exclusiveStake = ratio(
    exclusive.reduce((sum, validator) => sum + stake[validator]!, 0n),
    unit,
  )
  const nothing = { gamma: null, exclusive, exclusiveStake, binding: [], open }
  if (open.length > 0) return { ...nothing, nullReason: 'NOT_CERTIFIABLE' }
  if (exclusiveStake.num === 0n) return { ...nothing, nullReason: 'NO_EXCLUSIVE_STAKE' }
  const shares = services.map(({ profit }, service) => {
    const room = margin.get(service)
    return room && profit > 0n ? divide(ratio(profit), room) : null
  })
  const { gamma, binding, nullReason } = slackOf(network, shares, exclusive)
  return { gamma, exclusive, exclusiveStake, binding, open, nullReason }
}

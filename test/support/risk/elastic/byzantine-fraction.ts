import { add, compare, divide, type Ratio, ratio } from '../../../../src/risk/math/ratio'
import { elasticAttack, MAX_CHOICES, type NoElasticAttack, overAllocated, subset } from './attack'
import { afterByzantine, type ElasticNetwork } from './network'

/** Minimum fraction of Byzantine services after which an attack on the others breaks even. */
export interface ByzantineFraction {
  /** Weighted by profit / threshold, in [0, 1]. 0: attackable without any. 1: all of them. */
  readonly fraction: Ratio
  /** The Byzantine services, ascending. */
  readonly byzantine: readonly number[]
  readonly nullReason: null
}

/**
 * Minimum weight of Byzantine services, which slash all they can, after which an attack wins at
 * least its cost; by enumeration. A network in which an attack breaks even counts as attackable, as
 * in the reference implementation. NO_PROFIT and TOO_LARGE as `elasticAttack`, of services and
 * over-allocated validators together.
 */
export function byzantineFraction(network: ElasticNetwork): ByzantineFraction | NoElasticAttack {
  const { services } = network
  const weights = services.map(({ profit, threshold }) => divide(ratio(profit), threshold))
  const all = weights.reduce(add, ratio(0n))
  if (all.num === 0n) return { nullReason: 'NO_PROFIT' }
  if (services.length + overAllocated(network).length > MAX_CHOICES) {
    return { nullReason: 'TOO_LARGE' }
  }
  const positions = services.map((_, service) => service)
  let best = { fraction: ratio(1n), byzantine: positions }
  for (let choice = 0; choice < 2 ** services.length; choice++) {
    const byzantine = subset(positions, choice)
    const fraction = divide(
      byzantine.reduce((sum, service) => add(sum, weights[service]!), ratio(0n)),
      all,
    )
    if (compare(fraction, best.fraction) >= 0n) continue
    const attack = elasticAttack(afterByzantine(network, new Set(byzantine)))
    if (attack.nullReason === null && attack.profit.num >= 0n) best = { fraction, byzantine }
  }
  return { ...best, nullReason: null }
}

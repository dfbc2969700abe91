import { type Ratio, ratio } from '../math/ratio'
import { type Coalition, coalitionOf } from './coalition'
import { GroupLoss } from './group-loss'
import { neededStake, type RestakingNetwork } from './network'

/**
 * Maximum number of validators that are tried in all combinations: a million, in about a second.
 */
export const MAX_VALIDATORS = 20

/** The exact slack of a small network. */
interface ExactSlack {
  /**
   * Maximum gamma for which no attack wins more than its cost / (1 + gamma). Negative: an attack
   * pays.
   */
  readonly gamma: Ratio
  /** The attack with the minimum cost per profit. It pays if gamma is negative. */
  readonly worst: Coalition
  readonly nullReason: null
}

/**
 * TOO_LARGE: too many validators to try. NO_PROFIT: no service has a profit, so gamma is unlimited.
 */
interface NoExactSlack {
  readonly nullReason: 'TOO_LARGE' | 'NO_PROFIT'
}

/**
 * Slack by trying every coalition: min cost / profit - 1. For networks with at most
 * `MAX_VALIDATORS` validators that have stake and serve a service with a profit.
 */
export function exactSlack(network: RestakingNetwork): ExactSlack | NoExactSlack {
  const { stake, services, servicesOf } = network
  const hasProfit = (service: number) => services[service]!.profit > 0n
  const candidates = servicesOf.flatMap((own, validator) =>
    stake[validator]! > 0n && own.some(hasProfit) ? [validator] : [],
  )
  if (!services.some(({ profit }) => profit > 0n)) return { nullReason: 'NO_PROFIT' }
  if (candidates.length > MAX_VALIDATORS) return { nullReason: 'TOO_LARGE' }

  const need = neededStake(network)
  const reached = services.map(() => 0n)
  const inside = candidates.map(() => false)
  const loss = GroupLoss.of(network, [])
  let gain = services.reduce(
    (sum, { profit }, service) => (need[service] === 0n ? sum + profit : sum),
    0n,
  )
  let best = { cost: 0n, gain, members: [] as number[] }
  // Gray code: consecutive coalitions differ in one validator, that of the lowest set bit of the
  // counter.
  for (let count = 1; count < 2 ** candidates.length; count++) {
    const flipped = 31 - Math.clz32(count & -count)
    const validator = candidates[flipped]!
    loss.apply(validator, inside[flipped] ? -1n : 1n)
    const step = inside[flipped] ? -stake[validator]! : stake[validator]!
    inside[flipped] = !inside[flipped]
    const cost = loss.total
    for (const service of servicesOf[validator]!) {
      const before = reached[service]! >= need[service]!
      reached[service]! += step
      const after = reached[service]! >= need[service]!
      if (before !== after) gain += after ? services[service]!.profit : -services[service]!.profit
    }
    if (gain > 0n && (best.gain === 0n || cost * best.gain < best.cost * gain)) {
      best = { cost, gain, members: candidates.filter((_, index) => inside[index]) }
    }
  }
  const worst = coalitionOf(network, best.members)
  return { gamma: ratio(best.cost - best.gain, best.gain), worst, nullReason: null }
}

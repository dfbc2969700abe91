import { multiply, type Ratio, ratio, subtract } from '../math/ratio'
import { requireThreshold } from '../math/threshold'
import type { Holding, NoValue, Population } from './population'

/** GT: the group holds more than the threshold. GTE: at least the threshold. */
export type NakamotoRule = 'GT' | 'GTE'

/** The smallest group that reaches a threshold. */
export interface Nakamoto {
  /** Size of the group, in [1, n]. */
  readonly count: number
  /** Its members, largest first; one choice of several if members tie, see `tieSet`. */
  readonly members: readonly Holding[]
  /** Excess over the threshold: sum - threshold * total, in the unit of the amounts. */
  readonly margin: Ratio
  /**
   * Holders of the same amount as the last member, if one of them is not in the group; else empty.
   */
  readonly tieSet: readonly Holding[]
  readonly nullReason: null
}

/** No group reaches the threshold. UNREACHABLE: not even all members (GT with threshold 1). */
export interface NoNakamoto {
  readonly nullReason: NoValue | 'UNREACHABLE'
}

/**
 * Nakamoto coefficient: the smallest number of members that together hold more than (GT), or at
 * least (GTE), `threshold` of the total. Exact: compared in integers. Source: Srinivasan and Lee
 * 2017.
 * @throws RangeError unless 0 < threshold <= 1
 */
export function nakamoto(
  population: Population,
  threshold: Ratio,
  rule: NakamotoRule,
): Nakamoto | NoNakamoto {
  requireThreshold(threshold)
  const { members, total, nullReason } = population
  if (nullReason !== null) return { nullReason }
  let sum = 0n
  for (const [index, last] of members.entries()) {
    sum += last.amount
    const distance = threshold.den * sum - threshold.num * total
    if (rule === 'GT' ? distance <= 0n : distance < 0n) continue
    const count = index + 1
    const tied = members[count]?.amount === last.amount
    return {
      count,
      members: members.slice(0, count),
      margin: subtract(ratio(sum), multiply(threshold, ratio(total))),
      tieSet: tied ? members.filter(({ amount }) => amount === last.amount) : [],
      nullReason: null,
    }
  }
  return { nullReason: 'UNREACHABLE' }
}

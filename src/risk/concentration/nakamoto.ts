import { multiply, type Ratio, ratio, subtract } from '../math/ratio'
import { requireThreshold } from '../math/threshold'
import type { Holding, NoValue, Population } from './population'

/** GT: together more than the threshold. GTE: at least the threshold. */
export type NakamotoRule = 'GT' | 'GTE'

/** The smallest group that reaches a threshold. */
export interface Nakamoto {
  /** How many members it takes, in [1, n]. */
  readonly count: number
  /** Who they are, largest first; among equals one choice of several, see `tieSet`. */
  readonly members: readonly Holding[]
  /** What they hold beyond the threshold: sum - threshold * total, in units of the amounts. */
  readonly margin: Ratio
  /** All who hold as much as the last member, if one of them is not a member; else none. */
  readonly tieSet: readonly Holding[]
  readonly nullReason: null
}

/** No group reaches it. UNREACHABLE: all together do not (GT with threshold 1). */
export interface NoNakamoto {
  readonly nullReason: NoValue | 'UNREACHABLE'
}

/**
 * Nakamoto coefficient: the smallest number of members whose sum passes `threshold` of the total.
 *
 * Compared in integers: den * sum > num * total.
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

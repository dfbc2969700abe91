import { type Population, population } from '../concentration/population'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'
import { Value } from '../value/value'
import type { YieldSource, YieldSplit } from './yield-sources'

const YEAR = 365n * 86_400n

/** Share of the yield that has a price, with bounds: unclassified yield may belong to it or not. */
interface SourceShare {
  /** In [0, 1]. Null: some yield is not classified, or see `nullReason`. */
  readonly value: Ratio | null
  /** Lower bound: none of the unclassified yield belongs to it. */
  readonly atLeast: Ratio | null
  /** Upper bound: all of it does. */
  readonly atMost: Ratio | null
  /** Why there is no value. EMPTY: nothing was earned. UNPRICED: nothing of it has a price. */
  readonly nullReason: 'EMPTY' | 'UNPRICED' | 'ASSUMPTION_MISSING' | null
}

/**
 * Share of some sources in the yield.
 *
 * The payer decides what is PROGRAMMATIC, and no token can be declared UNCLASSIFIED: these two
 * shares are always known.
 */
export function sourceShare(
  { total, bySource, none }: YieldSplit,
  sources: readonly YieldSource[],
): SourceShare {
  const sum = Value.sum(
    sources.map((source) => bySource.get(source)!),
    none,
  )
  const isDeclared = sources.some((one) => one !== 'PROGRAMMATIC' && one !== 'UNCLASSIFIED')
  const open =
    isDeclared && !sources.includes('UNCLASSIFIED') ? bySource.get('UNCLASSIFIED')! : none
  const least = sum.share(total)
  if (least.nullReason !== null) {
    const nullReason = least.nullReason === 'ZERO_TOTAL' ? 'EMPTY' : least.nullReason
    return { value: null, atLeast: null, atMost: null, nullReason }
  }
  const isClassified = open.isZero === true
  return {
    value: isClassified ? least.value : null,
    atLeast: least.value,
    atMost: sum.plus(open).share(total).value,
    nullReason: isClassified ? null : 'ASSUMPTION_MISSING',
  }
}

/** Who paid what was earned, of what has a price. */
export function payersOf({ payers, none }: YieldSplit): Population {
  const { amounts } = Value.pricedPart(
    payers.map(({ earned }) => earned),
    none,
  )
  return population(payers.map(({ id }, payer) => ({ id, amount: amounts[payer]! })))
}

/** Seconds until announced rewards are spent at the current rate. ZERO_TOTAL: nothing accrues now. */
export function runway({
  remaining,
  rate,
}: Pick<YieldSplit, 'remaining' | 'rate'>): Answer<Ratio, 'UNPRICED' | 'ZERO_TOTAL'> {
  return remaining.share(rate)
}

/**
 * Yield of 365 days on a stake, at the rate of a window: value * year / (seconds * stake), not
 * compounded. ZERO_TOTAL: there is no stake.
 * @param seconds length of the window, above 0
 */
export function yearly(
  value: Value,
  seconds: bigint,
  stake: Value,
): Answer<Ratio, 'UNPRICED' | 'ZERO_TOTAL'> {
  const once = value.share(stake)
  if (once.nullReason !== null) return unknown(once.nullReason)
  return known(ratio(once.value.num * YEAR, once.value.den * seconds))
}

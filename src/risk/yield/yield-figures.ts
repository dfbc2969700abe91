import { type Ratio, ratio } from '../math/ratio'
import type { YieldSource, YieldSplit } from './yield-sources'

const YEAR = 365n * 86_400n

/** Share of the yield, with bounds: unclassified yield may belong to it or not. */
interface SourceShare {
  /** In [0, 1]; null: some yield is not classified. */
  readonly value: Ratio | null
  /** Lower bound: none of the unclassified yield belongs to it. */
  readonly atLeast: Ratio
  /** Upper bound: all of it does. */
  readonly atMost: Ratio
}

/**
 * Share of some sources in the yield; null if there is no yield.
 *
 * The payer decides what is PROGRAMMATIC, and no token can be declared UNCLASSIFIED: these two
 * shares are always known.
 */
export function sourceShare(
  { total, bySource }: YieldSplit,
  sources: readonly YieldSource[],
): SourceShare | null {
  if (total === 0n) return null
  const sum = sources.reduce((all, source) => all + bySource.get(source)!, 0n)
  const isDeclared = sources.some((one) => one !== 'PROGRAMMATIC' && one !== 'UNCLASSIFIED')
  const open = isDeclared && !sources.includes('UNCLASSIFIED') ? bySource.get('UNCLASSIFIED')! : 0n
  const atLeast = ratio(sum, total)
  return { value: open === 0n ? atLeast : null, atLeast, atMost: ratio(sum + open, total) }
}

/** Seconds until announced rewards are spent at the current rate; null: nothing accrues now. */
export function runway({ remaining, rate }: YieldSplit): Ratio | null {
  return rate === 0n ? null : ratio(remaining, rate)
}

/**
 * Yield of 365 days on a stake, at the rate of a window: value * year / (seconds * stake), not
 * compounded. Null if there is no stake.
 * @param seconds length of the window, above 0
 */
export function yearly(value: Ratio, seconds: bigint, stake: Ratio): Ratio | null {
  if (stake.num === 0n) return null
  return ratio(value.num * YEAR * stake.den, value.den * seconds * stake.num)
}

/**
 * Whether something was earned and no earned token has a price: then the yield is unknown, not 0.
 */
export function isUnpriced({ total, tokens }: YieldSplit): boolean {
  return total === 0n && tokens.some(({ earned }) => earned.num > 0n)
}

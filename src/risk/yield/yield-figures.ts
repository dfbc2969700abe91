import { type Ratio, ratio } from '../math/ratio'
import type { YieldSource, YieldSplit } from './yield-sources'

const YEAR = 365n * 86_400n

/** Part of the yield. What is not classified may belong to it or not. */
export interface SourceShare {
  /** Null: some yield is not classified, so that the share is not known. */
  readonly value: Ratio | null
  /** If none of the unclassified yield belongs to it. */
  readonly atLeast: Ratio
  /** If all of it does. */
  readonly atMost: Ratio
}

/**
 * Share of some sources in the yield, in [0, 1]; null if there is no yield.
 *
 * Who pays decides what is programmatic, and nothing can be declared to be UNCLASSIFIED: their shares are always known.
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

/** Whether something was earned, and nothing of it has a worth. */
export function isUnpriced({ total, tokens }: YieldSplit): boolean {
  return total === 0n && tokens.some(({ earned }) => earned.num > 0n)
}

/** Seconds until nothing that is announced is left, at the present pace; null: nothing accrues now. */
export function runway({ remaining, rate }: YieldSplit): Ratio | null {
  return rate === 0n ? null : ratio(remaining, rate)
}

/**
 * Yield of 365 days on a stake, at the pace of a window: value * year / (seconds * stake). Not compounded.
 * Null if there is no stake.
 */
export function yearly(value: Ratio, seconds: bigint, stake: Ratio): Ratio | null {
  if (stake.num === 0n) return null
  return ratio(value.num * YEAR * stake.den, value.den * seconds * stake.num)
}

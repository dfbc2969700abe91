import { effectiveNumber, hhi } from '../../risk/concentration/herfindahl'
import type { NoPoolValue } from '../../risk/graph/valuation'
import { toDecimal } from '../../risk/math/decimal'
import { ratio } from '../../risk/math/ratio'
import { isUnpriced, runway, sourceShare } from '../../risk/yield/yield-figures'
import { YIELD_SOURCES, type YieldSource, type YieldSplit } from '../../risk/yield/yield-sources'
import { type Page, range } from '../legacy/arguments'
import { member } from '../legacy/meta'

const DAY = 86_400n

/** Type YieldShare of some sources. */
export function shownShare(split: YieldSplit, sources: readonly YieldSource[]) {
  const share = sourceShare(split, sources)
  if (share === null) return { nullReason: isUnpriced(split) ? 'UNPRICED' : 'EMPTY' }
  return {
    value: share.value && toDecimal(share.value),
    atLeast: toDecimal(share.atLeast, 'DOWN'),
    atMost: toDecimal(share.atMost, 'UP'),
    nullReason: share.value ? null : 'ASSUMPTION_MISSING',
  }
}

/** Type YieldSourcePart of each source. */
export function sourceList(split: YieldSplit) {
  return YIELD_SOURCES.map((source) => ({
    source,
    value: toDecimal(ratio(split.bySource.get(source)!, split.unit)),
    share: shownShare(split, [source]),
  }))
}

/** Field `tokens`. */
export function tokenList(
  { tokens, unit }: YieldSplit,
  missing: (token: string) => NoPoolValue | null,
) {
  return (page: Page) =>
    tokens.slice(...range(page)).map(({ token, source, earned, remaining, value }) => ({
      token: member(token),
      source,
      amount: toDecimal(earned),
      value: value === null ? null : toDecimal(ratio(value, unit)),
      remaining: toDecimal(remaining),
      missing: missing(token),
    }))
}

/** Fields about payers. */
export function payerList({ payers, unit }: YieldSplit) {
  const index = hhi(payers)
  const number = effectiveNumber(payers)
  return {
    payers: (page: Page) =>
      payers.members.slice(...range(page)).map(({ id, amount }) => ({
        payer: member(id),
        value: toDecimal(ratio(amount, unit)),
        share: toDecimal(ratio(amount, payers.total)),
      })),
    payerHhi: index && toDecimal(index),
    effectivePayers: number && toDecimal(number),
  }
}

/** Type YieldRunway. */
export function shownRunway(split: YieldSplit, until: number | null) {
  const { remaining, rate, unit } = split
  const isAnnounced = split.tokens.some((one) => one.remaining.num > 0n)
  if (remaining === 0n && isAnnounced) return { until, nullReason: 'UNPRICED' }
  const seconds = runway(split)
  return {
    remaining: toDecimal(ratio(remaining, unit)),
    perDay: toDecimal(ratio(rate * DAY, unit)),
    days: seconds && toDecimal(ratio(seconds.num, seconds.den * DAY)),
    until,
    nullReason: seconds ? null : 'NOT_DEFINED',
  }
}

import { leastCommonMultiple } from '../math/least-common-multiple'
import { type Ratio, ratio } from '../math/ratio'
import { Value } from '../value/value'

/** Class of rewards in a token, as declared by the caller. */
export type DeclaredSource = 'OWN_TOKEN' | 'FEE_LIKE' | 'OTHER'

/** Source of yield. UNCLASSIFIED: paid in a token without a declared class. */
export type YieldSource = 'PROGRAMMATIC' | DeclaredSource | 'UNCLASSIFIED'

/** All sources, in the order of answers. */
export const YIELD_SOURCES: readonly YieldSource[] = [
  'PROGRAMMATIC',
  'OWN_TOKEN',
  'FEE_LIKE',
  'OTHER',
  'UNCLASSIFIED',
]

/**
 * Rewards of one token, payer and duration, which accrue linearly over their duration. Sums of
 * amount * seconds are base units once divided by the duration.
 */
export interface RewardStream {
  readonly token: string
  readonly payer: string
  /** Whether the protocol pays it from its emission. */
  readonly isProgrammatic: boolean
  /** Seconds, above 0. */
  readonly duration: bigint
  /** Sum of amount * seconds in the window. */
  readonly earned: bigint
  /** Sum of amount * seconds still to accrue. */
  readonly remaining: bigint
  /** Sum of the amounts, in base units, of rewards that accrue now. */
  readonly running: bigint
}

/** What is known of tokens. */
interface TokenFacts {
  /** Declared class of a token; null: none. */
  readonly sourceOf: (token: string) => DeclaredSource | null
  /** What an amount of a token is worth. */
  readonly worth: (token: string, amount: bigint) => Value
  /** Of the same valuation. */
  readonly none: Value
}

/** Rewards of one token from one source. */
interface TokenYield {
  readonly token: string
  readonly source: YieldSource
  /** Earned in the window, in base units, not rounded. */
  readonly earned: Ratio
  /** Still to accrue, in base units. */
  readonly remaining: Ratio
  /** What `earned` is worth. */
  readonly value: Value
}

/** What one pays. */
interface Payer {
  readonly id: string
  /** For the window. */
  readonly earned: Value
  /** What is still to accrue, and what accrues in a second now, for coverage. */
  readonly announced: Value
}

/** Yield by source: values of rewards, whose coverage is by token and payer. */
export interface YieldSplit {
  /** Earned in the window. */
  readonly total: Value
  readonly bySource: ReadonlyMap<YieldSource, Value>
  /** The most valuable first, those without a price last; equal ones by token and source. */
  readonly tokens: readonly TokenYield[]
  /** By what they paid for the window, the most first, then by id; also who pays later only. */
  readonly payers: readonly Payer[]
  /** Announced and still to accrue. */
  readonly remaining: Value
  /** Accrual per second now. */
  readonly rate: Value
  readonly none: Value
}

/**
 * Splits rewards by source: PROGRAMMATIC by their payer, the others by the declared class of their
 * token.
 *
 * @throws RangeError on a duration that is not above 0
 */
export function yieldSplit(streams: readonly RewardStream[], facts: TokenFacts): YieldSplit {
  const { none, worth } = facts
  const unit = streams.reduce((common, { duration }) => {
    if (duration <= 0n) throw new RangeError(`Duration of rewards not above 0: ${duration}`)
    return leastCommonMultiple(common, duration)
  }, 1n)
  const perUnit = ratio(1n, unit)
  const lines = new Map<string, Line>()
  const payers = new Map<string, Payer>()
  let remaining = none
  let rate = none
  for (const stream of streams) {
    const { token, payer, duration } = stream
    const source = stream.isProgrammatic
      ? 'PROGRAMMATIC'
      : (facts.sourceOf(token) ?? 'UNCLASSIFIED')
    const line = lineOf(lines, token, source)
    // Every duration divides the unit.
    const factor = unit / duration
    line.earned += stream.earned * factor
    line.remaining += stream.remaining * factor
    const value = (amount: bigint) => worth(token, amount * factor).times(perUnit)
    const [left, accrues] = [value(stream.remaining), value(stream.running)]
    remaining = remaining.plus(left)
    rate = rate.plus(accrues)
    const paid = payers.get(payer) ?? { id: payer, earned: none, announced: none }
    payers.set(payer, {
      id: payer,
      earned: paid.earned.plus(value(stream.earned)),
      announced: paid.announced.plus(left).plus(accrues),
    })
  }
  const tokens = [...lines.values()].map(({ earned, remaining, ...line }) => ({
    ...line,
    earned: ratio(earned, unit),
    remaining: ratio(remaining, unit),
    value: worth(line.token, earned).times(perUnit),
  }))
  const of = (source: YieldSource) =>
    Value.sum(
      tokens.flatMap((one) => (one.source === source ? [one.value] : [])),
      none,
    )
  const bySource = new Map(YIELD_SOURCES.map((source) => [source, of(source)]))
  return {
    total: Value.sum(bySource.values(), none),
    bySource,
    tokens: tokens.sort(byValue),
    payers: [...payers.values()].sort(
      (a, b) => Value.largestFirst(a.earned, b.earned) || (a.id < b.id ? -1 : 1),
    ),
    remaining,
    rate,
    none,
  }
}

interface Line {
  readonly token: string
  readonly source: YieldSource
  /** Base units times the common unit, as `remaining`. */
  earned: bigint
  remaining: bigint
}

function lineOf(lines: Map<string, Line>, token: string, source: YieldSource): Line {
  const key = `${token} ${source}`
  const known = lines.get(key)
  if (known) return known
  const line: Line = { token, source, earned: 0n, remaining: 0n }
  lines.set(key, line)
  return line
}

function byValue(a: TokenYield, b: TokenYield): number {
  const order =
    Value.largestFirst(a.value, b.value) || Number(a.value.isUnknown) - Number(b.value.isUnknown)
  if (order !== 0) return order
  if (a.token !== b.token) return a.token < b.token ? -1 : 1
  return a.source < b.source ? -1 : 1
}

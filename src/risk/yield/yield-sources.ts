import { type Population, population } from '../concentration/population'
import { leastCommonMultiple } from '../math/least-common-multiple'
import { type Ratio, ratio } from '../math/ratio'

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
  /** Value of one base unit, above 0; null: unknown. */
  readonly worthOf: (token: string) => Ratio | null
}

/** Rewards of one token from one source. */
interface TokenYield {
  readonly token: string
  readonly source: YieldSource
  /** Earned in the window, in base units, not rounded. */
  readonly earned: Ratio
  /** Still to accrue, in base units. */
  readonly remaining: Ratio
  /**
   * Value of `earned` in units of 1 / `unit`; null: the token has no value, and is in no other
   * figure.
   */
  readonly value: bigint | null
}

/** Yield by source. Values are integers in units of 1 / `unit`, of tokens with a known value. */
export interface YieldSplit {
  readonly unit: bigint
  /** Earned in the window. */
  readonly total: bigint
  readonly bySource: ReadonlyMap<YieldSource, bigint>
  /** By descending value, then those without a value; equal ones by token and source. */
  readonly tokens: readonly TokenYield[]
  /** Payers of what was earned. */
  readonly payers: Population
  /** Announced and still to accrue. */
  readonly remaining: bigint
  /** Accrual per second now, in units of 1 / `unit`. */
  readonly rate: bigint
}

/**
 * Splits rewards by source: PROGRAMMATIC by their payer, the others by the declared class of their
 * token.
 *
 * @throws RangeError on a duration that is not above 0
 */
export function yieldSplit(streams: readonly RewardStream[], facts: TokenFacts): YieldSplit {
  const worths = new Map(streams.map(({ token }) => [token, facts.worthOf(token)]))
  const unit = streams.reduce((common, { token, duration }) => {
    if (duration <= 0n) throw new RangeError(`Duration of rewards not above 0: ${duration}`)
    return leastCommonMultiple(common, duration * (worths.get(token)?.den ?? 1n))
  }, 1n)
  const bySource = new Map(YIELD_SOURCES.map((source) => [source, 0n]))
  const lines = new Map<string, Line>()
  const paid: { id: string; amount: bigint }[] = []
  let remaining = 0n
  let rate = 0n
  for (const stream of streams) {
    const { token, payer, duration } = stream
    const source = stream.isProgrammatic
      ? 'PROGRAMMATIC'
      : (facts.sourceOf(token) ?? 'UNCLASSIFIED')
    const line = lineOf(lines, token, source)
    // Every duration divides the unit.
    line.earned += (stream.earned * unit) / duration
    line.remaining += (stream.remaining * unit) / duration
    const worth = worths.get(token)!
    if (worth === null) continue
    const factor = (worth.num * unit) / (worth.den * duration)
    line.value = (line.value ?? 0n) + stream.earned * factor
    bySource.set(source, bySource.get(source)! + stream.earned * factor)
    remaining += stream.remaining * factor
    rate += stream.running * factor
    if (stream.earned > 0n) paid.push({ id: payer, amount: stream.earned * factor })
  }
  const payers = population(paid)
  return {
    unit,
    total: payers.total,
    bySource,
    tokens: [...lines.values()].sort(byValue).map(({ earned, remaining, ...line }) => ({
      ...line,
      earned: ratio(earned, unit),
      remaining: ratio(remaining, unit),
    })),
    payers,
    remaining,
    rate,
  }
}

interface Line {
  token: string
  source: YieldSource
  value: bigint | null
  /** Base units times the common unit, as `remaining`. */
  earned: bigint
  remaining: bigint
}

function lineOf(lines: Map<string, Line>, token: string, source: YieldSource): Line {
  const key = `${token} ${source}`
  const known = lines.get(key)
  if (known) return known
  const line: Line = { token, source, value: null, earned: 0n, remaining: 0n }
  lines.set(key, line)
  return line
}

function byValue(a: Line, b: Line): number {
  const [x, y] = [a.value ?? -1n, b.value ?? -1n]
  if (x !== y) return x > y ? -1 : 1
  if (a.token !== b.token) return a.token < b.token ? -1 : 1
  return a.source < b.source ? -1 : 1
}

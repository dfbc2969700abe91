import { type Answer, unknown } from '../math/answer'
import { countIn, intersection, type Range, sizeOf, union } from '../math/ranges'
import { type Ratio, ratio } from '../math/ratio'
import { lift, type Membership, phi } from './association'
import { fisherExact } from './fisher-exact'

/** Below this many joint events expected by chance, a correlation says nothing. */
const MIN_EXPECTED = 5

/** Who can have events, in windows that are numbered from the past to now. */
export interface EventSeries {
  readonly id: string
  /** Windows in which it had any, each once, ascending. */
  readonly windows: readonly number[]
  /** Windows in which it could have some, as of `union`; those in which it had some are among them. */
  readonly eligible: readonly Range[]
}

/** Two of them in the windows in which both could have events. */
export interface CoEvents {
  /** Windows with events of both, of each, and all in which both could have some. */
  readonly counts: Membership
  /** Windows with events of both that chance would give; null: there is no window in which both could have some. */
  readonly expected: Ratio | null
  /** INSUFFICIENT_EVENTS: fewer than 5 are expected. NO_VARIANCE: one had events in all windows. */
  readonly phi: Answer<Ratio, 'INSUFFICIENT_EVENTS' | 'NO_VARIANCE'>
  /** `counts.both` by `expected`; null: that is 0. */
  readonly lift: Ratio | null
  /** Fisher's exact p-value, where there is no phi and any window. */
  readonly pValue: Ratio | null
}

/**
 * A series from its events.
 * @param events windows of its events, in any order
 * @param eligible windows in which it could have some; an event proves its window, too
 */
export function eventSeries(
  id: string,
  events: readonly number[],
  eligible: readonly Range[],
): EventSeries {
  const windows = [...new Set(events)].sort((a, b) => a - b)
  const proven = windows.map((window) => ({ first: window, last: window }))
  return { id, windows, eligible: union([...eligible, ...proven]) }
}

/**
 * Pairs of series by position, those with the most common windows first, then in the order of the series.
 *
 * A window with events of both is one in which both could have some, so this needs no look at who could.
 */
export function byCommonWindows(
  series: readonly EventSeries[],
): { a: number; b: number; both: number }[] {
  const members = new Map<number, number[]>()
  series.forEach(({ windows }, at) => {
    for (const window of windows) {
      const together = members.get(window)
      if (together) together.push(at)
      else members.set(window, [at])
    }
  })
  const common = new Map<number, number>()
  for (const together of members.values()) {
    together.forEach((a, index) => {
      for (const b of together.slice(index + 1)) {
        const pair = a * series.length + b
        common.set(pair, (common.get(pair) ?? 0) + 1)
      }
    })
  }
  const pairs = series.flatMap((_, a) =>
    series.slice(a + 1).map((_, index) => {
      const b = a + 1 + index
      return { a, b, both: common.get(a * series.length + b) ?? 0 }
    }),
  )
  // The sort is stable.
  return pairs.sort((x, y) => y.both - x.both)
}

/**
 * Whether two have events in the same windows more often than chance would have it.
 *
 * The guard against few events is on the joint count that chance would give, x y / n. It is at most the smaller of x and
 * y, so that each of the two has 5 windows with events where it passes.
 */
export function coEvents(a: EventSeries, b: EventSeries): CoEvents {
  const shared = intersection(a.eligible, b.eligible)
  const others = new Set(b.windows)
  const counts = {
    both: a.windows.filter((window) => others.has(window)).length,
    first: countIn(shared, a.windows),
    second: countIn(shared, b.windows),
    all: sizeOf(shared),
  }
  const { first, second, all } = counts
  const expected = all === 0 ? null : ratio(BigInt(first) * BigInt(second), BigInt(all))
  const isEnough = expected !== null && expected.num >= BigInt(MIN_EXPECTED) * expected.den
  const correlation = isEnough ? phi(counts) : unknown('INSUFFICIENT_EVENTS')
  return {
    counts,
    expected,
    phi: correlation,
    lift: lift(counts).value,
    pValue: correlation.value === null && all > 0 ? fisherExact(counts) : null,
  }
}

import { type Answer, unknown } from '../math/answer'
import { countIn, intersection, type Range, sizeOf, union } from '../math/ranges'
import { type Ratio, ratio } from '../math/ratio'
import { lift, type Membership, phi } from './association'
import { fisherExact } from './fisher-exact'

/** Minimum number of expected joint events for a phi coefficient. */
const MIN_EXPECTED = 5

/** Events of one member by window; windows are numbered in the order of time. */
export interface EventSeries {
  readonly id: string
  /** Windows with events of it, ascending. */
  readonly windows: readonly number[]
  /** Windows in which it could have events, in the form of `union`; contains `windows`. */
  readonly eligible: readonly Range[]
}

/** Joint events of two members, in the windows in which both could have events. */
interface CoEvents {
  /** Number of windows with events of both, of each, and of all windows. */
  readonly counts: Membership
  /** Expected number of windows with events of both, if independent; null: no window. */
  readonly expected: Ratio | null
  /** INSUFFICIENT_EVENTS: fewer than 5 expected. NO_VARIANCE: one had events in all windows. */
  readonly phi: Answer<Ratio, 'INSUFFICIENT_EVENTS' | 'NO_VARIANCE'>
  /** counts.both / expected; null: nothing is expected. */
  readonly lift: Ratio | null
  /** p-value of Fisher's exact test where phi is null and there is a window. */
  readonly pValue: Ratio | null
}

/**
 * The series of a member.
 * @param events windows of its events, in any order
 * @param eligible windows in which it could have events; those with events are added
 */
export function eventSeries(
  id: string,
  events: readonly number[],
  eligible: readonly Range[],
): EventSeries {
  const windows = [...new Set(events)].sort((a, b) => a - b)
  const withEvents = windows.map((window) => ({ first: window, last: window }))
  return { id, windows, eligible: union([...eligible, ...withEvents]) }
}

/**
 * All pairs of series, by descending number of windows with events of both, then by position.
 * Eligibility does not matter here: a window with events of both is eligible for both.
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
 * Association of the events of two series.
 *
 * Few events are excluded by the expected joint count x y / n. It is at most min(x, y), so both
 * have at least 5 windows with events where there is a phi.
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

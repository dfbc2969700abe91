/** Maximum half-width of an interval, relative to its value: a wider one is no answer. */
const MAX_HALF_WIDTH = 0.1

/** Lower and upper end. */
export type Interval = readonly [lower: number, upper: number]

/** A figure, and the interval that it is in. */
export interface Figure {
  readonly value: number
  readonly interval: Interval
  /** Whether it is no estimate. */
  readonly isExact: boolean
}

/** A figure that is known. */
export function exactly(value: number): Figure {
  return { value, interval: [value, value], isExact: true }
}

/** A figure that draws estimate. */
export function estimated(value: number, interval: Interval): Figure {
  return { value, interval, isExact: false }
}

/** The figure, or null if its interval is too wide to say something: too few draws lose. */
export function telling(figure: Figure): Figure | null {
  const [lower, upper] = figure.interval
  return (upper - lower) / 2 <= MAX_HALF_WIDTH * Math.abs(figure.value) ? figure : null
}

/** The interval of a figure; null: it is exact, or there is none. */
export function intervalOf(figure: Figure | null): Interval | null {
  return figure === null || figure.isExact ? null : figure.interval
}

/** The smallest interval that has all of them. */
export function hull(intervals: readonly Interval[]): Interval {
  return [
    Math.min(...intervals.map(([lower]) => lower)),
    Math.max(...intervals.map(([, upper]) => upper)),
  ]
}

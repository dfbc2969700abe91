/** What a page shows of a chain. */
interface Shown {
  /** The block that is shown. */
  readonly shown: number
  /** First block of the index. */
  readonly first: number
  /** Mean seconds between blocks; null: not known. */
  readonly pace: number | null
}

/** Mean seconds between two blocks by their times in seconds; null: not known. */
export function paceOf(
  first: { readonly number: number; readonly time: number } | null,
  last: { readonly number: number; readonly time: number | null },
): number | null {
  if (first === null || last.time === null) return null
  const [blocks, seconds] = [last.number - first.number, last.time - first.time]
  return blocks > 0 && seconds > 0 ? seconds / blocks : null
}

/** What the month is counted back by. */
const MONTH_SECONDS = 30 * 86_400

/** Blocks of a month, by the average pace of the chain; null: not known. */
const blocksOfMonth = ({ pace }: Shown): number | null =>
  pace === null ? null : Math.max(1, Math.round(MONTH_SECONDS / pace))

/** The block a month before; no earlier than the first one. Null: nothing is before. */
export function monthBefore(view: Shown): number | null {
  const { shown, first } = view
  if (shown <= first) return null
  return Math.max(first, shown - (blocksOfMonth(view) ?? shown - first))
}

/** About how many points the series of a month has at most. */
const POINTS = 40
/** Most points of a series by which a month is told. */
const MOST_POINTS = 60

/** Blocks of the series of the overview, and `since`, with which the block that is shown is compared. */
interface MonthRange {
  readonly from: number
  readonly to: number
  readonly every: number
  /** Null: nothing is before. */
  readonly since: number | null
}

/**
 * Round blocks up to the one shown, and one of them about a month before it; of less than a month the first. They stay the same
 * while the chain goes on by some blocks: what was computed of them is used again.
 */
export function monthRange(view: Shown): MonthRange {
  const { shown, first } = view
  const span = shown - first
  if (span <= 0) return { from: shown, to: shown, every: 1, since: null }
  const month = Math.min(blocksOfMonth(view) ?? span, span)
  const every = roundAbove(month / POINTS)
  const down = (block: number) => Math.floor(block / every) * every
  const to = Math.max(first, down(shown))
  const from = Math.max(Math.ceil(first / every) * every, to - MOST_POINTS * every)
  return { from: Math.min(from, to), to, every, since: Math.max(first, down(shown - month)) }
}

/** The smallest of 1, 2, 5, 10, 20, 50 and so on that is not below a number. */
function roundAbove(number: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, number)))
  return power * [1, 2, 5, 10].find((step) => step * power >= number)!
}

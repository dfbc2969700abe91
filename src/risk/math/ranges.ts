/** The integers from `first` to `last`, both included; empty if last < first. */
export interface Range {
  readonly first: number
  readonly last: number
}

/** Union of ranges, as ascending ranges that neither overlap nor touch. */
export function union(ranges: readonly Range[]): Range[] {
  const found: { first: number; last: number }[] = []
  const filled = ranges.filter(({ first, last }) => first <= last)
  for (const { first, last } of filled.sort((a, b) => a.first - b.first)) {
    const before = found.at(-1)
    if (before && first <= before.last + 1) before.last = Math.max(before.last, last)
    else found.push({ first, last })
  }
  return found
}

/** Intersection of two unions; both sides and the result are in the form of `union`. */
export function intersection(a: readonly Range[], b: readonly Range[]): Range[] {
  const found: Range[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [x, y] = [a[i]!, b[j]!]
    const both = { first: Math.max(x.first, y.first), last: Math.min(x.last, y.last) }
    if (both.first <= both.last) found.push(both)
    if (x.last < y.last) i++
    else j++
  }
  return found
}

/** Number of integers in ranges in the form of `union`. */
export function sizeOf(ranges: readonly Range[]): number {
  return ranges.reduce((size, { first, last }) => size + last - first + 1, 0)
}

/** Number of ascending numbers that lie in ranges in the form of `union`. */
export function countIn(ranges: readonly Range[], numbers: readonly number[]): number {
  let count = 0
  let at = 0
  for (const number of numbers) {
    while (at < ranges.length && ranges[at]!.last < number) at++
    if (at < ranges.length && ranges[at]!.first <= number) count++
  }
  return count
}

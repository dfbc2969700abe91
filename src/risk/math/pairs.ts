import { largestFirst, type Ratio } from './ratio'

/** Number of unordered pairs of `count` different items: count (count - 1) / 2. */
export function pairCount(count: number): number {
  return (count * Math.max(count - 1, 0)) / 2
}

/** Position of the pair of items a < b < count in the order of all pairs: by a, then by b. */
export function pairIndex(count: number, a: number, b: number): number {
  return (a * (2 * count - a - 1)) / 2 + b - a - 1
}

/** What `rankedPairs` adds to the value of a pair: its items, a < b. */
export interface Pair {
  readonly a: number
  readonly b: number
}

/**
 * All pairs of `count` items, highest value first; equal values by a, then by b; pairs without a
 * value last.
 *
 * @param valueAt called once for each pair a < b; its properties are kept in the result
 */
export function rankedPairs<P extends { readonly value: Ratio | null }>(
  count: number,
  valueAt: (a: number, b: number) => P,
): (P & Pair)[] {
  const found: (P & Pair)[] = []
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) found.push({ ...valueAt(a, b), a, b })
  }
  // The sort is stable, and pairs were found in the order of their positions.
  return found.sort((x, y) => largestFirst(x.value, y.value))
}

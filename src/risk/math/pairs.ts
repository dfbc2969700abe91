/** How many unordered pairs of different things there are among `count`. */
export function pairCount(count: number): number {
  return (count * (count - 1)) / 2
}

/** Position of the pair of a and b, a < b < count, when pairs are ordered by a, then b. */
export function pairIndex(count: number, a: number, b: number): number {
  return (a * (2 * count - a - 1)) / 2 + b - a - 1
}

/**
 * Position of an id in a list without duplicates, sorted as `Array.prototype.sort` does; -1 if it
 * is absent. Binary search: O(log n) comparisons.
 */
export function indexOfSorted(ids: readonly string[], id: string): number {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ids[middle]! < id) low = middle + 1
    else high = middle
  }
  return ids[low] === id ? low : -1
}

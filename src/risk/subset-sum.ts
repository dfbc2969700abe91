import type { Ratio } from './ratio'

/** Most amounts for which the least cover is searched: twice 2^12 sums. */
const MAX_AMOUNTS = 24

/**
 * The least sum of some of the amounts that reaches a bound, by meeting in the middle.
 *
 * Null: there are too many amounts, or all together do not reach it. Amounts of 0 do not count.
 */
export function leastCover(amounts: readonly bigint[], bound: Ratio): bigint | null {
  const positive = amounts.filter((amount) => amount > 0n)
  if (positive.length > MAX_AMOUNTS) return null
  const needed = (bound.num + bound.den - 1n) / bound.den
  if (needed <= 0n) return 0n
  const middle = positive.length >> 1
  const left = sums(positive.slice(0, middle)).sort(ascending)
  const right = sums(positive.slice(middle)).sort(ascending)
  let best: bigint | null = null
  let other = right.length - 1
  for (const sum of left) {
    // The largest of the right that is not needed only shrinks as the left grows.
    while (other > 0 && sum + right[other - 1]! >= needed) other--
    const cover = sum + right[other]!
    if (cover >= needed && (best === null || cover < best)) best = cover
  }
  return best
}

function sums(amounts: readonly bigint[]): bigint[] {
  const all = [0n]
  for (const amount of amounts) for (const sum of all.slice()) all.push(sum + amount)
  return all
}

function ascending(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

import { type Answer, known, unknown } from '../math/answer'
import type { Ratio } from '../math/ratio'
import { overRoot } from '../math/square-root'
import { pearson, sumsOf } from './pearson'

/** Twice the rank of each value, from 2 for the smallest; equal values share the middle of their ranks. */
export function doubledRanks(values: readonly bigint[]): number[] {
  const order = [...values.keys()].sort((a, b) => {
    const [x, y] = [values[a]!, values[b]!]
    return x < y ? -1 : x > y ? 1 : 0
  })
  const ranks = new Array<number>(values.length)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++
    // The middle of start + 1 to end, twice.
    for (let at = start; at < end; at++) ranks[order[at]!] = start + end + 1
    start = end
  }
  return ranks
}

/**
 * Rank correlation of ranks of the same things, ties at the middle, in [-1, 1]: 1 if one only ever rises with the other.
 * NO_VARIANCE: all are tied on one side. Source: Spearman 1904.
 */
export function spearman(x: readonly number[], y: readonly number[]): Answer<Ratio, 'NO_VARIANCE'> {
  return pearson(sumsOf(x.map(BigInt), y.map(BigInt)))
}

/**
 * tau b of ranks of the same things, in [-1, 1]: pairs in the same order less pairs in opposite orders, by the geometric
 * mean of the pairs that each side does not tie. NO_VARIANCE: all are tied on one side. Source: Kendall 1945.
 */
export function kendall(x: readonly number[], y: readonly number[]): Answer<Ratio, 'NO_VARIANCE'> {
  let [agreement, untiedX, untiedY] = [0, 0, 0]
  for (let i = 1; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)]
      agreement += dx * dy
      untiedX += dx * dx
      untiedY += dy * dy
    }
  }
  if (untiedX === 0 || untiedY === 0) return unknown('NO_VARIANCE')
  return known(overRoot(BigInt(agreement), BigInt(untiedX) * BigInt(untiedY)))
}

import { type Answer, known, unknown } from '../math/answer'
import type { Ratio } from '../math/ratio'
import { overRoot } from '../math/square-root'
import { pearson, sumsOf } from './pearson'

/**
 * Double the rank of each value, so that mid-ranks are integers: 2 for the smallest; ties share the
 * mean of their ranks.
 */
export function doubledRanks(values: readonly bigint[]): number[] {
  const order = [...values.keys()].sort((a, b) => {
    const [x, y] = [values[a]!, values[b]!]
    return x < y ? -1 : x > y ? 1 : 0
  })
  const ranks = new Array<number>(values.length)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++
    // Double the mean of the ranks start + 1 to end.
    for (let at = start; at < end; at++) ranks[order[at]!] = start + end + 1
    start = end
  }
  return ranks
}

/**
 * Spearman's rank correlation of two rankings of the same items, with mid-ranks for ties, in [-1,
 * 1]: 1 if the rankings are equal. NO_VARIANCE: all items tie on one side. Source: Spearman 1904.
 */
export function spearman(x: readonly number[], y: readonly number[]): Answer<Ratio, 'NO_VARIANCE'> {
  return pearson(sumsOf(x.map(BigInt), y.map(BigInt)))
}

/**
 * Kendall's tau-b of two rankings of the same items, in [-1, 1]: (concordant - discordant pairs) /
 * geometric mean of the numbers of pairs that do not tie on each side. NO_VARIANCE: all items tie
 * on one side. Source: Kendall 1945.
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

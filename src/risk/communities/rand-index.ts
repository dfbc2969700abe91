import { add, type Ratio, ratio, subtract } from '../math/ratio'

/**
 * Adjusted Rand index of two partitions of the same items, exact: agreement on pairs of items,
 * corrected for chance. At most 1 (equal partitions), 0 if they agree as by chance, possibly
 * negative. Source: Hubert and Arabie 1985.
 *
 * 1 where it is 0/0: both partitions are one group, or both have groups of one item only.
 * @param a group of each item, as any number; likewise b
 * @throws RangeError if the partitions have different numbers of items
 */
export function adjustedRandIndex(a: readonly number[], b: readonly number[]): Ratio {
  if (a.length !== b.length) throw new RangeError(`Partitions of ${a.length} and ${b.length} items`)
  const both = pairsWithin(a.map((group, item) => `${group} ${b[item]}`))
  const [inA, inB] = [pairsWithin(a), pairsWithin(b)]
  const all = pairs(BigInt(a.length))
  if (all === 0n) return ratio(1n)
  const expected = ratio(inA * inB, all)
  const max = subtract(ratio(inA + inB, 2n), expected)
  const found = subtract(ratio(both), expected)
  return max.num === 0n ? ratio(1n) : ratio(found.num * max.den, found.den * max.num)
}

/**
 * Mean adjusted Rand index of all pairs of partitions: the stability of several runs, at most 1
 * (all equal).
 * @throws RangeError on fewer than two partitions
 */
export function meanRandIndex(partitions: readonly (readonly number[])[]): Ratio {
  let sum = ratio(0n)
  let count = 0n
  partitions.forEach((a, one) => {
    for (const b of partitions.slice(one + 1)) {
      sum = add(sum, adjustedRandIndex(a, b))
      count += 1n
    }
  })
  if (count === 0n) throw new RangeError(`Partitions to compare: ${partitions.length}`)
  return ratio(sum.num, sum.den * count)
}

/** Number of pairs of items within one group. */
function pairsWithin(groups: readonly (number | string)[]): bigint {
  const sizes = new Map<number | string, bigint>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0n) + 1n)
  return [...sizes.values()].reduce((sum, size) => sum + pairs(size), 0n)
}

function pairs(count: bigint): bigint {
  return (count * (count - 1n)) / 2n
}

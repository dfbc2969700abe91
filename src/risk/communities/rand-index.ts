import { add, type Ratio, ratio, subtract } from '../math/ratio'

/**
 * Adjusted Rand index of two divisions of the same things (Hubert and Arabie 1985), exact: how many pairs both keep
 * together, over what chance would give. 1: the same division; 0: as alike as chance; it can be below 0.
 *
 * Where chance leaves no choice (both are one group, or all groups have one member), they are the same: 1.
 * @param a group of each thing, by any numbers
 * @throws RangeError if they divide different numbers of things
 */
export function adjustedRandIndex(a: readonly number[], b: readonly number[]): Ratio {
  if (a.length !== b.length) throw new RangeError(`Things differ: ${a.length} and ${b.length}`)
  const both = pairsWithin(a.map((group, thing) => `${group} ${b[thing]}`))
  const [inA, inB] = [pairsWithin(a), pairsWithin(b)]
  const all = pairs(BigInt(a.length))
  if (all === 0n) return ratio(1n)
  const expected = ratio(inA * inB, all)
  const most = subtract(ratio(inA + inB, 2n), expected)
  const found = subtract(ratio(both), expected)
  return most.num === 0n ? ratio(1n) : ratio(found.num * most.den, found.den * most.num)
}

/**
 * Mean adjusted Rand index of all pairs of divisions: how far many runs agree. 1: all the same.
 * @throws RangeError unless there are at least two
 */
export function meanRandIndex(divisions: readonly (readonly number[])[]): Ratio {
  let sum = ratio(0n)
  let count = 0n
  divisions.forEach((a, one) => {
    for (const b of divisions.slice(one + 1)) {
      sum = add(sum, adjustedRandIndex(a, b))
      count += 1n
    }
  })
  if (count === 0n) throw new RangeError(`Divisions to compare: ${divisions.length}`)
  return ratio(sum.num, sum.den * count)
}

/** Pairs of things in one group. */
function pairsWithin(groups: readonly (number | string)[]): bigint {
  const sizes = new Map<number | string, bigint>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0n) + 1n)
  return [...sizes.values()].reduce((sum, size) => sum + pairs(size), 0n)
}

function pairs(count: bigint): bigint {
  return (count * (count - 1n)) / 2n
}

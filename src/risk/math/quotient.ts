/** Doubles hold anything below, with room. */
const LIMIT = 2n ** 1000n

/**
 * num / den as a double, for integers of any size: prices with many digits make numbers that no double holds, whose
 * quotient is an ordinary one.
 *
 * @param den above 0
 */
export function quotient(num: bigint, den: bigint): number {
  if (num < LIMIT && num > -LIMIT && den < LIMIT) return Number(num) / Number(den)
  const size = num < 0n ? -num : num
  const bits = 4 * (size > den ? size : den).toString(16).length
  const excess = BigInt(bits - 1000)
  return Number(num >> excess) / Number(den >> excess)
}

/** Every integer below it is a finite double. */
const LIMIT = 2n ** 1000n

/**
 * num / den as a double, for integers of any size. Prices with many digits give integers beyond the
 * range of doubles whose quotient is within it.
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

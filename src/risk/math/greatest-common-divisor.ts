/** Below this, plain division is as fast. */
const LARGE = 1n << 256n
/** Leading bits that steps are computed from: their products are exact in a double. */
const LEADING_BITS = 50

/**
 * Greatest common divisor, at least 0; that of 0 and 0 is 0.
 *
 * Euclid's algorithm, and Lehmer's for large numbers: quotients are taken from the leading bits of
 * both while those decide them, so that many divisions of thousands of digits become four products
 * (Knuth, The Art of Computer Programming, volume 2, algorithm 4.5.2 L). Sums of many fractions
 * need it.
 */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a
  let y = b < 0n ? -b : b
  if (x < y) [x, y] = [y, x]
  let shift = y >= LARGE ? excess(x) : 0
  while (y >= LARGE) {
    const leading = Number(x >> BigInt(shift))
    if (leading < 2 ** (LEADING_BITS - 4)) {
      // x has become shorter: by a few bits, or by any number after a plain division.
      shift = leading === 0 ? excess(x) : shift - LEADING_BITS + Math.ceil(Math.log2(leading + 1))
      continue
    }
    const [a0, b0, c0, d0] = steps(leading, Number(y >> BigInt(shift)))
    if (b0 === 0) [x, y] = [y, x % y]
    else {
      const [p, q, r, s] = [BigInt(a0), BigInt(b0), BigInt(c0), BigInt(d0)]
      ;[x, y] = [p * x + q * y, r * x + s * y]
    }
  }
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** Number of bits after the leading ones, at most three too many. */
function excess(value: bigint): number {
  return value.toString(16).length * 4 - LEADING_BITS
}

/**
 * Euclid's steps that all numbers with these leading bits share, as a matrix [[a, b], [c, d]]; b is
 * 0 if there is none.
 */
function steps(leadingX: number, leadingY: number): [number, number, number, number] {
  let [x, y] = [leadingX, leadingY]
  let [a, b, c, d] = [1, 0, 0, 1]
  while (y + c !== 0 && y + d !== 0) {
    const quotient = Math.floor((x + a) / (y + c))
    if (quotient !== Math.floor((x + b) / (y + d))) break
    ;[a, c] = [c, a - quotient * c]
    ;[b, d] = [d, b - quotient * d]
    ;[x, y] = [y, x - quotient * y]
  }
  return [a, b, c, d]
}

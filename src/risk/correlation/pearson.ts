import { type Answer, known, unknown } from '../math/answer'
import type { Ratio } from '../math/ratio'
import { overRoot } from '../math/square-root'

/** Sums over pairs of values x and y. */
export interface Sums {
  readonly count: number
  readonly x: bigint
  readonly y: bigint
  readonly xx: bigint
  readonly yy: bigint
  readonly xy: bigint
}

/**
 * Product-moment correlation, in [-1, 1], exact up to the rounding of `overRoot`.
 * NO_VARIANCE: one side is constant or empty. Source: Pearson 1895.
 */
export function pearson({ count, x, y, xx, yy, xy }: Sums): Answer<Ratio, 'NO_VARIANCE'> {
  const n = BigInt(count)
  const radicand = (n * xx - x * x) * (n * yy - y * y)
  if (radicand === 0n) return unknown('NO_VARIANCE')
  return known(overRoot(n * xy - x * y, radicand))
}

/** Sums of paired values. @throws RangeError if x and y differ in length */
export function sumsOf(x: readonly bigint[], y: readonly bigint[]): Sums {
  if (x.length !== y.length) throw new RangeError(`Unpaired values: ${x.length} and ${y.length}`)
  const products = (a: readonly bigint[], b: readonly bigint[]) =>
    a.reduce((sum, value, at) => sum + value * b[at]!, 0n)
  const total = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n)
  return {
    count: x.length,
    x: total(x),
    y: total(y),
    xx: products(x, x),
    yy: products(y, y),
    xy: products(x, y),
  }
}

/** Normal quantile of a two-sided 95 % interval. */
const Z_95 = 1.959963984540054

/**
 * 95 % confidence interval of a product-moment correlation of `count` independent pairs, by
 * Fisher's z transformation: tanh(atanh r +- 1.96 / sqrt(n - 3)). Doubles, correct to 12 digits.
 * Null if r is 1 or -1, or there are fewer than 4 pairs. Source: Fisher 1921.
 */
export function correlationInterval(r: Ratio, count: number): [number, number] | null {
  if (r.num === r.den || r.num === -r.den || count < 4) return null
  const [plus, minus] = [share(r.den + r.num, r.den), share(r.den - r.num, r.den)]
  const bound = (shift: number) => {
    // tanh(atanh r + d), without the logarithm.
    const growth = Math.exp(2 * shift)
    return (plus * growth - minus) / (plus * growth + minus)
  }
  const shift = Z_95 / Math.sqrt(count - 3)
  return [bound(-shift), bound(shift)]
}

/** num / den as a double, of any size. */
function share(num: bigint, den: bigint): number {
  return Number((num << 64n) / den) / 2 ** 64
}

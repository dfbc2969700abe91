import { type Answer, known, unknown } from './answer'
import type { Ratio } from './ratio'
import { overRoot } from './square-root'

/** Values as they differ from their mean, times their number, so that they are integers. */
export interface Deviations {
  readonly values: readonly bigint[]
  /** Sum of their squares. */
  readonly squares: bigint
}

export function deviations(values: readonly bigint[]): Deviations {
  const count = BigInt(values.length)
  const total = values.reduce((sum, value) => sum + value, 0n)
  const own = values.map((value) => count * value - total)
  return { values: own, squares: own.reduce((sum, value) => sum + value * value, 0n) }
}

/**
 * Product-moment correlation of values in the same order, in [-1, 1]; exact but for the root.
 * NO_VARIANCE: all values of one side are equal, or there are none. Source: Pearson 1895.
 * @throws RangeError if the numbers of values differ
 */
export function pearson(x: Deviations, y: Deviations): Answer<Ratio, 'NO_VARIANCE'> {
  if (x.values.length !== y.values.length) {
    throw new RangeError(`Not pairs: ${x.values.length} and ${y.values.length} values`)
  }
  const radicand = x.squares * y.squares
  if (radicand === 0n) return unknown('NO_VARIANCE')
  let products = 0n
  for (let i = 0; i < x.values.length; i++) products += x.values[i]! * y.values[i]!
  return known(overRoot(products, radicand))
}

/** Normal quantile of a two-sided interval of 95 %. */
const Z_95 = 1.959963984540054

/**
 * 95 % interval of a product-moment correlation of `count` independent pairs, by Fisher's z: tanh(atanh r +- 1.96 /
 * root(n - 3)). A double, because it needs an exponential: right to 12 digits. Null if it is not defined: r is 1 or -1, or
 * there are fewer than 4 pairs. Source: Fisher 1921.
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

import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'
import { overRoot } from '../math/square-root'

/** The fourfold table of two sets, as counts. */
export interface Membership {
  /** In both sets. */
  readonly both: number
  /** In the first set. */
  readonly first: number
  /** In the second set. */
  readonly second: number
  /** In either set or in none. */
  readonly all: number
}

/**
 * Phi coefficient, the correlation of membership in two sets, in [-1, 1]: 1 if the sets are equal,
 * -1 if they are complements. NO_VARIANCE: a set has all or none. Source: Yule 1912.
 */
export function phi({ both, first, second, all }: Membership): Answer<Ratio, 'NO_VARIANCE'> {
  const [a, x, y, n] = [both, first, second, all].map(BigInt) as [bigint, bigint, bigint, bigint]
  const margins = x * (n - x) * y * (n - y)
  if (margins === 0n) return unknown('NO_VARIANCE')
  // n a - x y is ad - bc of the fourfold table.
  return known(overRoot(a * n - x * y, margins))
}

/**
 * Lift: common members / common members expected by chance, at least 0; 1 is chance. EMPTY: a set
 * has no members.
 */
export function lift({ both, first, second, all }: Membership): Answer<Ratio, 'EMPTY'> {
  if (first === 0 || second === 0) return unknown('EMPTY')
  return known(ratio(BigInt(both) * BigInt(all), BigInt(first) * BigInt(second)))
}

import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'
import { overRoot } from '../math/square-root'

/** How two services share their members, in whole numbers: of members, or of units of their stake. */
export interface Membership {
  readonly both: number
  readonly first: number
  readonly second: number
  /** Who could be a member: `first` and `second` are of these. */
  readonly all: number
}

/**
 * Correlation of membership, in [-1, 1]: 1 if the members are the same, -1 if each of all is a member of exactly one.
 * NO_VARIANCE: all or none are members of one of them. Source: Pearson's phi; Yule 1912.
 */
export function phi({ both, first, second, all }: Membership): Answer<Ratio, 'NO_VARIANCE'> {
  const [a, x, y, n] = [both, first, second, all].map(BigInt) as [bigint, bigint, bigint, bigint]
  const margins = x * (n - x) * y * (n - y)
  if (margins === 0n) return unknown('NO_VARIANCE')
  // ad - bc of the fourfold table.
  return known(overRoot(a * n - x * y, margins))
}

/** Members in common by those that chance would give: 1 is chance; at least 0. EMPTY: one has no members. */
export function lift({ both, first, second, all }: Membership): Answer<Ratio, 'EMPTY'> {
  if (first === 0 || second === 0) return unknown('EMPTY')
  return known(ratio(BigInt(both) * BigInt(all), BigInt(first) * BigInt(second)))
}

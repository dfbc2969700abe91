import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio, subtract } from '../math/ratio'

/** A share of the chain's stake and how far it is from what matters for the consensus of the chain. */
export interface ChainShare {
  /** In [0, 1]. */
  readonly share: Ratio
  /** Thresholds less the share: a third (liveness), a half (majority), two thirds (finality); negative once passed. */
  readonly distances: readonly [third: Ratio, half: Ratio, twoThirds: Ratio]
}

/**
 * Natively restaked ETH over all ETH staked on the chain, both in one unit.
 * UNKNOWN_TOTAL: no external total. ZERO_TOTAL: it is 0.
 * @throws RangeError if the part is negative or more than the total
 */
export function chainShare(
  restaked: bigint,
  staked: bigint | null,
): Answer<ChainShare, 'UNKNOWN_TOTAL' | 'ZERO_TOTAL'> {
  if (staked === null) return unknown('UNKNOWN_TOTAL')
  if (restaked < 0n || restaked > staked) {
    throw new RangeError(`Not a part: ${restaked} of ${staked}`)
  }
  if (staked === 0n) return unknown('ZERO_TOTAL')
  const share = ratio(restaked, staked)
  const to = (num: bigint, den: bigint) => subtract(ratio(num, den), share)
  return known({ share, distances: [to(1n, 3n), to(1n, 2n), to(2n, 3n)] })
}

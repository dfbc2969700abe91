import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio, subtract } from '../math/ratio'

/** A share of the chain's stake, and its distance to the thresholds of consensus. */
interface ChainShare {
  /** In [0, 1]. */
  readonly share: Ratio
  /**
   * Thresholds minus the share: 1/3 (liveness), 1/2 (majority), 2/3 (finality); negative if
   * exceeded.
   */
  readonly distances: readonly [third: Ratio, half: Ratio, twoThirds: Ratio]
}

/**
 * Natively restaked ETH / all ETH staked on the chain, both in one unit.
 * UNKNOWN_TOTAL: the total is not given. ZERO_TOTAL: the total is 0.
 * @throws RangeError on restaked stake that is negative or exceeds the total
 */
export function chainShare(
  restaked: bigint,
  staked: bigint | null,
): Answer<ChainShare, 'UNKNOWN_TOTAL' | 'ZERO_TOTAL'> {
  if (staked === null) return unknown('UNKNOWN_TOTAL')
  if (restaked < 0n || restaked > staked) {
    throw new RangeError(`Restaked ${restaked} of ${staked}`)
  }
  if (staked === 0n) return unknown('ZERO_TOTAL')
  const share = ratio(restaked, staked)
  const to = (num: bigint, den: bigint) => subtract(ratio(num, den), share)
  return known({ share, distances: [to(1n, 3n), to(1n, 2n), to(2n, 3n)] })
}

import { compare, type Ratio, ratio } from './ratio'

/** Checks a fraction. @throws RangeError unless 0 <= fraction <= 1 */
export function requireFraction({ num, den }: Ratio): void {
  if (num < 0n || num > den) throw new RangeError(`Not in [0, 1]: ${num}/${den}`)
}

/** Checks a threshold. @throws RangeError unless 0 < threshold <= 1 */
export function requireThreshold(threshold: Ratio): void {
  if (threshold.num <= 0n || compare(threshold, ratio(1n)) > 0n) {
    throw new RangeError(`Threshold not in (0, 1]: ${threshold.num}/${threshold.den}`)
  }
}

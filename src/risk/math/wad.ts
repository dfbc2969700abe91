import type { Ratio } from './ratio'

/*
 * Fixed-point arithmetic of slashing: parts of 1e18, rounded as contracts round (EigenLayer, SlashingLib.sol). Operands
 * are not negative.
 */

/** 1e18: the whole. */
export const WAD = 10n ** 18n

/** floor(x * y / 1e18). */
export function mulWad(x: bigint, y: bigint): bigint {
  return (x * y) / WAD
}

/** ceil(x * y / 1e18). */
export function mulWadUp(x: bigint, y: bigint): bigint {
  return (x * y + WAD - 1n) / WAD
}

/** floor(x * 1e18 / y). */
export function divWad(x: bigint, y: bigint): bigint {
  return (x * WAD) / y
}

/** What a part of the whole is worth in shares: floor at each step (AllocationManager._getAllocatedStake); 0 of nothing. */
export function partOf(shares: bigint, magnitude: bigint, maxMagnitude: bigint): bigint {
  return maxMagnitude === 0n ? 0n : mulWad(shares, divWad(magnitude, maxMagnitude))
}

/** What is left of shares when the whole shrinks, rounded up (SlashingLib.calcSlashedAmount takes the rest). */
export function sharesLeft(shares: bigint, before: bigint, after: bigint): bigint {
  return before === 0n ? shares : (shares * after + before - 1n) / before
}

/** A fraction as parts of 1e18, rounded up, so that a slashing takes at least this part. */
export function toWadUp({ num, den }: Ratio): bigint {
  return (num * WAD + den - 1n) / den
}

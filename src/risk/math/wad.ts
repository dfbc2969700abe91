import { ceil, type Ratio } from './ratio'

/*
 * Fixed-point arithmetic of slashing: wads, parts of 1e18, rounded as the contracts do (EigenLayer,
 * SlashingLib.sol). Operands are not negative.
 */

/** 1e18, which stands for 1. */
export const WAD = 10n ** 18n

/** Quotient rounded up. Neither operand may be negative. */
export function ceilDiv(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator
}

/** floor(x * y / 1e18). */
export function mulWad(x: bigint, y: bigint): bigint {
  return (x * y) / WAD
}

/** ceil(x * y / 1e18). */
export function mulWadUp(x: bigint, y: bigint): bigint {
  return (x * y + WAD - 1n) / WAD
}

/** floor(x * 1e18 / y). */
function divWad(x: bigint, y: bigint): bigint {
  return (x * WAD) / y
}

/**
 * Shares that a magnitude of `maxMagnitude` stands for, rounded down at each step
 * (AllocationManager._getAllocatedStake).
 */
export function partOf(shares: bigint, magnitude: bigint, maxMagnitude: bigint): bigint {
  return maxMagnitude === 0n ? 0n : mulWad(shares, divWad(magnitude, maxMagnitude))
}

/**
 * Shares left when the max magnitude falls, rounded up (SlashingLib.calcSlashedAmount is the rest).
 */
export function sharesLeft(shares: bigint, before: bigint, after: bigint): bigint {
  return before === 0n ? shares : (shares * after + before - 1n) / before
}

/** A fraction as parts of 1e18, rounded up, so that a slashing takes at least this part. */
export function toWadUp({ num, den }: Ratio): bigint {
  return ceil({ num: num * WAD, den })
}

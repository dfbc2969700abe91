/* Fixed-point arithmetic of the contracts (SlashingLib.sol): fractions of 1e18, rounded as the contract rounds. */

export const WAD = 10n ** 18n

/** Quotient rounded up. Neither operand may be negative. */
export function ceilDiv(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator
}
